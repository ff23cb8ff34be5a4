//go:build !linux

package osdisk

import (
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"gapless/model/clock"
)

const noAccess = 0

// stamped leaves what the os package says of a file as it is.
func stamped(of fs.FileInfo) fs.FileInfo { return of }

// SetTimes sets a file's times, leaving out those that are zero. A symlink is left as it is.
func (f *Files) SetTimes(name string, accessed, modified clock.Time[clock.Client]) error {
	f.pass()
	info, err := os.Lstat(name)
	if err != nil || info.Mode()&fs.ModeSymlink != 0 {
		return err
	}
	return os.Chtimes(name, wall(accessed), wall(modified))
}

// wall is t, or for a zero t the zero time.Time, which os.Chtimes leaves out.
func wall(t clock.Time[clock.Client]) time.Time {
	if t.IsZero() {
		return time.Time{}
	}
	return clientFace.Wall(t)
}

// lock does nothing: the portable part of Go has no locks of files.
func lock(*os.File) error { return nil }

// setTimesIn is SetTimes for an entry of an open directory.
func setTimesIn(dir *os.File, name string, accessed, modified clock.Time[clock.Client]) error {
	return (&Files{}).SetTimes(filepath.Join(dir.Name(), name), accessed, modified)
}

// bootIdentity is of no machine that does not tell its starts apart.
func bootIdentity() uint64 { return 0 }

// ChangeGrain promises nothing: what the file systems of this machine do is not known.
func (f *Files) ChangeGrain(string) (clock.Duration, bool) { return clock.Duration{}, false }

// sinceBoot is not known; each run of the program counts as a start of the machine.
func sinceBoot() time.Duration { return 0 }
