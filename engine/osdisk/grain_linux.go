package osdisk

import (
	"os"
	"time"

	"gapless/model/clock"

	"github.com/zeebo/xxh3"
	"golang.org/x/sys/unix"
)

// prompt are the file systems of this kernel that stamp each change at once, by the
// machine's own clock. Others, such as those of a network, of Windows or of programs,
// promise nothing.
var prompt = map[int64]bool{
	unix.EXT4_SUPER_MAGIC: true, unix.XFS_SUPER_MAGIC: true, unix.BTRFS_SUPER_MAGIC: true,
	unix.TMPFS_MAGIC: true, unix.F2FS_SUPER_MAGIC: true,
}

// ChangeGrain is by how much a file's change time may be earlier than its last change
// was: ext4 with small inodes counts seconds, and the kernel stamps with the last tick
// of its clock.
func (f *Files) ChangeGrain(root string) (grain clock.Duration, ok bool) {
	f.pass()
	var s unix.Statfs_t
	if err := again(func() error { return unix.Statfs(root, &s) }); err != nil {
		return clock.Duration{}, false
	}
	return clock.Of(time.Second + 10*time.Millisecond), prompt[int64(s.Type)]
}

// bootIdentity is a number made of what the kernel calls this start of the machine; 0 where
// it does not tell.
func bootIdentity() uint64 {
	id, err := os.ReadFile("/proc/sys/kernel/random/boot_id")
	if err != nil {
		return 0
	}
	return xxh3.Hash(id)
}

// sinceBoot is for how long the machine is up, with the time that it slept.
func sinceBoot() time.Duration {
	var t unix.Timespec
	if err := unix.ClockGettime(unix.CLOCK_BOOTTIME, &t); err != nil {
		return 0
	}
	return time.Duration(t.Nano())
}
