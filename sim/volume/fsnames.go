package volume

import (
	"errors"
	"io/fs"
	"os"
	"path"
	"syscall"

	"gapless/model"
	"gapless/sim/op"
)

// Mkdir makes a directory.
func (f *FS) Mkdir(name string, perm os.FileMode) error {
	err := f.enter(op.Mkdir, name, 0)
	var at place
	if err == nil {
		at, err = f.v.resolve(name, false)
	}
	if err == nil {
		by := f.by()
		by.path = at.path
		_, err = f.v.Mkdir(by, at.dir, at.name, perm)
	}
	if err != nil {
		return failed("mkdir", name, err)
	}
	return nil
}

// MkdirAll makes a directory and what is missing above it; each is one operation.
func (f *FS) MkdirAll(name string, perm os.FileMode) error {
	at, err := f.v.resolve(name, true)
	if err == nil && at.ino != 0 {
		if f.v.node(at.ino).kind != model.Dir {
			return failed("mkdir", name, syscall.ENOTDIR)
		}
		return nil
	}
	parent := path.Dir(path.Clean(name))
	if _, inside := f.v.within(parent); inside {
		if err := f.MkdirAll(parent, perm); err != nil {
			return err
		}
	}
	return f.Mkdir(name, perm)
}

// Remove removes a file, a symlink or an empty directory.
func (f *FS) Remove(name string) error {
	at, err := f.existing(op.Remove, "remove", name, false)
	if err != nil {
		return err
	}
	by := f.by()
	by.path = at.path
	switch {
	case at.name == "":
		err = syscall.EBUSY
	case f.v.node(at.ino).kind == model.Dir:
		err = f.v.Rmdir(by, at.dir, at.name)
	default:
		err = f.v.Unlink(by, at.dir, at.name)
	}
	if err != nil {
		return failed("remove", name, err)
	}
	return nil
}

// RemoveAll removes a path and all below it; each name is one operation, and each
// directory is listed. A path that is not there is no error.
func (f *FS) RemoveAll(name string) error {
	err := f.Remove(name)
	switch {
	case err == nil || errors.Is(err, fs.ErrNotExist):
		return nil
	case !errors.Is(err, syscall.ENOTEMPTY):
		return err
	}
	list, err := f.ListStats(name)
	if err != nil {
		return err
	}
	for _, it := range list {
		if err := f.RemoveAll(path.Join(name, it.Name())); err != nil {
			return err
		}
	}
	if err := f.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// between is an operation on two paths; a path of another volume is EXDEV.
func (f *FS) between(kind op.Kind, what, from, to string, act func() error) error {
	err := f.enter(kind, from, 0)
	if err == nil {
		_, here := f.v.within(from)
		_, there := f.v.within(to)
		if here != there {
			err = syscall.EXDEV
		} else {
			err = act()
		}
	}
	if err != nil {
		return &os.LinkError{Op: what, Old: from, New: to, Err: err}
	}
	return nil
}

// Rename renames as os.Rename does, which refuses to replace a directory. Its
// operation is that of the old path.
func (f *FS) Rename(from, to string) error {
	return f.between(op.Rename, "rename", from, to, func() error {
		v := f.v
		if dst, err := v.resolve(to, false); err == nil && dst.ino != 0 && v.node(dst.ino).kind == model.Dir {
			src, err := v.existing(from, false)
			switch {
			case err != nil:
				return err
			case src.ino != dst.ino || from == to:
				return syscall.EEXIST
			}
		}
		return v.movePath(f.by(), from, to)
	})
}

// Link makes a hard link.
func (f *FS) Link(from, to string) error {
	return f.between(op.Link, "link", from, to, func() error { return f.v.linkPath(f.by(), from, to) })
}

// SymlinkIfPossible makes a symlink called name; its operation is that of name.
func (f *FS) SymlinkIfPossible(target, name string) error {
	err := f.enter(op.Symlink, name, 0)
	if err == nil {
		err = f.v.symlinkPath(f.by(), name, target)
	}
	if err != nil {
		return &os.LinkError{Op: "symlink", Old: target, New: name, Err: err}
	}
	return nil
}

// ReadlinkIfPossible is the target of a symlink.
func (f *FS) ReadlinkIfPossible(name string) (string, error) {
	at, err := f.existing(op.Readlink, "readlink", name, false)
	if err != nil {
		return "", err
	}
	if f.v.node(at.ino).kind != model.Symlink {
		return "", failed("readlink", name, syscall.EINVAL)
	}
	return f.v.node(at.ino).target, nil
}
