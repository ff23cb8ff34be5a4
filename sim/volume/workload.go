package volume

import (
	"io/fs"
	"syscall"

	"gapless/model"
)

// What people and programs do to files. These operations pass no gate, take no time
// and survive a crash at once; line is the script's line, for the truth. Paths are
// followed as programs follow them. Errors are errnos.

// SameSize makes WriteNew keep a file's length.
const SameSize = -1

// WriteNew gives an existing file new content. It differs from what the file held,
// unless both are empty, and depends on the path and on how often the file was
// written, on nothing else that happens in the run.
func (v *Volume) WriteNew(path string, size int64, line int) error {
	return v.writeNew(By{Line: line}, path, size)
}

// WriteKeeping is WriteNew by a program that froze the modification time on its handle.
// Fact 60: the change time moves and the archive bit is set all the same.
func (v *Volume) WriteKeeping(path string, size int64, line int) error {
	return v.writeNew(By{Line: line, keepTime: true}, path, size)
}

func (v *Volume) writeNew(by By, path string, size int64) error {
	at, err := v.file(path)
	if err != nil {
		return err
	}
	if size == SameSize {
		size = v.node(at.ino).content.Size()
	}
	by.path = at.path
	return v.replace(by, at.ino, v.fresh(at, size))
}

// AppendNew adds new content to the end of a file.
func (v *Volume) AppendNew(path string, size int64, line int) error {
	at, err := v.file(path)
	if err != nil || size == 0 {
		return err
	}
	old := v.node(at.ino).content
	if err := v.fits(size); err != nil {
		return err
	}
	by, more := By{Line: line, path: at.path}, v.fresh(at, size)
	v.extending(by, at.ino, true)
	n := v.own(at.ino)
	n.content, n.forked = old.Join(more), true
	v.used += size
	v.written(by, at.ino, extending)
	return nil
}

// CreateNew makes a file with new content.
func (v *Volume) CreateNew(path string, size int64, line int) error {
	at, err := v.resolve(path, true)
	if err == nil && at.ino == 0 && at.slash {
		err = syscall.EISDIR
	}
	if err == nil {
		err = v.vacant(at.dir, at.name)
	}
	if err == nil {
		err = v.fits(size)
	}
	if err != nil {
		return err
	}
	n := inode{kind: model.File, mode: 0o644, archive: v.kind.Archive, writes: 1, forked: true}
	n.content = v.generate(v.spelled(at), 0, size)
	v.stampNew(&n)
	v.put(By{Line: line, path: at.path}, at.dir, at.name, n)
	return nil
}

// Copy makes a new file with the content, permissions and modification time of
// another. Fact 62. A file that was there is replaced.
func (v *Volume) Copy(from, to string, line int) error {
	src, err := v.file(from)
	if err != nil {
		return err
	}
	at, err := v.resolve(to, true)
	if err != nil {
		return err
	}
	was := v.node(src.ino)
	n := inode{kind: model.File, mode: was.mode, archive: v.kind.Archive, content: was.content, forked: true}
	v.stampNew(&n)
	n.mtime = was.mtime
	if at.ino == src.ino {
		return syscall.EINVAL
	}
	return v.receive(By{Line: line, path: at.path, copied: true}, at, n)
}

// receive gives a place to a new file. A file that was there is replaced, so that the
// path is never absent.
func (v *Volume) receive(by By, at place, n inode) (err error) {
	growth := n.content.Size()
	switch {
	case at.ino == 0 && at.slash:
		return syscall.EISDIR
	case at.ino == 0:
		err = v.vacant(at.dir, at.name)
	case v.node(at.ino).kind == model.Dir:
		return syscall.EISDIR
	case v.node(at.ino).links == 1:
		growth -= v.node(at.ino).content.Size()
	}
	if err == nil {
		err = v.fits(growth)
	}
	if err != nil {
		return err
	}
	if at.ino != 0 {
		over := *v.entries.at(at.entry)
		at.name = over.name
		v.leave(at.entry)
		v.logRemoved(&over)
		v.release(at.ino)
	}
	v.put(by, at.dir, at.name, n)
	return nil
}

