package volume

import (
	"io/fs"

	"gapless/model"
	"gapless/sim/journal"
)

// startJournal makes the change journal of a fresh volume active.
func (v *Volume) startJournal(size JournalSize) {
	if !v.kind.Journal {
		panic("volume: " + v.kind.Name + " has no change journal")
	}
	v.Journal().Create(size.Max, size.Delta) // a fresh one is not being deleted, the only error
}

// Journal is the volume's change journal, whether or not it is active; nil where the
// file system has none. What it holds of this volume is written by the volume.
func (v *Volume) Journal() *journal.Journal {
	if v.journal == nil && v.kind.Journal {
		if v.journal = v.spare; v.journal == nil {
			v.journal = journal.New(v.cfg.Number)
		} else {
			v.journal.Reset(v.cfg.Number)
		}
		v.spare = nil
	}
	return v.journal
}

// reasons are those that a change journal has for writes.
func (w writing) reasons() (r model.JournalReason) {
	if w&overwriting != 0 {
		r |= model.DataOverwrite
	}
	if w&extending != 0 {
		r |= model.DataExtend
	}
	if w&truncating != 0 {
		r |= model.DataTruncate
	}
	return r
}

// logged records a change of an inode in the change journal, if there is one and the
// inode has a name.
func (v *Volume) logged(by By, i Ino, how model.JournalReason) {
	if v.journal != nil {
		if e := v.node(i).names; e != 0 {
			v.logEntry(by, e, how)
		}
	}
}

// logEntry records a change of the inode that an entry names. A change through no
// handle opens the file and closes it again.
func (v *Volume) logEntry(by By, e uint32, how model.JournalReason) {
	it := v.entries.at(e)
	r := v.recordOf(it)
	v.journal.Changed(&r, how, by.opening || v.inUse(it.ino))
}

// logNew records a new inode, with what it holds already.
func (v *Volume) logNew(by By, i Ino, e uint32) {
	n, stays := v.node(i), by.opening
	by.opening = true
	v.logEntry(by, e, model.FileCreate)
	if n.kind == model.File && n.content.Size() > 0 {
		v.logEntry(by, e, model.DataExtend)
	}
	if by.copied {
		v.logEntry(by, e, model.BasicInfo) // the time is set by hand
	}
	if !stays {
		v.logClosed(i)
	}
}

// logRemoved records that a name went away; it was the inode's last if none is left.
func (v *Volume) logRemoved(it *entry) {
	if v.journal == nil {
		return
	}
	r := v.recordOf(it)
	v.journal.Removed(&r, v.node(it.ino).links == 0, v.inUse(it.ino))
}

// logRenaming records the name that an inode is about to lose to another.
func (v *Volume) logRenaming(e uint32) {
	r := v.recordOf(v.entries.at(e))
	v.journal.Renaming(&r)
}

// logClosed records that an inode's last handle was closed, if it was.
func (v *Volume) logClosed(i Ino) {
	if v.journal == nil || !v.journal.Accumulating() || v.inUse(i) {
		return
	}
	if e := v.node(i).names; e != 0 {
		r := v.recordOf(v.entries.at(e))
		v.journal.Closed(&r)
	}
}

// inUse reports whether anybody has the inode open.
func (v *Volume) inUse(i Ino) bool { return v.isOpen(v.node(i)) || v.heldOf(i) != nil }

// recordOf describes the inode that an entry names, or named.
func (v *Volume) recordOf(it *entry) model.JournalRecord {
	return model.JournalRecord{
		Inode: uint64(it.ino), Parent: uint64(it.dir), Name: it.name, Dir: v.node(it.ino).kind == model.Dir,
		At: v.stamp(v.grains.change),
	}
}

// PathOf is the path that an inode has now, one of them where it has several. It
// fails with fs.ErrNotExist when the inode is no more.
func (v *Volume) PathOf(inode uint64) (string, error) {
	if inode == uint64(Root) {
		return v.Path(), nil
	}
	if inode == 0 || inode > uint64(v.lastIno) || v.node(Ino(inode)).names == 0 {
		return "", fs.ErrNotExist
	}
	return v.pathOf(v.node(Ino(inode)).names), nil
}
