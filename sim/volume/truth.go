package volume

import "gapless/model"

// versions is where the versions of a run are: they never move, and are used again
// only in the next run.
type versions struct {
	chunks []*[64]model.Version
	used   int
}

func (a *versions) next() *model.Version {
	if a.used == 64*len(a.chunks) {
		a.chunks = append(a.chunks, new([64]model.Version))
	}
	x := &a.chunks[a.used/64][a.used%64]
	a.used++
	return x
}

func (a *versions) reset() {
	for k := 0; 64*k < a.used; k++ {
		clear(a.chunks[k][:])
	}
	a.used = 0
}

// versionOf is what an inode holds now.
func (v *Volume) versionOf(i Ino) model.Version {
	n := v.node(i)
	out := model.Version{Kind: n.kind, Content: n.content, Target: n.target, Mode: n.mode, File: v.fileID(i)}
	if n.kind != model.Dir {
		out.Modified = v.seen(n.mtime)
	}
	return out
}

// remade is a new version of an inode for the witness.
func (v *Volume) remade(i Ino) *model.Version {
	x := v.versions.next()
	*x = v.versionOf(i)
	v.own(i).version = x
	return x
}

// told tells the witness that an inode changed, under each of its names.
func (v *Volume) told(by By, i Ino) {
	if v.cfg.Witness == nil || i == Root {
		return
	}
	e := v.node(i).names
	if e == 0 {
		v.own(i).version = nil // stale, should it get a name again
		return
	}
	x := v.remade(i)
	if v.entries.at(e).also == 0 && by.path != "" {
		v.cfg.Witness.Changed(by.path, x, by.Line)
		return
	}
	for ; e != 0; e = v.entries.at(e).also {
		v.cfg.Witness.Changed(v.pathOf(e), x, by.Line)
	}
}

// appeared tells the witness of a new name.
func (v *Volume) appeared(by By, e uint32) {
	if v.cfg.Witness == nil {
		return
	}
	i := v.entries.at(e).ino
	x := v.node(i).version
	if x == nil {
		x = v.remade(i)
	}
	if by.path == "" {
		by.path = v.pathOf(e)
	}
	v.cfg.Witness.Changed(by.path, x, by.Line)
}

// vanished tells the witness that by.path names nothing any more.
func (v *Volume) vanished(by By) {
	if v.cfg.Witness != nil {
		v.cfg.Witness.Changed(by.path, model.Gone, by.Line)
	}
}

// moved tells the witness that what was called old has become entry e, with all that
// lies below it. A path that was replaced is told of once, so that it is never absent.
func (v *Volume) moved(by By, e uint32, old string) {
	if v.cfg.Witness == nil {
		return
	}
	by.path = old
	v.vanished(by)
	by.path = v.pathOf(e)
	v.appeared(by, e)
	i, path := v.entries.at(e).ino, by.path
	if v.node(i).kind == model.Dir {
		v.movedBelow(by, i, old, path)
	}
}

func (v *Volume) movedBelow(by By, dir Ino, old, path string) {
	v.Readdir(dir, func(name string, i Ino) bool {
		from, to := old+"/"+name, path+"/"+name
		by.path = from
		v.vanished(by)
		by.path = to
		v.appeared(by, v.find(dir, name))
		if v.node(i).kind == model.Dir {
			v.movedBelow(by, i, from, to)
		}
		return true
	})
}
