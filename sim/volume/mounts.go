package volume

import (
	"os"
	"syscall"
	"time"

	"gapless/model"
	"gapless/model/clock"

	"github.com/spf13/afero"
)

// Mounts is the file tree of a host that has several volumes. Each path belongs to
// the volume with the longest mount point above it; there is nothing outside of them.
type Mounts struct{ faces []*FS }

var (
	_ afero.Fs        = (*Mounts)(nil)
	_ afero.Symlinker = (*Mounts)(nil)
)

// NewMounts joins faces into one tree.
func NewMounts(faces ...*FS) *Mounts { return &Mounts{faces} }

// Name is what an afero.Fs calls itself.
func (m *Mounts) Name() string { return "mounts" }

// at is the face that a path belongs to.
func (m *Mounts) at(op, name string) (best *FS, err error) {
	for _, f := range m.faces {
		if model.Within(name, f.v.Path()) && (best == nil || len(f.v.Path()) > len(best.v.Path())) {
			best = f
		}
	}
	if best == nil {
		return nil, failed(op, name, syscall.ENOENT)
	}
	return best, nil
}

// one does an operation on the volume of one path.
func (m *Mounts) one(op, name string, do func(*FS) error) error {
	f, err := m.at(op, name)
	if err != nil {
		return err
	}
	return do(f)
}

// both does an operation on two paths, which must be on one volume.
func (m *Mounts) both(op, a, b string, do func(*FS) error) error {
	f, err := m.at(op, a)
	if err != nil {
		return err
	}
	g, err := m.at(op, b)
	if err != nil {
		return err
	}
	if f != g {
		return &os.LinkError{Op: op, Old: a, New: b, Err: syscall.EXDEV}
	}
	return do(f)
}

func (m *Mounts) Create(name string) (afero.File, error) {
	return m.OpenFile(name, os.O_RDWR|os.O_CREATE|os.O_TRUNC, 0o666)
}

func (m *Mounts) Open(name string) (afero.File, error) { return m.OpenFile(name, os.O_RDONLY, 0) }

// OpenQuietly is FS.OpenQuietly of the volume that the file is on.
func (m *Mounts) OpenQuietly(name string) (afero.File, error) {
	f, err := m.at("open", name)
	if err != nil {
		return nil, err
	}
	return f.OpenQuietly(name)
}

func (m *Mounts) OpenFile(name string, flag int, perm os.FileMode) (afero.File, error) {
	f, err := m.at("open", name)
	if err != nil {
		return nil, err
	}
	return f.OpenFile(name, flag, perm)
}

func (m *Mounts) Mkdir(name string, perm os.FileMode) error {
	return m.one("mkdir", name, func(f *FS) error { return f.Mkdir(name, perm) })
}

func (m *Mounts) MkdirAll(name string, perm os.FileMode) error {
	return m.one("mkdir", name, func(f *FS) error { return f.MkdirAll(name, perm) })
}

func (m *Mounts) Remove(name string) error {
	return m.one("remove", name, func(f *FS) error { return f.Remove(name) })
}

func (m *Mounts) RemoveAll(name string) error {
	return m.one("removeall", name, func(f *FS) error { return f.RemoveAll(name) })
}

func (m *Mounts) Rename(a, b string) error {
	return m.both("rename", a, b, func(f *FS) error { return f.Rename(a, b) })
}

func (m *Mounts) Chmod(name string, mode os.FileMode) error {
	return m.one("chmod", name, func(f *FS) error { return f.Chmod(name, mode) })
}

func (m *Mounts) Chown(name string, uid, gid int) error {
	return m.one("chown", name, func(f *FS) error { return f.Chown(name, uid, gid) })
}

func (m *Mounts) Chtimes(name string, atime, mtime time.Time) error {
	return m.one("chtimes", name, func(f *FS) error { return f.Chtimes(name, atime, mtime) })
}

func (m *Mounts) Stat(name string) (os.FileInfo, error) {
	f, err := m.at("stat", name)
	if err != nil {
		return nil, err
	}
	return f.Stat(name)
}

// LstatIfPossible is Stat without following a symlink at the end.
func (m *Mounts) LstatIfPossible(name string) (os.FileInfo, bool, error) {
	f, err := m.at("lstat", name)
	if err != nil {
		return nil, true, err
	}
	return f.LstatIfPossible(name)
}

// SymlinkIfPossible makes a symlink.
func (m *Mounts) SymlinkIfPossible(target, name string) error {
	return m.one("symlink", name, func(f *FS) error { return f.SymlinkIfPossible(target, name) })
}

// ReadlinkIfPossible reads a symlink.
func (m *Mounts) ReadlinkIfPossible(name string) (string, error) {
	f, err := m.at("readlink", name)
	if err != nil {
		return "", err
	}
	return f.ReadlinkIfPossible(name)
}

// Link makes a hard link.
func (m *Mounts) Link(a, b string) error {
	return m.both("link", a, b, func(f *FS) error { return f.Link(a, b) })
}

// SetTimes sets times; zero ones stay.
func (m *Mounts) SetTimes(name string, accessed, modified Time) error {
	return m.one("chtimes", name, func(f *FS) error { return f.SetTimes(name, accessed, modified) })
}

// SetArchive sets or clears an archive bit.
func (m *Mounts) SetArchive(name string, on bool) error {
	return m.one("set archive bit", name, func(f *FS) error { return f.SetArchive(name, on) })
}

// SyncDir makes a directory's names survive a crash.
func (m *Mounts) SyncDir(name string) error {
	return m.one("sync", name, func(f *FS) error { return f.SyncDir(name) })
}

// ChangeGrain is what the stamps of a volume are worth.
func (m *Mounts) ChangeGrain(root string) (grain clock.Duration, ok bool) {
	f, err := m.at("stat", root)
	if err != nil {
		return clock.Duration{}, false
	}
	return f.ChangeGrain(root)
}
