package volume

import (
	"slices"
	"strings"

	"gapless/model"
)

// Walk calls f for every path below the mount point: depth first, siblings in byte
// order of their names, a directory before what is in it. f must not change the
// volume. The versions stay right after the volume is reset.
func (v *Volume) Walk(f func(path string, held model.Version)) {
	v.each(Root, v.cfg.Path, func(path string, i Ino) { f(path, v.versionOf(i)) })
}

// WalkSorted is Walk in byte order of the whole paths, which a history uses: "/a-b"
// comes before "/a/b".
func (v *Volume) WalkSorted(f func(path string, held model.Version)) {
	v.eachSorted(func(path string, i Ino) { f(path, v.versionOf(i)) })
}

// List is WalkSorted for people: with all that can be asked of a path, too. bits says
// that the volume has archive bits.
func (v *Volume) List(f func(path string, held model.Version, a Attr)) (bits bool) {
	v.eachSorted(func(path string, i Ino) { f(path, v.versionOf(i), v.Getattr(i)) })
	return v.kind.Archive
}

func (v *Volume) each(dir Ino, path string, f func(string, Ino)) {
	v.Readdir(dir, func(name string, i Ino) bool {
		p := path + "/" + name
		f(p, i)
		if v.node(i).kind == model.Dir {
			v.each(i, p, f)
		}
		return true
	})
}

func (v *Volume) eachSorted(f func(string, Ino)) {
	type found struct {
		path string
		ino  Ino
	}
	all := make([]found, 0, v.live)
	v.each(Root, v.cfg.Path, func(path string, i Ino) { all = append(all, found{path, i}) })
	byPath := func(a, b found) int { return strings.Compare(a.path, b.path) }
	if !slices.IsSortedFunc(all, byPath) {
		slices.SortFunc(all, byPath)
	}
	for k := range all {
		f(all[k].path, all[k].ino)
	}
}
