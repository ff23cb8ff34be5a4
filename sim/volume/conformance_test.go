package volume

import (
	"io/fs"
	"os"
	"syscall"
	"testing"

	"gapless/sim/volume/conformance"

	"github.com/spf13/afero"
)

var posix = conformance.Caps{HardLinks: true, Symlinks: true, Identities: true}

func TestVolumeConformsToPOSIX(t *testing.T) {
	for _, mount := range []string{"/data", "/", "/mnt/deep/er"} {
		t.Run(mount, func(t *testing.T) {
			conformance.Run(t, func(*testing.T) (afero.Fs, string) {
				v := New()
				v.Reset(Config{Path: mount, Stamper: newHost()})
				return v.FS(nil), mount
			}, posix)
		})
	}
}

func TestCopyOfAVolumeConformsToPOSIX(t *testing.T) {
	conformance.Run(t, func(*testing.T) (afero.Fs, string) {
		v := New()
		v.Reset(Config{Path: "/data", Stamper: newHost()})
		c := v.Clone()
		t.Cleanup(func() { // what the copy did is not seen here
			if n := v.live; n != 0 {
				t.Errorf("the original has %d entries, want none", n)
			}
		})
		return c.FS(nil), "/data"
	}, posix)
}

func TestWitnessedVolumeConformsToPOSIX(t *testing.T) {
	conformance.Run(t, func(*testing.T) (afero.Fs, string) {
		v := New()
		v.Reset(Config{Path: "/data", Stamper: newHost(), Witness: &truth{}})
		return v.FS(nil), "/data"
	}, posix)
}

func TestWindowsVolumesIgnoreCase(t *testing.T) {
	for _, kind := range []string{"ntfs", "refs", "fat32", "hfs+"} {
		t.Run(kind, func(t *testing.T) {
			conformance.Run(t, func(*testing.T) (afero.Fs, string) {
				v := New()
				v.Reset(Config{Path: "/data", Personality: kind, Stamper: newHost()})
				return v.FS(nil), "/data"
			}, conformance.Caps{IgnoreCase: true})
		})
	}
}

// The table itself is tested by the machine's own file system.
func TestTheRealDiskConformsToPOSIX(t *testing.T) {
	conformance.Run(t, func(t *testing.T) (afero.Fs, string) {
		return realFs{afero.NewOsFs().(*afero.OsFs)}, t.TempDir()
	}, posix)
}

// realFs adds to the real disk what the table asks of it.
type realFs struct{ *afero.OsFs }

func (realFs) Link(from, to string) error { return os.Link(from, to) }

func (f realFs) Stat(name string) (os.FileInfo, error) {
	info, err := f.OsFs.Stat(name)
	return realInfo{info}, err
}

func (f realFs) LstatIfPossible(name string) (os.FileInfo, bool, error) {
	info, ok, err := f.OsFs.LstatIfPossible(name)
	return realInfo{info}, ok, err
}

func (f realFs) OpenFile(name string, flag int, perm os.FileMode) (afero.File, error) {
	h, err := f.OsFs.OpenFile(name, flag, perm)
	return realFile{h}, err
}

type realFile struct{ afero.File }

func (h realFile) Stat() (os.FileInfo, error) {
	info, err := h.File.Stat()
	return realInfo{info}, err
}

type realInfo struct{ fs.FileInfo }

func (i realInfo) Identity() (volume, inode uint64, links int) {
	s := i.Sys().(*syscall.Stat_t)
	return uint64(s.Dev), s.Ino, int(s.Nlink)
}

func TestJournaledVolumesRecordWhatNTFSRecords(t *testing.T) {
	for _, kind := range []string{"ntfs", "refs"} {
		t.Run(kind, func(t *testing.T) {
			conformance.RunJournal(t, func(*testing.T) (afero.Fs, string, conformance.Journal) {
				v := New()
				v.Reset(Config{Path: "/data", Personality: kind, Stamper: newHost(), Journal: JournalSize{Max: 1 << 20, Delta: 1 << 18}})
				return v.FS(nil), "/data", v.Journal()
			})
		})
	}
}
