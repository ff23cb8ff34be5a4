package finding

import (
	"slices"

	"gapless/model"
)

// probing is the court for what a probe shows. On its copy of the world jobs that waited, or
// were interrupted, went on first: it sees them as they were then. Their decisions come
// before those of the probe itself, since what they took it goes by.
func (c *court) probing(v *model.Violation) *court {
	if len(c.h.Continued) == 0 || v.Job < 1 || v.Job > len(c.h.Jobs) {
		return c
	}
	h := *c.h
	h.Jobs = slices.Clone(h.Jobs)
	first := slices.IndexFunc(h.Decisions, func(d model.Decision) bool { return c.h.Jobs[d.Job-1].Probe })
	if first < 0 {
		first = len(h.Decisions)
	}
	for i := range h.Continued {
		if g := &h.Continued[i]; g.Policy == h.Jobs[v.Job-1].Policy {
			h.Jobs[g.Job.Number-1] = g.Job
			h.Decisions = slices.Insert(slices.Clone(h.Decisions), first, g.Decisions...)
			first += len(g.Decisions)
		}
	}
	return &court{u: c.u, h: &h}
}
