package backupexec

import (
	"gapless/engine/catalog"
	"gapless/engine/message"
	"gapless/engine/selection"
	"gapless/model"
	"gapless/model/clock"
)

// workingSet is how a working set is chosen. The days count back from its first start, so
// that a restart, which may come late, leaves none of them out. D19.
func (s *server) workingSet(j *catalog.Job) message.Method {
	days := s.Config.Policy(j.Policy).Accessed
	m := message.Method{Name: selection.Accessed, Rule: "D19", Strict: s.rules.LaterOnly, Read: s.rules.ReadOnly, Dates: s.rules.WholeDays}
	m.Delta = days
	if !s.rules.DaysAnew {
		if ago := s.Now().Sub(j.Tries[0].Active); (clock.Duration{}).Less(ago) { // unless the clock was set back since
			m.Delta = days.Plus(ago)
		}
	}
	if s.rules.ServerDays {
		m.Date = j.Recorded.Add(days.Neg())
	}
	if s.rules.ModifiedOnly {
		m.Name = selection.ModifiedTime
	}
	return m
}

// clears reports whether jobs of a kind clear the archive bits of what they read. D5, D19.
func (s *server) clears(kind model.JobKind) bool {
	switch kind {
	case model.Copy:
		return false
	case model.WorkingSet:
		return s.rules.SetClears
	case model.Cumulative:
		return s.rules.ClearDifferential
	}
	return true
}

// recordsToo reports whether jobs of a kind leave a reference behind, besides fulls and
// incrementals: none does, unless D3 or D19 is broken.
func (s *server) recordsToo(kind model.JobKind) bool {
	return s.rules.DifferentialRecords && kind == model.Cumulative || s.rules.SetRecords && kind == model.WorkingSet
}
