package selection

import (
	"gapless/model"
	"gapless/model/clock"
)

// ByTime takes files whose modification time, or with Ctime change time, is at or
// after the cutoff. N1, N17, D1.
type ByTime struct {
	Cutoff  clock.Time[clock.Client]
	Strict  bool // after it only
	Ctime   bool
	NeedBit bool   // and whose archive bit is set: D6 broken
	Rule    string // N1 when empty
}

// Choose implements Method.
func (m ByTime) Choose(c *Candidate) Choice {
	if m.Rule == "" {
		m.Rule = "N1"
	}
	if m.NeedBit && c.HasBit && !c.Bit && !c.Dir {
		return Choice{Reason: model.ByArchiveBit, Rule: m.Rule}
	}
	if m.Ctime && !c.Changed.IsZero() && m.passes(c.Changed) && !m.passes(c.Modified) {
		return Choice{Take: true, Reason: model.ByChangeTime, Rule: "N17", Stamp: c.Changed, Cutoff: m.Cutoff}
	}
	return Choice{Take: m.passes(c.Modified), Reason: model.ByTime, Rule: m.Rule, Stamp: c.Modified, Cutoff: m.Cutoff}
}

func (m ByTime) passes(t clock.Time[clock.Client]) bool {
	if m.Strict {
		return t.After(m.Cutoff)
	}
	return !t.Before(m.Cutoff)
}
