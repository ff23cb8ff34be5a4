package volume

import (
	"strings"
	"syscall"

	"gapless/model"
)

// maxHops is how many symlinks a path may lead through, as on Linux.
const maxHops = 40

// place is where a path leads: to an inode, or to a name that is free in dir.
type place struct {
	dir   Ino
	name  string // "" for the root, and for paths that end in a dot
	entry uint32 // 0 when the name is free, and for the root
	ino   Ino    // 0 when the name is free
	path  string // the path, where it is spelled as the volume spells it; else ""
	slash bool   // the path ends in a slash, so it must lead to a directory
}

// resolve follows a path. The last name may be free; it is followed when it is a
// symlink and follow is set. Paths outside the mount point do not exist.
func (v *Volume) resolve(path string, follow bool) (place, error) {
	rest, ok := v.within(path)
	if !ok {
		return place{}, syscall.ENOENT
	}
	at := place{dir: Root, ino: Root, path: path}
	for hops := 0; ; {
		name, after := component(rest)
		if name == "" {
			return at.settled(v, rest)
		}
		if v.node(at.ino).kind != model.Dir {
			return place{}, syscall.ENOTDIR
		}
		at.step(v, name)
		at.slash = after != ""
		last := strings.Trim(after, "/") == ""
		if at.slash && last || len(rest)-len(after)-len(name) > 1 {
			at.path = "" // a slash too many
		}
		switch {
		case at.ino == 0 && last:
			return at, nil
		case at.ino == 0:
			return place{}, syscall.ENOENT
		case v.node(at.ino).kind == model.Symlink && (!last || follow || at.slash):
			if hops++; hops > maxHops {
				return place{}, syscall.ELOOP
			}
			target := v.node(at.ino).target
			at = place{dir: at.dir, ino: at.dir}
			if strings.HasPrefix(target, "/") {
				if target, ok = v.within(target); !ok {
					return place{}, syscall.ENOENT
				}
				at = place{dir: Root, ino: Root}
			}
			after = target + after
		}
		rest = after
	}
}

// component is the first name of a path, and what follows it.
func component(rest string) (name, after string) {
	start := 0
	for start < len(rest) && rest[start] == '/' {
		start++
	}
	rest = rest[start:]
	if i := strings.IndexByte(rest, '/'); i >= 0 {
		return rest[:i], rest[i:]
	}
	return rest, ""
}

// step goes down by one name.
func (at *place) step(v *Volume, name string) {
	dir := at.ino
	switch name {
	case ".":
		*at = place{dir: dir, ino: dir}
		return
	case "..":
		up := v.parent(dir)
		if up == 0 {
			up = dir
		}
		*at = place{dir: up, ino: up}
		return
	}
	path := at.path
	*at = place{dir: dir, name: name, entry: v.find(dir, name), path: path}
	if at.entry != 0 {
		it := v.entries.at(at.entry)
		at.ino = it.ino
		if it.name != name {
			at.path = ""
		}
	}
}

// settled is the end of a path that leads to an inode.
func (at place) settled(v *Volume, rest string) (place, error) {
	if rest != "" {
		at.path = "" // a slash too many
		at.slash = at.slash || at.name != ""
	}
	if at.slash && v.node(at.ino).kind != model.Dir {
		return place{}, syscall.ENOTDIR
	}
	return at, nil
}

// existing resolves a path that must lead to an inode.
func (v *Volume) existing(path string, follow bool) (place, error) {
	at, err := v.resolve(path, follow)
	if err == nil && at.ino == 0 {
		err = syscall.ENOENT
		if len(at.name) > v.kind.Longest {
			if bad := v.proper(at.name); bad != nil {
				err = bad
			}
		}
	}
	return at, err
}

// spelled is the path of the place as the volume spells it.
func (v *Volume) spelled(at place) string {
	switch {
	case at.path != "":
		return at.path
	case at.entry != 0:
		return v.pathOf(at.entry)
	case at.name == "":
		return v.Path()
	}
	if e := v.node(at.dir).names; e != 0 {
		return v.pathOf(e) + "/" + at.name
	}
	return v.cfg.Path + "/" + at.name
}

// Lookup is the inode of that name in a directory; 0 when there is none.
func (v *Volume) Lookup(dir Ino, name string) Ino {
	if e := v.find(dir, name); e != 0 {
		return v.entries.at(e).ino
	}
	return 0
}

// Find is the inode that an absolute path leads to, following a symlink at its end
// if follow is set. Errors are errnos.
func (v *Volume) Find(path string, follow bool) (Ino, error) {
	at, err := v.existing(path, follow)
	return at.ino, err
}
