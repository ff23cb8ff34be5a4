package volume

import (
	"io/fs"
	"os"
	"path"
	"syscall"
	"time"

	"gapless/model"
	"gapless/model/clock"
	"gapless/sim/op"

	"github.com/spf13/afero"
)

// FS is the volume as an engine sees it: an afero.Fs, each of whose operations passes
// a gate, takes the volume's latency, and fails as the os package fails. What it
// changes is lost in a crash until it is synced. It also lists a directory with its
// stats, makes hard links, sets times without raw numbers, sets archive bits and
// syncs directories.
type FS struct {
	v      *Volume
	gate   op.Gate
	beside bool // faults are not met
}

var (
	_ afero.Fs        = (*FS)(nil)
	_ afero.Symlinker = (*FS)(nil)
)

// FS gives the volume to the processes that pass this gate; nil is op.Free.
func (v *Volume) FS(gate op.Gate) *FS {
	if gate == nil {
		gate = op.Free{}
	}
	return &FS{v: v, gate: gate}
}

// Beside gives the volume to somebody who stands outside of the world: operations take no
// time, and the faults of its paths are neither met nor used up.
func (v *Volume) Beside() *FS { return &FS{v: v, gate: op.Free{}, beside: true} }

// failRead is the fault that the next read of a path meets through this face; nil for none.
func (f *FS) failRead(rest string) error {
	if f.beside {
		return nil
	}
	return f.v.failRead(rest)
}

// Name is what an afero.Fs calls itself.
func (f *FS) Name() string { return "volume " + f.v.Path() }

// Volume is what the face belongs to.
func (f *FS) Volume() *Volume { return f.v }

// by is the author of what a face changes.
func (f *FS) by() By { return By{Line: FaceLine, Volatile: !f.v.cfg.Synced} }

// changing are the operations that a frozen volume refuses.
var changing = [...]bool{
	op.Write: true, op.Create: true, op.Remove: true, op.Rename: true, op.Link: true, op.Symlink: true,
	op.Mkdir: true, op.Truncate: true, op.SetTimes: true, op.SetMode: true, op.ClearBit: true, op.SetBit: true,
	op.Start: false,
}

// enter lets an operation that moves n bytes happen.
func (f *FS) enter(kind op.Kind, name string, n int64) error {
	if err := f.gate.Pass(kind, name); err != nil {
		return err
	}
	if f.v.frozen && changing[kind] {
		return syscall.EROFS
	}
	f.spend(n)
	return nil
}

func (f *FS) spend(n int64) {
	d := f.v.cfg.Latency
	if r := f.v.cfg.Rate; r > 0 && n > 0 {
		d += time.Duration(n/r)*time.Second + time.Duration(n%r)*time.Second/time.Duration(r)
	}
	if d > 0 {
		f.gate.Spend(d)
	}
}

func failed(what, name string, err error) error {
	return &fs.PathError{Op: what, Path: name, Err: err}
}

// existing is an operation on what a path leads to.
func (f *FS) existing(kind op.Kind, what, name string, follow bool) (place, error) {
	err := f.enter(kind, name, 0)
	var at place
	if err == nil {
		at, err = f.v.existing(name, follow)
	}
	if err != nil {
		return at, failed(what, name, err)
	}
	return at, nil
}

// Stat describes what a path leads to.
func (f *FS) Stat(name string) (os.FileInfo, error) {
	at, err := f.existing(op.Examine, "stat", name, true)
	if err != nil {
		return nil, err
	}
	return f.v.info(path.Base(name), at.ino), nil
}

// LstatIfPossible is Stat without following a symlink at the end.
func (f *FS) LstatIfPossible(name string) (os.FileInfo, bool, error) {
	at, err := f.existing(op.Examine, "lstat", name, false)
	if err != nil {
		return nil, true, err
	}
	return f.v.info(path.Base(name), at.ino), true, nil
}

// ListStats lists a directory with its entries' stats, not following symlinks, in
// byte order of their names.
func (f *FS) ListStats(dir string) ([]fs.FileInfo, error) {
	at, err := f.existing(op.List, "open", dir, true)
	if err != nil {
		return nil, err
	}
	if f.v.node(at.ino).kind != model.Dir {
		return nil, failed("readdirent", dir, syscall.ENOTDIR)
	}
	return f.v.infos(at.ino), nil
}

// Create makes or empties a file and opens it for reading and writing.
func (f *FS) Create(name string) (afero.File, error) {
	return f.OpenFile(name, os.O_RDWR|os.O_CREATE|os.O_TRUNC, 0o666)
}

// Open opens a file or a directory for reading.
func (f *FS) Open(name string) (afero.File, error) { return f.OpenFile(name, os.O_RDONLY, 0) }

// OpenQuietly opens a file for reading it without an access, as backup programs can.
func (f *FS) OpenQuietly(name string) (afero.File, error) {
	h, err := f.Open(name)
	if h, ok := h.(*File); ok && err == nil {
		h.accessed = true
	}
	return h, err
}