// Delete removes a file or a symlink.
func (v *Volume) Delete(path string, line int) error {
	at, err := v.existing(path, false)
	if err != nil {
		return err
	}
	return v.Unlink(By{Line: line, path: at.path}, at.dir, at.name)
}

// Move renames, as Rename does.
func (v *Volume) Move(from, to string, line int) error {
	return v.movePath(By{Line: line}, from, to)
}

func (v *Volume) movePath(by By, from, to string) error {
	src, err := v.existing(from, false)
	if err != nil {
		return err
	}
	dst, err := v.resolve(to, false)
	switch {
	case err != nil:
		return err
	case src.name == "" || dst.name == "":
		return syscall.EBUSY
	case dst.slash && v.node(src.ino).kind != model.Dir:
		return syscall.ENOTDIR
	}
	return v.Rename(by, src.dir, src.name, dst.dir, dst.name)
}

// Touch sets the modification time of what a path leads to.
func (v *Volume) Touch(path string, mtime Time, line int) error {
	at, err := v.existing(path, true)
	if err != nil {
		return err
	}
	return v.SetTimes(By{Line: line, path: at.path}, at.ino, Time{}, mtime)
}

// SetMode sets the permissions of what a path leads to.
func (v *Volume) SetMode(path string, mode fs.FileMode, line int) error {
	at, err := v.existing(path, true)
	if err != nil {
		return err
	}
	return v.Chmod(By{Line: line, path: at.path}, at.ino, mode)
}

// SetBit sets or clears a file's archive bit. It is no part of the truth.
func (v *Volume) SetBit(path string, on bool, line int) error {
	at, err := v.existing(path, true)
	if err != nil {
		return err
	}
	return v.SetArchive(By{Line: line}, at.ino, on)
}

// Resize changes a file's length.
func (v *Volume) Resize(path string, size int64, line int) error {
	at, err := v.file(path)
	if err != nil {
		return err
	}
	return v.Truncate(By{Line: line, path: at.path}, at.ino, size)
}

// MakeDir makes a directory.
func (v *Volume) MakeDir(path string, line int) error {
	at, err := v.resolve(path, false)
	if err == nil {
		_, err = v.Mkdir(By{Line: line, path: at.path}, at.dir, at.name, 0o755)
	}
	return err
}

// RemoveDir removes an empty directory.
func (v *Volume) RemoveDir(path string, line int) error {
	at, err := v.existing(path, false)
	switch {
	case err != nil:
		return err
	case at.name == "":
		return syscall.EBUSY
	}
	return v.Rmdir(By{Line: line, path: at.path}, at.dir, at.name)
}

// MakeLink makes a hard link.
func (v *Volume) MakeLink(old, path string, line int) error {
	return v.linkPath(By{Line: line}, old, path)
}

func (v *Volume) linkPath(by By, old, path string) error {
	src, err := v.existing(old, false)
	if err != nil {
		return err
	}
	at, err := v.resolve(path, false)
	if err != nil {
		return err
	}
	by.path = at.path
	return v.Link(by, src.ino, at.dir, at.name)
}

// MakeSymlink makes a symlink.
func (v *Volume) MakeSymlink(path, target string, line int) error {
	return v.symlinkPath(By{Line: line}, path, target)
}

func (v *Volume) symlinkPath(by By, path, target string) error {
	at, err := v.resolve(path, false)
	if err != nil {
		return err
	}
	by.path = at.path
	_, err = v.Symlink(by, at.dir, at.name, target)
	return err
}

// file resolves a path that must lead to a file.
func (v *Volume) file(path string) (place, error) {
	at, err := v.existing(path, true)
	if err == nil && v.node(at.ino).kind == model.Dir {
		err = syscall.EISDIR
	}
	return at, err
}
