package backupexec

import (
	"gapless/engine/catalog"
	"gapless/engine/message"
	"gapless/engine/selection"
	"gapless/model"
	"gapless/model/clock"
)

// chooseBase finds the image that a job builds on: for a differential the last full, for
// an incremental the last full or incremental, the last to be recorded. D3, D13, C16.
// There is none, and everything is taken, after a failure or a change of method. D2, D14.
func (s *server) chooseBase(j *catalog.Job) {
	j.Base, j.BaseTime = 0, clock.Time[clock.Master]{}
	if j.Kind != model.Incremental && j.Kind != model.Cumulative {
		return
	}
	b := s.last(j, j.Kind == model.Cumulative)
	if b == nil || b.Method != j.Method && !s.rules.AnyMethod || s.failedSince(j, b) {
		return
	}
	j.Base, j.BaseTime = b.Number, b.Backup
}

// last is the job of a policy and client that recorded a reference last.
func (s *server) last(j *catalog.Job, full bool) (last *catalog.Job) {
	for _, b := range s.Cat.Jobs() {
		switch {
		case b.Number == j.Number || b.Policy != j.Policy || b.Client != j.Client || !s.whole(b):
		case b.Status == 1 && !s.rules.StatusOneBase:
		case b.Kind != model.Full && (full || b.Kind != model.Incremental && !s.recordsToo(b.Kind)):
		case last == nil || !s.recorded(b).Before(s.recorded(last)):
			last = b
		}
	}
	return last
}

// whole reports whether all images that a job's restore needs are there: somebody may have
// erased the medium of one, and then nothing can build on the job.
func (s *server) whole(j *catalog.Job) bool {
	for j.Restorable() && j.Base != 0 {
		j = s.Cat.Job(j.Base)
	}
	return j.Restorable()
}

// recorded is when a job's reference became the one that counts.
func (s *server) recorded(j *catalog.Job) clock.Time[clock.Master] {
	if s.rules.ByStart {
		return j.Backup
	}
	return j.Ended
}

// failedSince reports whether a job failed after the base was recorded, so that nobody
// knows what is backed up. D2. One that waits, or is on hold, has cleared the bits of what
// it read where they are cleared file by file. X16.
func (s *server) failedSince(j, base *catalog.Job) bool {
	full := s.last(j, true)
	for _, b := range s.Cat.Jobs() {
		if b.Policy != j.Policy || b.Client != j.Client {
			continue
		}
		if s.rules.ClearEach && b.Number != j.Number && b.State != model.Done && len(b.Tries) > 0 && b.Kind != model.Cumulative {
			return true
		}
		if b.State != model.Done || b.Status <= 1 {
			continue
		}
		switch b.Kind {
		case model.Full:
			if !s.rules.FailedFull && (full == nil || b.Ended.After(full.Ended)) {
				return true
			}
		case model.Incremental:
			if !s.rules.FailedIncremental && b.Ended.After(base.Ended) {
				return true
			}
		}
	}
	return false
}

// reference is the job whose reference a job compares with. D13: one for each kind.
func (s *server) reference(j *catalog.Job) *catalog.Job {
	ref := s.Cat.Job(j.Base)
	if s.rules.Single {
		ref = s.last(j, false)
	}
	if s.rules.FailedRecords {
		for _, b := range s.Cat.Jobs()[j.Base:] {
			if b.Policy == j.Policy && b.Client == j.Client && b.Number != j.Number && b.Kind == j.Kind && !b.Recorded.IsZero() {
				ref = b
			}
		}
	}
	return ref
}

// method is how a job chooses its files. D1: those whose time is later than the one
// that was recorded; where the journal can be read, those that it names. D8.
func (s *server) method(j *catalog.Job) (message.Method, error) {
	m := message.Method{List: j.Method == selection.Catalog, NoGone: s.rules.NoGone}
	if j.Kind == model.WorkingSet {
		return s.workingSet(j), nil
	}
	if j.Base == 0 {
		return m, nil
	}
	ref := s.reference(j)
	m.Name, m.Base = j.Method, ref.Reference
	m.Rule, m.Date, m.Strict = "D1", ref.Recorded, !s.rules.Inclusive
	m.NeedBit = s.rules.NeedBit
	if !m.List {
		return m, nil
	}
	from := j.Base
	if len(j.Image) > 0 {
		from = j.Number // what it listed before it was interrupted
	}
	var err error
	m.Known, err = s.Cat.Listing(from)
	return m, err
}
