package restore

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"

	"gapless/engine/image"
	"gapless/engine/port"
	"gapless/model"

	"github.com/spf13/afero"
)

// writer writes entries into a tree.
type writer struct {
	files  afero.Fs
	mount  image.Mount
	reader image.Reader
	made   string          // the directory that was looked at last
	sound  map[string]bool // those that were looked at
	names  map[file]string
	dirs   []*found
}

// file is one file of one image, whatever its names.
type file struct {
	job           int
	volume, inode uint64
}

// restore writes one entry. A parent that is missing is made; where an entry has a file in a
// directory's place, what was below the directory is no more.
func (w *writer) restore(e *found) error {
	if e.unusable || e.covered || e.Kind == model.Absent {
		return nil
	}
	if err := w.parent(path.Dir(e.Path)); err != nil {
		if errors.Is(err, errNotDir) {
			return nil
		}
		return err
	}
	switch e.Kind {
	case model.Dir:
		return w.dir(e)
	case model.Symlink:
		return w.symlink(e)
	}
	return w.file(e)
}

var errNotDir = errors.New("a parent is no directory")

// parent makes a directory and those above it. It looks at each of them: a directory
// of an older image may be a symlink in a newer one, and nothing is ever restored
// through that.
func (w *writer) parent(dir string) error {
	if dir == "/" || dir == "." || dir == w.made || w.sound[dir] {
		w.made = dir
		return nil
	}
	if err := w.parent(path.Dir(dir)); err != nil {
		return err
	}
	info, err := lstat(w.files, dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		err = w.files.Mkdir(dir, 0o755)
	case err == nil && !info.IsDir():
		err = errNotDir
	}
	if err != nil {
		return err
	}
	w.found(dir)
	return nil
}

// found notes that a path is a directory, and no symlink.
func (w *writer) found(dir string) {
	if w.made != "" && w.made != dir {
		if w.sound == nil {
			w.sound = map[string]bool{w.made: true}
		}
		w.sound[dir] = true
	}
	w.made = dir
}

// dir makes a directory; its mode and times come last, when all that is below it is
// there.
func (w *writer) dir(e *found) error {
	err := w.files.Mkdir(e.Path, 0o755)
	if err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	w.found(e.Path)
	w.dirs = append(w.dirs, e)
	return nil
}

// finish gives directories their modes and times, from the deepest up.
func (w *writer) finish() error {
	var errs []error
	for i := len(w.dirs) - 1; i >= 0; i-- {
		e := w.dirs[i]
		if err := errors.Join(w.files.Chmod(e.Path, e.Mode), w.times(e)); err != nil {
			errs = append(errs, fmt.Errorf("%s: %w", e.Path, err))
		}
	}
	return errors.Join(errs...)
}

func (w *writer) symlink(e *found) error {
	l, ok := w.files.(afero.Linker)
	if !ok {
		return fmt.Errorf("symlink: %w", errors.ErrUnsupported)
	}
	if err := l.SymlinkIfPossible(e.Target, e.Path); err != nil {
		return err
	}
	return w.times(e)
}

// file writes a regular file, or makes it a further name of one that was written
// from the same image.
func (w *writer) file(e *found) error {
	id := file{e.job, e.Volume, e.Inode}
	if first, ok := w.names[id]; ok && e.Inode != 0 {
		if l, ok := w.files.(port.HardLinker); ok {
			if err := l.Link(first, e.Path); err != nil {
				return err
			}
			if e.Same != "" {
				return nil
			}
		}
	}
	if err := w.content(e); err != nil {
		return err
	}
	if e.Inode != 0 {
		if w.names == nil {
			w.names = map[file]string{}
		}
		w.names[id] = e.Path
	}
	return w.times(e)
}

func (w *writer) content(e *found) error {
	f, err := w.files.OpenFile(e.Path, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, e.Mode)
	if err != nil {
		return err
	}
	_, err = w.reader.BlocksAt(e.fragment.Extents, e.place, w.mount, blockWriter(f))
	info, statErr := f.Stat()
	if err := errors.Join(err, statErr, f.Close()); err != nil {
		return errors.Join(err, w.files.Remove(e.Path)) // rather nothing than half a file
	}
	if info.Mode().Perm() == e.Mode {
		return nil // the usual case: there was no umask
	}
	return w.files.Chmod(e.Path, e.Mode)
}

func blockWriter(f afero.File) func([]byte) error {
	if b, ok := f.(port.BlockWriter); ok {
		return func(p []byte) error {
			_, err := b.WriteBlock(p)
			return err
		}
	}
	return func(p []byte) error {
		_, err := f.Write(p)
		return err
	}
}

func (w *writer) times(e *found) error {
	if s, ok := w.files.(port.TimeSetter); ok {
		return s.SetTimes(e.Path, e.Modified, e.Modified)
	}
	return nil
}

func lstat(files afero.Fs, p string) (fs.FileInfo, error) {
	if l, ok := files.(afero.Lstater); ok {
		info, _, err := l.LstatIfPossible(p)
		return info, err
	}
	return files.Stat(p)
}
