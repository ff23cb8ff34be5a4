package osdisk

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"time"

	"gapless/engine/port"
	"gapless/model"
	"gapless/model/clock"

	"github.com/spf13/afero"
)

// tree is the directory that a restore writes into, by the paths that files had in
// their source. No operation leaves the directory, whatever paths and symlinks an
// image holds.
//
// When its context ends, no further file is begun, and the one that is being written goes
// away again.
type tree struct {
	ctx    context.Context
	target *os.Root
	source string
	dir    *os.File // in which times were set last
	name   string   // of dir
}

var (
	_ afero.Fs        = (*tree)(nil)
	_ afero.Symlinker = (*tree)(nil)
	_ port.HardLinker = (*tree)(nil)
	_ port.TimeSetter = (*tree)(nil)
)

func openTree(ctx context.Context, target, source string) (*tree, error) {
	root, err := os.OpenRoot(target)
	if err != nil {
		return nil, err
	}
	return &tree{ctx: ctx, target: root, source: source}, nil
}

// Close closes the directory.
func (t *tree) Close() error {
	if t.dir != nil {
		t.dir.Close() // opened for reading only
	}
	return t.target.Close()
}

// at is where a path of the source lies below the target. What is above the source
// is the target itself.
func (t *tree) at(name string) (string, error) {
	switch {
	case name != path.Clean(name) || !path.IsAbs(name):
		return "", &fs.PathError{Op: "restore", Path: name, Err: errOutside}
	case model.Within(t.source, name):
		return ".", nil
	case !model.Within(name, t.source):
		return "", &fs.PathError{Op: "restore", Path: name, Err: errOutside}
	}
	return filepath.FromSlash(strings.TrimPrefix(name[len(strings.TrimSuffix(t.source, "/")):], "/")), nil
}

// with does something with the place of a path.
func with[T any](t *tree, name string, do func(at string) (T, error)) (T, error) {
	at, err := t.at(name)
	if err != nil {
		var none T
		return none, err
	}
	return do(at)
}

func (t *tree) do(name string, do func(at string) error) error {
	at, err := t.at(name)
	if err != nil {
		return err
	}
	return do(at)
}

// Name is what an afero.Fs calls itself.
func (t *tree) Name() string { return "restore to " + t.target.Name() }

// Create makes or empties a file.
func (t *tree) Create(name string) (afero.File, error) {
	return t.OpenFile(name, os.O_RDWR|os.O_CREATE|os.O_TRUNC, 0o666)
}

// Open opens a file for reading.
func (t *tree) Open(name string) (afero.File, error) { return t.OpenFile(name, os.O_RDONLY, 0) }

// OpenFile opens a file.
func (t *tree) OpenFile(name string, flag int, perm os.FileMode) (afero.File, error) {
	return with(t, name, func(at string) (afero.File, error) {
		if err := t.ctx.Err(); err != nil {
			return nil, err
		}
		f, err := t.target.OpenFile(at, flag, perm)
		if err != nil {
			return nil, err // not a nil file in an interface
		}
		return &restored{File: f, tree: t, at: at}, nil
	})
}

// restored is a file that is being restored.
type restored struct {
	*os.File
	tree *tree
	at   string
	cut  bool // the context ended while it was being written
}

// Write writes on, until the context ends.
func (r *restored) Write(p []byte) (int, error) {
	if err := r.tree.ctx.Err(); err != nil {
		r.cut = true
		return 0, err
	}
	return r.File.Write(p)
}

// Close closes the file, and removes it when it is not whole.
func (r *restored) Close() error {
	err := r.File.Close()
	if r.cut {
		return errors.Join(err, r.tree.target.Remove(r.at))
	}
	return err
}

// Mkdir makes a directory.
func (t *tree) Mkdir(name string, perm os.FileMode) error {
	return t.do(name, func(at string) error { return t.target.Mkdir(at, perm) })
}

// MkdirAll makes a directory and those above it.
func (t *tree) MkdirAll(name string, perm os.FileMode) error {
	return t.do(name, func(at string) error { return t.target.MkdirAll(at, perm) })
}

// Remove removes a file or an empty directory.
func (t *tree) Remove(name string) error { return t.do(name, t.target.Remove) }

// RemoveAll removes a tree.
func (t *tree) RemoveAll(name string) error { return t.do(name, t.target.RemoveAll) }

// Rename gives a file another name.
func (t *tree) Rename(oldname, newname string) error {
	return t.do(oldname, func(from string) error {
		return t.do(newname, func(to string) error { return t.target.Rename(from, to) })
	})
}

// Link makes a further name of a file.
func (t *tree) Link(oldname, newname string) error {
	return t.do(oldname, func(from string) error {
		return t.do(newname, func(to string) error { return t.target.Link(from, to) })
	})
}

// SymlinkIfPossible makes a symlink, wherever it leads.
func (t *tree) SymlinkIfPossible(target, name string) error {
	return t.do(name, func(at string) error { return t.target.Symlink(target, at) })
}

// ReadlinkIfPossible reads a symlink.
func (t *tree) ReadlinkIfPossible(name string) (string, error) {
	return with(t, name, t.target.Readlink)
}

// Stat describes what a path leads to.
func (t *tree) Stat(name string) (fs.FileInfo, error) { return with(t, name, t.target.Stat) }

// LstatIfPossible describes what is at a path. Where a symlink or a file stands in
// the way to it, it describes that: nothing is ever restored through a symlink.
func (t *tree) LstatIfPossible(name string) (fs.FileInfo, bool, error) {
	info, err := with(t, name, func(at string) (fs.FileInfo, error) {
		for i, c := range at {
			if c != filepath.Separator {
				continue
			}
			if above, err := t.target.Lstat(at[:i]); err != nil || !above.IsDir() {
				return above, err
			}
		}
		return t.target.Lstat(at)
	})
	return info, true, err
}

// Chmod sets permissions.
func (t *tree) Chmod(name string, mode os.FileMode) error {
	return t.do(name, func(at string) error { return t.target.Chmod(at, mode) })
}

// Chown sets a file's owner.
func (t *tree) Chown(name string, uid, gid int) error {
	return t.do(name, func(at string) error { return t.target.Chown(at, uid, gid) })
}

// Chtimes sets a file's times.
func (t *tree) Chtimes(name string, accessed, modified time.Time) error {
	return t.do(name, func(at string) error { return t.target.Chtimes(at, accessed, modified) })
}

// SetTimes sets a file's times, or a symlink's own.
func (t *tree) SetTimes(name string, accessed, modified clock.Time[clock.Client]) error {
	return t.do(name, func(at string) error {
		dir := filepath.Dir(at)
		if t.dir == nil || t.name != dir {
			d, err := t.target.Open(dir)
			if err != nil {
				return err
			}
			if t.dir != nil {
				t.dir.Close() // opened for reading only
			}
			t.dir, t.name = d, dir
		}
		return setTimesIn(t.dir, filepath.Base(at), accessed, modified)
	})
}
