package journal

import (
	"errors"

	"gapless/model"
)

var errActive = errors.New("the change journal is active; delete it first")

// Records gives the records from a position on, in order, until the end or until use
// returns false; from 0 on those that are left. The records are the journal's own:
// use must not change them. The error is a model.JournalError.
func (j *Journal) Records(from int64, use func(r *model.JournalRecord) bool) error {
	if _, err := j.Pending(from); err != nil {
		return err
	}
	j.log.each(max(from, j.state.First), use)
	return nil
}

// Pending is how many bytes Records would read from a position on.
func (j *Journal) Pending(from int64) (int64, error) {
	if err := j.usable(); err != nil {
		return 0, err
	}
	if from != 0 && from < j.state.First {
		return 0, model.JournalEntryDeleted
	}
	return max(0, j.state.Next-max(from, j.state.First)), nil
}

// write appends a record.
func (j *Journal) write(f *model.JournalRecord, reasons model.JournalReason) {
	at, size := j.state.Next, Size(f.Name)
	if at%Page+size > Page {
		at += Page - at%Page
	}
	r := j.log.add()
	*r = *f
	r.Position, r.Reasons = at, reasons
	was := j.state.Next / Page
	j.state.Next = at + size
	if j.state.Next/Page != was {
		j.checkpoint()
	}
}

// checkpoint trims the journal if it has grown by more than it may, to below its
// size, up to a multiple of what it is trimmed by. Fact 53.
func (j *Journal) checkpoint() {
	s := &j.state
	if s.Next-s.First <= s.MaxSize+s.Delta {
		return
	}
	s.First = ((s.Next-s.MaxSize)/s.Delta + 1) * s.Delta
	j.log.trim(s.First)
}
