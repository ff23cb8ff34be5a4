package volume

import (
	"io/fs"
	"slices"
	"strings"

	"gapless/model"
)

// undo is one change of names that a crash would undo: a name that was added, taken
// away or, where toDir is set, moved, perhaps over another inode.
type undo struct {
	dir    Ino
	name   string
	ino    Ino
	added  bool
	toDir  Ino
	toName string
	over   Ino
}

// unsynced is what a crash would turn an inode back into.
type unsynced struct {
	ino          Ino
	content      model.Content
	mtime, ctime Time
	mode         fs.FileMode
	archive      bool
	grown        bool // bytes were only added since
}

// noted follows a change of names. What the workload does is durable at once, with
// all that it builds on.
func (v *Volume) noted(by By, u undo) {
	if by.Volatile {
		v.undos = append(v.undos, u)
		return
	}
	v.commitUp(u.dir)
	v.commitUp(u.toDir)
}

// commitUp makes the names of a directory durable, and those that lead to it.
func (v *Volume) commitUp(dir Ino) {
	for len(v.undos) > 0 && dir != 0 {
		v.commit(dir)
		dir = v.parent(dir)
	}
}

// commit makes the names of a directory durable. A rename is durable in both of its
// directories or in none, so what the changes build on in others goes with them;
// all else in other directories still has to be synced there, the worst that a file
// system with a journal can do.
func (v *Volume) commit(dir Ino) {
	with := append(make([]Ino, 0, 8), dir)
	kept := len(v.undos)
	for k := len(v.undos) - 1; k >= 0; k-- {
		u := &v.undos[k]
		if !slices.ContainsFunc(with, u.touches) {
			kept--
			v.undos[kept] = *u
			continue
		}
		for _, d := range [...]Ino{u.dir, u.toDir, u.over, u.removed()} {
			if d != 0 && !slices.Contains(with, d) {
				with = append(with, d)
			}
		}
	}
	v.undos = slices.Delete(v.undos, 0, kept)
}

// touches reports whether the change is one of a directory's entries, or took the
// directory away.
func (u *undo) touches(dir Ino) bool {
	return u.dir == dir || u.toDir == dir || u.over == dir || u.removed() == dir
}

// removed is the inode whose name was taken away; 0 for other changes.
func (u *undo) removed() Ino {
	if u.added || u.toDir != 0 {
		return 0
	}
	return u.ino
}

// touched comes before every change of an inode.
func (v *Volume) touched(by By, i Ino) {
	n := v.node(i)
	switch {
	case by.Volatile && n.loose == 0:
		v.unsynced = append(v.unsynced, unsynced{
			ino: i, content: n.content, mtime: n.mtime, ctime: n.ctime, mode: n.mode, archive: n.archive, grown: true,
		})
		v.own(i).loose = uint32(len(v.unsynced))
	case !by.Volatile && n.loose != 0:
		v.Sync(i)
	}
	if !by.Volatile && len(v.undos) > 0 {
		for e := n.names; e != 0; e = v.entries.at(e).also {
			v.commitUp(v.entries.at(e).dir)
		}
	}
}

// extending is touched for a change of a file's bytes.
func (v *Volume) extending(by By, i Ino, grown bool) {
	v.touched(by, i)
	if l := v.node(i).loose; l != 0 && !grown {
		v.unsynced[l-1].grown = false
	}
}

// Sync makes what an inode holds durable: its bytes, length, times and permissions,
// not its names.
func (v *Volume) Sync(i Ino) {
	l := v.node(i).loose
	if l == 0 {
		return
	}
	v.own(i).loose = 0
	last := len(v.unsynced) - 1
	if int(l)-1 != last {
		v.unsynced[l-1] = v.unsynced[last]
		v.own(v.unsynced[l-1].ino).loose = l
	}
	v.unsynced[last] = unsynced{}
	v.unsynced = v.unsynced[:last]
}

// SyncDir makes the names in a directory durable.
func (v *Volume) SyncDir(dir Ino) {
	v.commit(dir)
	v.Sync(dir)
}

// Crash is the power cut: each inode falls back to what was synced, with the first
// keep(n) of the n bytes that were appended to it since (none for a nil keep); names
// that were not synced are undone; handles are dead.
func (v *Volume) Crash(keep func(unsynced int64) int64) {
	losing := len(v.undos)+len(v.unsynced) > 0
	var before []toldPath
	if losing {
		before = v.toldPaths()
	}
	for k := range v.unsynced {
		v.revert(&v.unsynced[k], keep)
	}
	for k := len(v.undos) - 1; k >= 0; k-- {
		v.undo(&v.undos[k])
	}
	clear(v.undos)
	clear(v.unsynced)
	v.undos, v.unsynced = v.undos[:0], v.unsynced[:0]
	v.held, v.tunnel = v.held[:0], v.tunnel[:0]
	v.generation++
	if v.journal != nil {
		v.journal.Crash()
	}
	v.used = 0
	for i := Root; i <= v.lastIno; i++ {
		if n := v.node(i); n.links > 0 {
			v.used += n.content.Size()
		}
	}
	if losing {
		v.tellDifference(before, v.toldPaths())
	}
}

func (v *Volume) revert(u *unsynced, keep func(int64) int64) {
	n := v.own(u.ino)
	kept := int64(0)
	if added := n.content.Size() - u.content.Size(); u.grown && added > 0 && keep != nil {
		kept = max(0, min(keep(added), added))
	}
	if kept > 0 {
		n.content = n.content.Slice(0, u.content.Size()+kept)
	} else {
		n.content, n.mtime, n.ctime = u.content, u.mtime, u.ctime
	}
	n.mode, n.archive = u.mode, u.archive
	n.forked, n.loose = true, 0
	if v.cfg.Witness != nil && u.ino != Root {
		v.remade(u.ino)
	}
}

func (v *Volume) undo(u *undo) {
	if u.toDir != 0 {
		v.detach(v.find(u.toDir, u.toName))
	}
	if u.added {
		v.uproot(v.find(u.dir, u.name))
	} else {
		v.attach(u.dir, u.name, u.ino)
	}
	if u.over != 0 {
		v.attach(u.toDir, u.toName, u.over)
	}
}

// uproot takes a name away with all below it, which may have been synced although the
// name that leads there was not.
func (v *Volume) uproot(e uint32) {
	i := v.entries.at(e).ino
	for v.node(i).first != 0 {
		v.uproot(v.node(i).first)
	}
	v.detach(e)
}

// toldPath is what the witness knows of a path.
type toldPath struct {
	path    string
	version *model.Version
}

func (v *Volume) toldPaths() []toldPath {
	if v.cfg.Witness == nil {
		return nil
	}
	var out []toldPath
	v.eachSorted(func(path string, i Ino) { out = append(out, toldPath{path, v.node(i).version}) })
	return out
}

// tellDifference tells the witness of what a crash changed, once for each path.
func (v *Volume) tellDifference(before, after []toldPath) {
	for len(before)+len(after) > 0 {
		side := 0
		switch {
		case len(after) == 0:
			side = -1
		case len(before) == 0:
			side = 1
		default:
			side = strings.Compare(before[0].path, after[0].path)
		}
		switch {
		case side < 0:
			v.cfg.Witness.Changed(before[0].path, model.Gone, FaceLine)
		case side > 0 || before[0].version != after[0].version:
			v.cfg.Witness.Changed(after[0].path, after[0].version, FaceLine)
		}
		if side <= 0 {
			before = before[1:]
		}
		if side >= 0 {
			after = after[1:]
		}
	}
}
