package volume

import (
	"io/fs"
	"path"
	"syscall"

	"gapless/model"
)

// AddFile makes a file that exists at the start: generated content, all times mtime
// (the host's present time if it is zero), archive bit set. Parents are made as
// needed; the times of directories do not move.
func (v *Volume) AddFile(p string, size int64, mtime Time, line int) error {
	if err := v.fits(size); err != nil {
		return err
	}
	n := inode{kind: model.File, mode: 0o644, archive: v.kind.Archive, forked: true}
	n.content = v.generate(p, 0, size)
	n.writes = 1
	return v.populate(p, n, mtime, line)
}

// AddDir makes a directory that exists at the start; one that is there already stays.
func (v *Volume) AddDir(p string, line int) error {
	if at, err := v.resolve(p, false); err == nil && at.ino != 0 && v.node(at.ino).kind == model.Dir {
		return nil
	}
	return v.populate(p, inode{kind: model.Dir, mode: 0o755}, Time{}, line)
}

// AddSymlink makes a symlink that exists at the start.
func (v *Volume) AddSymlink(p, target string, line int) error {
	if !v.kind.Symlinks {
		return syscall.EPERM
	}
	return v.populate(p, inode{kind: model.Symlink, mode: fs.ModePerm, target: target}, Time{}, line)
}

// AddLink makes a hard link that exists at the start.
func (v *Volume) AddLink(old, p string, line int) error {
	from, err := v.existing(old, false)
	if err != nil {
		return err
	}
	if v.node(from.ino).kind == model.Dir || !v.kind.HardLinks {
		return syscall.EPERM
	}
	at, err := v.free(p, Time{}, line)
	if err != nil {
		return err
	}
	v.appeared(By{Line: line, path: at.path}, v.attach(at.dir, at.name, from.ino))
	return nil
}

func (v *Volume) populate(p string, n inode, mtime Time, line int) error {
	at, err := v.free(p, mtime, line)
	if err != nil {
		return err
	}
	if mtime.IsZero() {
		v.stampNew(&n)
	} else {
		g := &v.grains
		n.mtime = v.store(mtime, g.write)
		n.ctime, n.created, n.atime = n.mtime, n.mtime, n.mtime
		if !g.uniform {
			n.ctime, n.created, n.atime = v.store(mtime, g.change), v.store(mtime, g.create), v.store(mtime, g.access)
		}
	}
	v.used += n.content.Size()
	v.appeared(By{Line: line, path: at.path}, v.attach(at.dir, at.name, v.newInode(n)))
	return nil
}

// free is the place of a path that names nothing yet, with its parents made.
func (v *Volume) free(p string, mtime Time, line int) (place, error) {
	at, err := v.resolve(p, false)
	if err == syscall.ENOENT {
		parent := path.Dir(path.Clean(p))
		if _, inside := v.within(parent); !inside {
			return at, err
		}
		if err = v.populate(parent, inode{kind: model.Dir, mode: 0o755}, mtime, line); err != nil {
			return at, err
		}
		at, err = v.resolve(p, false)
	}
	if err == nil && at.ino != 0 {
		err = syscall.EEXIST
	}
	if err == nil {
		err = v.proper(at.name)
	}
	return at, err
}
