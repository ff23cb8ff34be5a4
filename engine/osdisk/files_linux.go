package osdisk

import (
	"errors"
	"io/fs"
	"os"
	"syscall"
	"time"

	"gapless/engine/port"
	"gapless/model/clock"

	"golang.org/x/sys/unix"
)

// noAccess is the flag of open that leaves a file's access time alone.
const noAccess = unix.O_NOATIME

var _ port.DirOpener = (*Files)(nil)

// info is what the disk says of a file.
type info struct {
	name                        string
	mode                        fs.FileMode
	size                        int64
	modified, changed, accessed int64 // nanoseconds since 1970-01-01 UTC
	volume, inode               uint64
	links                       int
}

var (
	_ port.Stamped    = (*info)(nil)
	_ port.Identified = (*info)(nil)
)

func (i *info) Name() string       { return i.name }
func (i *info) Size() int64        { return i.size }
func (i *info) Mode() fs.FileMode  { return i.mode }
func (i *info) ModTime() time.Time { return time.Unix(0, i.modified) }
func (i *info) IsDir() bool        { return i.mode.IsDir() }
func (i *info) Sys() any           { return nil }

func (i *info) Modified() clock.Time[clock.Client] { return clientFace.Time(i.modified) }
func (i *info) Changed() clock.Time[clock.Client]  { return clientFace.Time(i.changed) }
func (i *info) Accessed() clock.Time[clock.Client] { return clientFace.Time(i.accessed) }

func (i *info) Identity() (volume, inode uint64, links int) { return i.volume, i.inode, i.links }

// stamped is what the os package says of a file, with all its times and its identity.
func stamped(of fs.FileInfo) fs.FileInfo {
	if of == nil {
		return nil
	}
	s, ok := of.Sys().(*syscall.Stat_t)
	if !ok {
		return of
	}
	return &info{
		name: of.Name(), mode: of.Mode(), size: of.Size(),
		modified: nanos(s.Mtim.Unix()), changed: nanos(s.Ctim.Unix()), accessed: nanos(s.Atim.Unix()),
		volume: uint64(s.Dev), inode: s.Ino, links: int(s.Nlink),
	}
}

// SetTimes sets a file's times, leaving out those that are zero.
func (f *Files) SetTimes(name string, accessed, modified clock.Time[clock.Client]) error {
	f.pass()
	return setTimes(unix.AT_FDCWD, name, accessed, modified)
}

func setTimes(dir int, name string, accessed, modified clock.Time[clock.Client]) error {
	ts := []unix.Timespec{timespec(accessed), timespec(modified)}
	err := again(func() error { return unix.UtimesNanoAt(dir, name, ts, unix.AT_SYMLINK_NOFOLLOW) })
	if err != nil {
		return &fs.PathError{Op: "utimensat", Path: name, Err: err}
	}
	return nil
}

func timespec(t clock.Time[clock.Client]) unix.Timespec {
	if t.IsZero() {
		return unix.Timespec{Nsec: unix.UTIME_OMIT}
	}
	return unix.NsecToTimespec(clientFace.UnixNano(t))
}

// again repeats a system call that a signal interrupted.
func again(call func() error) error {
	for {
		if err := call(); err != unix.EINTR {
			return err
		}
	}
}

// lock takes an open file or directory for this process alone. The lock goes with the
// file's last handle, also when the process is killed. It asks for a while: a process
// that is being started elsewhere in the program holds all handles for a moment, also
// those that are closed meanwhile.
func lock(f *os.File) error {
	var err error
	for range 50 {
		err = again(func() error { return unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB) })
		if !errors.Is(err, unix.EWOULDBLOCK) {
			return err
		}
		time.Sleep(10 * time.Millisecond)
	}
	return err
}

// setTimesIn is SetTimes for an entry of an open directory.
func setTimesIn(dir *os.File, name string, accessed, modified clock.Time[clock.Client]) error {
	return setTimes(int(dir.Fd()), name, accessed, modified)
}

// nanos is a time as a number, as far as numbers go; see FromWall.
func nanos(sec, nsec int64) int64 { return unixNano(time.Unix(sec, nsec)) }
