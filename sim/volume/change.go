package volume

import (
	"io/fs"
	"syscall"

	"gapless/model"
)

// By says who changes a volume.
type By struct {
	Line int // the script's line, or FaceLine
	// Volatile changes are lost in a crash until they are synced. The workload's are
	// not volatile: a program that does not sync its files loses them on any backup.
	Volatile bool

	keepTime bool   // the modification time stays
	copied   bool   // the new file gets its times from another
	opening  bool   // the change opens the file, so a handle stays behind
	path     string // the name through which the change is made, as the volume spells it, where known
}

// Create makes an empty file in a directory.
func (v *Volume) Create(by By, dir Ino, name string, mode fs.FileMode) (Ino, error) {
	return v.add(by, dir, name, inode{kind: model.File, mode: mode & permissions, archive: v.kind.Archive})
}

// Mkdir makes an empty directory in a directory.
func (v *Volume) Mkdir(by By, dir Ino, name string, mode fs.FileMode) (Ino, error) {
	return v.add(by, dir, name, inode{kind: model.Dir, mode: mode & permissions})
}

// Symlink makes a symlink in a directory; its target need not exist.
func (v *Volume) Symlink(by By, dir Ino, name, target string) (Ino, error) {
	switch {
	case !v.kind.Symlinks:
		return 0, syscall.EPERM
	case target == "":
		return 0, syscall.ENOENT
	}
	return v.add(by, dir, name, inode{kind: model.Symlink, target: target, mode: fs.ModePerm, archive: v.kind.Archive})
}

// add makes an inode with its first name.
func (v *Volume) add(by By, dir Ino, name string, n inode) (Ino, error) {
	if err := v.vacant(dir, name); err != nil {
		return 0, err
	}
	v.stampNew(&n)
	return v.put(by, dir, name, n), nil
}

// put makes an inode whose name is free.
func (v *Volume) put(by By, dir Ino, name string, n inode) Ino {
	i := v.newInode(n)
	v.used += n.content.Size()
	e := v.enter(dir, name, i)
	v.noted(by, undo{dir: dir, name: name, ino: i, added: true})
	v.appeared(by, e)
	if v.journal != nil {
		v.logNew(by, i, e)
	}
	return i
}

// vacant reports why a directory cannot take a new name.
func (v *Volume) vacant(dir Ino, name string) error {
	switch d := v.node(dir); {
	case d.kind != model.Dir:
		return syscall.ENOTDIR
	case name == "" || v.find(dir, name) != 0:
		return syscall.EEXIST
	case d.links == 0:
		return syscall.ENOENT
	}
	return v.proper(name)
}

// enter is attach as people and programs see it: it moves the directory's times, and
// the file gets back the creation time that its name had.
func (v *Volume) enter(dir Ino, name string, i Ino) uint32 {
	e := v.attach(dir, name, i)
	v.stampWrite(v.own(dir))
	v.inherit(dir, name, i)
	return e
}

// leave is detach as people and programs see it.
func (v *Volume) leave(e uint32) {
	it := *v.entries.at(e)
	v.remember(it)
	v.detach(e)
	v.stampWrite(v.own(it.dir))
	v.stampChange(v.own(it.ino))
}

// release gives back the bytes of an inode without a name and without a handle.
func (v *Volume) release(i Ino) {
	if n := v.node(i); n.links == 0 && !v.isOpen(n) {
		v.used -= n.content.Size()
	}
}

// Link gives a file or a symlink one more name.
func (v *Volume) Link(by By, i Ino, dir Ino, name string) error {
	switch {
	case v.node(i).kind == model.Dir || !v.kind.HardLinks:
		return syscall.EPERM
	case v.node(i).links == 0:
		return syscall.ENOENT
	}
	if err := v.vacant(dir, name); err != nil {
		return err
	}
	e := v.enter(dir, name, i)
	v.touched(by, i)
	v.stampChange(v.own(i))
	v.noted(by, undo{dir: dir, name: name, ino: i, added: true})
	v.appeared(by, e)
	if v.journal != nil {
		v.logEntry(by, e, model.HardLink)
	}
	return nil
}

