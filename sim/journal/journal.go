package journal

import "gapless/model"

// Journal is the change journal of one volume. It is used by one goroutine at a time.
type Journal struct {
	state    model.JournalState
	volume   uint64
	instance uint64 // how many identities there have been
	phase    phase
	broken   bool
	open     []accumulated
	log      log
}

// phase is whether a journal can be used.
type phase uint8

const (
	inactive phase = iota
	active
	deleting
)

// accumulated is what happened to a file since it was opened.
type accumulated struct {
	inode   uint64
	reasons model.JournalReason
}

// New is a journal, not active, of the volume with that number.
func New(volume uint64) *Journal { return &Journal{volume: volume} }

// Reset makes the journal that of another volume, for a new run, in the memory of
// the old one.
func (j *Journal) Reset(volume uint64) {
	j.log.reset()
	*j = Journal{volume: volume, open: j.open[:0], log: j.log}
}

// Clone is an independent copy. The two share the records that both have.
func (j *Journal) Clone() *Journal {
	c := *j
	c.open = append([]accumulated(nil), j.open...)
	c.log = j.log.clone()
	return &c
}

// Active reports whether changes are recorded.
func (j *Journal) Active() bool { return j.phase == active }

// Changed records that a file changed in some ways; f describes it, and its position
// and reasons are not looked at. The file stays open, or is closed at once.
func (j *Journal) Changed(f *model.JournalRecord, how model.JournalReason, open bool) {
	if j.phase != active {
		return
	}
	k := j.find(f.Inode)
	was := model.JournalReason(0)
	if k >= 0 {
		was = j.open[k].reasons
	}
	if how&model.RenameNew != 0 {
		was &^= model.RenameOld | model.RenameNew // it has yet another name
	}
	if all := was | how; all != was {
		j.write(f, all)
		was = all
	}
	switch {
	case !open:
		j.write(f, was|model.Closed)
		j.forget(k)
	case k >= 0:
		j.open[k].reasons = was
	default:
		j.open = append(j.open, accumulated{f.Inode, was})
	}
}

// Removed records that a name went away, and the file with it unless other names are
// left. Nothing is recorded of a file without names until it gets another.
func (j *Journal) Removed(f *model.JournalRecord, last, open bool) {
	if j.phase != active {
		return
	}
	if !last {
		j.Changed(f, model.HardLink, open)
		return
	}
	k := j.find(f.Inode)
	all := model.FileDelete | model.Closed
	if k >= 0 {
		all |= j.open[k].reasons
	}
	j.write(f, all)
	j.forget(k)
}

// Renaming records the name that a file is about to lose to another. It is open
// until its new name is recorded by Changed.
func (j *Journal) Renaming(f *model.JournalRecord) {
	if j.phase != active {
		return
	}
	all := model.RenameOld
	if k := j.find(f.Inode); k >= 0 {
		all |= j.open[k].reasons &^ model.RenameNew
	}
	j.write(f, all)
}

// Closed records that the last handle of a file was closed, if it changed since the
// first was opened.
func (j *Journal) Closed(f *model.JournalRecord) {
	if k := j.find(f.Inode); k >= 0 {
		j.write(f, j.open[k].reasons|model.Closed)
		j.forget(k)
	}
}

// Accumulating reports whether any file changed and has not been closed since.
func (j *Journal) Accumulating() bool { return len(j.open) > 0 }

// Crash closes all files without a record.
func (j *Journal) Crash() { j.open = j.open[:0] }

func (j *Journal) find(inode uint64) int {
	for k := range j.open {
		if j.open[k].inode == inode {
			return k
		}
	}
	return -1
}

func (j *Journal) forget(k int) {
	if k >= 0 {
		last := len(j.open) - 1
		j.open[k] = j.open[last]
		j.open = j.open[:last]
	}
}