const writeFlags = os.O_WRONLY | os.O_RDWR

// OpenFile opens a file. With O_CREATE it is one operation of the kind create,
// whether or not the file was there.
func (f *FS) OpenFile(name string, flag int, perm os.FileMode) (afero.File, error) {
	kind := op.Open
	if flag&os.O_CREATE != 0 {
		kind = op.Create
	}
	err := f.enter(kind, name, 0)
	var h *File
	if err == nil {
		h, err = f.open(name, flag, perm)
	}
	if err != nil {
		return nil, failed("open", name, err)
	}
	return h, nil
}

func (f *FS) open(name string, flag int, perm os.FileMode) (*File, error) {
	v, exclusive := f.v, flag&(os.O_CREATE|os.O_EXCL) == os.O_CREATE|os.O_EXCL
	at, err := v.resolve(name, !exclusive)
	if err != nil {
		return nil, err
	}
	by, isNew := f.by(), at.ino == 0
	by.opening = true
	switch {
	case isNew && flag&os.O_CREATE == 0:
		return nil, syscall.ENOENT
	case isNew && at.slash:
		return nil, syscall.EISDIR
	case isNew:
		by.path = at.path
		if at.ino, err = v.Create(by, at.dir, at.name, perm); err != nil {
			return nil, err
		}
	case exclusive:
		return nil, syscall.EEXIST
	case v.node(at.ino).kind == model.Dir && flag&(writeFlags|os.O_CREATE|os.O_TRUNC) != 0:
		return nil, syscall.EISDIR
	}
	if v.frozen && flag&(writeFlags|os.O_TRUNC) != 0 {
		return nil, syscall.EROFS
	}
	h := one(&v.room.files)
	*h = File{fs: f, ino: at.ino, name: name, flag: flag, generation: v.generation}
	if at.name == "" || isNew {
		h.rel, _ = v.within(name)
	} else {
		h.rel, _ = v.within(v.spelled(at))
	}
	if flag&os.O_TRUNC != 0 && !isNew {
		if err := v.Truncate(by, at.ino, 0); err != nil {
			return nil, err
		}
	}
	v.opened(at.ino)
	return h, nil
}

// Chmod sets permissions.
func (f *FS) Chmod(name string, mode os.FileMode) error {
	at, err := f.existing(op.SetMode, "chmod", name, true)
	if err == nil {
		err = f.v.Chmod(f.by(), at.ino, mode)
	}
	return err
}

// Chown checks that the file is there and moves its change time; nobody owns files.
func (f *FS) Chown(name string, _, _ int) error {
	at, err := f.existing(op.SetMode, "chown", name, true)
	if err == nil {
		f.v.touched(f.by(), at.ino)
		f.v.stampChange(f.v.own(at.ino))
		f.v.logged(f.by(), at.ino, model.Security)
	}
	return err
}

// Chtimes sets times from raw numbers, for clients that have no others; a zero time
// is left as it is. It assumes that the host's clock is past 1970.
func (f *FS) Chtimes(name string, atime, mtime time.Time) error {
	at, err := f.existing(op.SetTimes, "chtimes", name, true)
	if err == nil {
		err = f.v.SetTimes(f.by(), at.ino, f.v.reading(atime), f.v.reading(mtime))
	}
	return err
}

// reading is a raw time on the host's clock.
func (v *Volume) reading(t time.Time) Time {
	if t.IsZero() || v.cfg.Stamper == nil {
		return Time{}
	}
	return epoch(v.cfg.Stamper.Now()).Add(clock.Of(time.Duration(t.UnixNano())))
}

// SetTimes sets times as far as the file system can store them, not following a
// symlink. A zero time is left as it is.
func (f *FS) SetTimes(name string, accessed, modified Time) error {
	at, err := f.existing(op.SetTimes, "chtimes", name, false)
	if err == nil {
		err = f.v.SetTimes(f.by(), at.ino, accessed, modified)
	}
	return err
}

// SetArchive sets or clears an archive bit; ENOTSUP where there is none.
func (f *FS) SetArchive(name string, on bool) error {
	kind := op.ClearBit
	if on {
		kind = op.SetBit
	}
	at, err := f.existing(kind, "setattr", name, true)
	if err != nil {
		return err
	}
	if err := f.v.SetArchive(f.by(), at.ino, on); err != nil {
		return failed("setattr", name, err)
	}
	return nil
}

// SyncDir makes the names in a directory durable.
func (f *FS) SyncDir(name string) error {
	at, err := f.existing(op.Sync, "sync", name, true)
	if err != nil {
		return err
	}
	if f.v.node(at.ino).kind != model.Dir {
		return failed("sync", name, syscall.ENOTDIR)
	}
	f.v.SyncDir(at.ino)
	return nil
}