// Unlink takes the name of a file or a symlink away.
func (v *Volume) Unlink(by By, dir Ino, name string) error {
	e := v.find(dir, name)
	switch {
	case e == 0:
		return syscall.ENOENT
	case v.node(v.entries.at(e).ino).kind == model.Dir:
		return syscall.EISDIR
	}
	v.drop(by, e)
	return nil
}

// Rmdir removes an empty directory.
func (v *Volume) Rmdir(by By, dir Ino, name string) error {
	e := v.find(dir, name)
	if e == 0 {
		return syscall.ENOENT
	}
	switch n := v.node(v.entries.at(e).ino); {
	case n.kind != model.Dir:
		return syscall.ENOTDIR
	case n.first != 0:
		return syscall.ENOTEMPTY
	}
	v.drop(by, e)
	return nil
}

func (v *Volume) drop(by By, e uint32) {
	it := *v.entries.at(e)
	if by.path == "" && v.cfg.Witness != nil {
		by.path = v.pathOf(e)
	}
	v.leave(e)
	v.logRemoved(&it)
	v.release(it.ino)
	v.noted(by, undo{dir: it.dir, name: it.name, ino: it.ino})
	v.vanished(by)
}

// Rename gives a name to another place. What was there is replaced, as POSIX says: a
// file by a file, an empty directory by a directory. Renaming one name of a file to
// another of its names does nothing.
func (v *Volume) Rename(by By, dir Ino, name string, toDir Ino, toName string) error {
	e := v.find(dir, name)
	if e == 0 {
		return syscall.ENOENT
	}
	i, target := v.entries.at(e).ino, v.find(toDir, toName)
	if target == e {
		if v.entries.at(e).name == toName {
			return nil
		}
		target = 0 // only the case of its letters changes
	}
	if err := v.replaceable(i, target, toDir, toName); err != nil {
		return err
	}
	u := undo{dir: dir, name: v.entries.at(e).name, ino: i, toDir: toDir, toName: toName}
	if target != 0 {
		if u.over = v.entries.at(target).ino; u.over == i {
			return nil
		}
	}
	var old string
	if v.cfg.Witness != nil {
		old = v.pathOf(e)
	}
	if target != 0 {
		over := *v.entries.at(target)
		u.toName = over.name
		v.leave(target)
		v.logRemoved(&over)
		v.release(u.over)
	}
	if v.journal != nil {
		v.logRenaming(e)
	}
	v.leave(e)
	to := v.enter(toDir, u.toName, i)
	if v.journal != nil {
		v.logEntry(by, to, model.RenameNew)
	}
	v.mark(v.own(i))
	v.touched(by, i)
	v.noted(by, u)
	v.moved(by, to, old)
	return nil
}

// replaceable reports why inode i cannot take the place of an entry (0 for a free
// name) in a directory.
func (v *Volume) replaceable(i Ino, target uint32, toDir Ino, toName string) error {
	d := v.node(toDir)
	isDir := v.node(i).kind == model.Dir
	if isDir {
		for at := toDir; at != 0; at = v.parent(at) {
			if at == i {
				return syscall.EINVAL
			}
		}
	}
	switch {
	case d.kind != model.Dir:
		return syscall.ENOTDIR
	case d.links == 0:
		return syscall.ENOENT
	case toName == "":
		return syscall.EBUSY
	case target == 0:
		return v.proper(toName)
	}
	switch over := v.node(v.entries.at(target).ino); {
	case isDir && over.kind != model.Dir:
		return syscall.ENOTDIR
	case !isDir && over.kind == model.Dir:
		return syscall.EISDIR
	case isDir && over.first != 0 && v.entries.at(target).ino != i:
		return syscall.ENOTEMPTY
	}
	return nil
}
