package model

import (
	"iter"
	"slices"
)

// decisions are the engine's choices about a path, the latest first, each with its index
// in the history.
func (c *Court) decisions(path int) iter.Seq2[int, *Decision] {
	if !c.indexed {
		c.indexDecisions()
	}
	return func(yield func(int, *Decision) bool) {
		for k := c.latest[path]; k > 0 && yield(int(k-1), &c.h.Decisions[k-1]); {
			k = c.earlier[k-1]
		}
	}
}

// indexDecisions chains the decisions on each path. A walk goes nearly by path, so
// that each is found beside the one before.
func (c *Court) indexDecisions() {
	c.indexed = true
	c.latest, c.earlier = blank(c.latest, len(c.h.Paths)), blank(c.earlier, len(c.h.Decisions))
	at := -1
	for k := range c.h.Decisions {
		if at = c.h.find(c.h.Decisions[k].Path, at+1); at >= 0 {
			c.earlier[k], c.latest[at] = c.latest[at], int32(k+1)
		}
	}
}

// named reports whether the job told its user of b: it named the path, or the file by
// one of its names, and its status is not 0. Bytes that no version had are excused
// only when the job that took them named the file as changed while being read. P3, P4.
func (c *Court) named(b *breach) bool {
	if c.job.Status == 0 || b.property == 3 && !c.tookChanging(b) {
		return false
	}
	for _, n := range b.names {
		if namedIn(c.namedSet, c.h.Paths[n.path].Path) {
			return true
		}
	}
	return namedIn(c.namedSet, b.path)
}

// namedIn reports whether a sorted list names a path, or, with a slash at the end, a
// directory above it: one that could not be listed stands for all that is below it.
func namedIn(sorted []string, p string) bool {
	if has(sorted, p) {
		return true
	}
	for i := len(p) - 1; i > 0; i-- {
		if p[i] == '/' && has(sorted, p[:i+1]) {
			return true
		}
	}
	return false
}

// tookChanging reports whether the job that took what came back of b, the nearest in
// the chain, named the file as changed while being read.
func (c *Court) tookChanging(b *breach) bool {
	if b.index < 0 {
		return false
	}
	for j := range c.chain() {
		taken, changing, failed := false, false, false
		for _, d := range c.decisions(b.index) { // the latest first
			switch {
			case d.Job != j.Number:
			case d.Reason == ByReadError:
				failed = true
			case d.Taken && failed:
				failed = false // it was to be read, and nothing came of that
			default:
				taken = taken || d.Taken
				changing = changing || d.Reason == ByChanging
			}
		}
		if taken || changing {
			return changing && j.Status != 0 && slices.Contains(j.Named, b.path)
		}
	}
	return false
}

// chain is the job at hand, its base, the base's base and so on.
func (c *Court) chain() iter.Seq[*Job] {
	return func(yield func(*Job) bool) {
		for j := c.job; j != nil && yield(j); {
			if j.Base <= 0 || j.Base >= j.Number {
				return
			}
			j = c.h.job(j.Base)
		}
	}
}

// cause is the decision that left b's file out: the last of the restore point's job,
// else that of the first job of the chain whose image should have had the change.
func (c *Court) cause(b *breach) *Cause {
	job := c.job
	d := c.leftOut(job, b)
	if held := c.expected(b); d == nil && held != nil {
		for j := range c.chain() {
			// An engine may claim a base that never ran.
			if from := j.span().from; !from.IsZero() && !from.Before(held.From) {
				job = j
			}
		}
		d = c.leftOut(job, b)
	}
	out := &Cause{Job: job}
	if len(job.Activations) > 0 {
		out.First = &job.Activations[0]
	}
	if d == nil {
		return out
	}
	out.Decision = *d
	if d.Activation < len(job.Activations) {
		out.Activation = &job.Activations[d.Activation]
	}
	if !d.Cutoff.IsZero() && !d.Stamp.IsZero() {
		out.Short = d.Cutoff.Sub(d.Stamp)
	}
	return out
}

// leftOut is the last decision of a job not to take b's path, or else its file under
// another name; nil without one.
func (c *Court) leftOut(job *Job, b *breach) *Decision {
	if b.index < 0 {
		return nil
	}
	if d := c.lastRefusal(job, b.index); d != nil {
		return d
	}
	if held := c.expected(b); held != nil && held.Version.File != 0 {
		for _, n := range c.namesOf(held.Version.File) {
			if d := c.lastRefusal(job, int(n.path)); d != nil {
				return d
			}
		}
	}
	return nil
}

func (c *Court) lastRefusal(job *Job, path int) *Decision {
	for _, d := range c.decisions(path) {
		if d.Job == job.Number && !d.Taken {
			return d
		}
	}
	return nil
}
