package osdisk

import (
	"errors"
	"io"
	"io/fs"
	"os"

	"gapless/engine/port"

	"github.com/spf13/afero"
)

// Files is the machine's disk behind afero.Fs. Its zero value is the disk as it is.
// It is not safe for concurrent use: each process has its own.
type Files struct {
	osFs
	check func()                 // stops a process that was killed; nil for none
	quiet bool                   // reading leaves access times as they are, where the system permits that
	open  map[io.Closer]struct{} // what the process has open
	space []byte                 // in which directories are listed
}

// osFs is the part of the disk that afero has.
type osFs struct{ afero.OsFs }

var (
	_ afero.Symlinker = (*Files)(nil)
	_ port.TimeSetter = (*Files)(nil)
	_ port.HardLinker = (*Files)(nil)
	_ port.DirSyncer  = (*Files)(nil)
	_ port.Stamping   = (*Files)(nil)
)

// Name is what an afero.Fs calls itself.
func (*Files) Name() string { return "disk" }

func (f *Files) pass() {
	if f.check != nil {
		f.check()
	}
}

// keep notes what has to be closed when the process ends.
func (f *Files) keep(c io.Closer) {
	if f.open == nil {
		f.open = map[io.Closer]struct{}{}
	}
	f.open[c] = struct{}{}
}

func (f *Files) closeAll() {
	for c := range f.open {
		c.Close()
	}
}

// Create makes or empties a file and opens it for reading and writing.
func (f *Files) Create(name string) (afero.File, error) {
	return f.OpenFile(name, os.O_RDWR|os.O_CREATE|os.O_TRUNC, 0o666)
}

// Open opens a file or a directory for reading.
func (f *Files) Open(name string) (afero.File, error) { return f.OpenFile(name, os.O_RDONLY, 0) }

// OpenFile opens a file.
func (f *Files) OpenFile(name string, flag int, perm os.FileMode) (afero.File, error) {
	f.pass()
	var of *os.File
	err := fs.ErrPermission
	if f.quiet && noAccess != 0 {
		of, err = os.OpenFile(name, flag|noAccess, perm)
	}
	if errors.Is(err, fs.ErrPermission) { // only a file's owner may leave its access time alone
		of, err = os.OpenFile(name, flag, perm)
	}
	if err != nil {
		return nil, err
	}
	out := &file{of, f}
	f.keep(out)
	return out, nil
}

// Stat describes what a path leads to.
func (f *Files) Stat(name string) (fs.FileInfo, error) {
	f.pass()
	info, err := os.Stat(name)
	return stamped(info), err
}

// LstatIfPossible is Stat without following a symlink at the end.
func (f *Files) LstatIfPossible(name string) (fs.FileInfo, bool, error) {
	f.pass()
	info, err := os.Lstat(name)
	return stamped(info), true, err
}

// Link makes a further name of a file.
func (f *Files) Link(oldname, newname string) error {
	f.pass()
	return os.Link(oldname, newname)
}

// SyncDir makes a directory's entries survive a crash.
func (f *Files) SyncDir(name string) error {
	f.pass()
	return syncDir(name)
}

func syncDir(name string) error {
	d, err := os.Open(name)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

// file is an open file.
type file struct {
	*os.File
	files *Files
}

// Close closes the file.
func (f *file) Close() error {
	delete(f.files.open, f)
	return f.File.Close()
}

// Read is a port call, like all that may take long.
func (f *file) Read(b []byte) (int, error) {
	f.files.pass()
	return f.File.Read(b)
}

// Write is a port call.
func (f *file) Write(b []byte) (int, error) {
	f.files.pass()
	return f.File.Write(b)
}

// Sync is a port call.
func (f *file) Sync() error {
	f.files.pass()
	return f.File.Sync()
}

// Stat describes the file.
func (f *file) Stat() (fs.FileInfo, error) {
	info, err := f.File.Stat()
	return stamped(info), err
}

// Readdir lists the directory with its entries' stats.
func (f *file) Readdir(count int) ([]fs.FileInfo, error) {
	list, err := f.File.Readdir(count)
	for i := range list {
		list[i] = stamped(list[i])
	}
	return list, err
}
