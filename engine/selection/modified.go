package selection

import (
	"gapless/model"
	"gapless/model/clock"
)

// ByTime takes files whose modification time, or with Ctime change time, is at or
// after the cutoff. N1, N17.
type ByTime struct {
	Cutoff clock.Time[clock.Client]
	Strict bool // after it only
	Ctime  bool
}

// Choose implements Method.
func (m ByTime) Choose(c *Candidate) Choice {
	if m.Ctime && !c.Changed.IsZero() && m.passes(c.Changed) && !m.passes(c.Modified) {
		return Choice{Take: true, Reason: model.ByChangeTime, Rule: "N17", Stamp: c.Changed, Cutoff: m.Cutoff}
	}
	return Choice{Take: m.passes(c.Modified), Reason: model.ByTime, Rule: "N1", Stamp: c.Modified, Cutoff: m.Cutoff}
}

func (m ByTime) passes(t clock.Time[clock.Client]) bool {
	if m.Strict {
		return t.After(m.Cutoff)
	}
	return !t.Before(m.Cutoff)
}
