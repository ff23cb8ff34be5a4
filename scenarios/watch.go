package scenarios

import (
	"slices"

	"gapless/model"
	"gapless/model/clock"
	"gapless/sim/machine"
)

// watch moves one statement of a run to another instant, and gathers the instants at
// which the run's decisions would have gone another way.
type watch struct {
	line  int
	at    int64              // offset from 00:00 of day 1, nanoseconds
	found map[int64]struct{} // offsets, the same
	roots []root
	day1  int64
}

// root is a reading of a clock at which a decision about the statement would flip.
type root struct {
	clock   *machine.Clock
	reading int64
}

// event is told of each instant at which something happens: a change that comes
// before it meets another world than one that comes after it.
// Its own instant is left out: what else happens then is found when it is elsewhere.
func (x *watch) event(at int64) {
	if at -= x.day1; at != x.at {
		x.found[at] = struct{}{}
	}
}

// watchOn observes all stamps from now on.
func (w *world) watchOn(x *watch) {
	for i := range w.hosts {
		c := w.hosts[i].Clock()
		c.Watch(func(reading int64) { x.roots = append(x.roots, root{c, reading}) })
	}
}

// watchOff ends what watchOn began, for new stamps.
func (w *world) watchOff() {
	for i := range w.hosts {
		w.hosts[i].Clock().Unwatch()
	}
}

// setsBegin tells of the instants from which on what is accessed is promised by a working
// set. The engine's comparisons do not show them: they are the judge's.
func (w *world) setsBegin(x *watch) {
	for i := range w.history.Jobs {
		j := &w.history.Jobs[i]
		if j.Kind != model.WorkingSet {
			continue
		}
		days := accessedBy(w.setup.policies, j.Policy)
		ends := []clock.Time[clock.True]{j.Ended}
		for k := range j.Activations {
			ends = append(ends, j.Activations[k].At, j.Activations[k].Snapshot)
		}
		for _, t := range ends {
			if !t.IsZero() {
				x.found[w.trueTime.UnixNano(t.Add(days.Neg()))-x.day1] = struct{}{}
			}
		}
	}
}

// accessedBy is how far back a policy's working sets reach.
func accessedBy(policies []model.Policy, name string) clock.Duration {
	i := slices.IndexFunc(policies, func(p model.Policy) bool { return p.Name == name })
	return policies[i].Accessed
}

// settle turns readings into true instants. It has to come before the world is used
// again.
func (x *watch) settle() {
	for _, r := range x.roots {
		for _, at := range r.clock.Instants(r.reading) {
			x.found[at-x.day1] = struct{}{}
		}
	}
	x.roots = x.roots[:0]
}
