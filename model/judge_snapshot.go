package model

import (
	"slices"

	"gapless/model/clock"
)

// readSnapshots fills spans with the snapshot of each activation. It is false when one
// of them looked at the live volumes. One that looked at nothing, since it ended before
// there was a snapshot, has that of its neighbour. P2.
func (c *Court) readSnapshots() bool {
	last := -1
	for i := range c.job.Activations {
		at := c.job.Activations[i].Snapshot
		c.spans = append(c.spans, span{at, at})
		if at.IsZero() {
			continue
		}
		for k := i - 1; k >= 0 && c.spans[k].from.IsZero(); k-- {
			c.spans[k] = c.spans[i]
		}
		last = i
	}
	if last < 0 {
		return false
	}
	for k := last + 1; k < len(c.spans); k++ {
		c.spans[k] = c.spans[last]
	}
	for i := range c.job.Activations {
		if c.job.Activations[i].Snapshot.IsZero() && c.looked(i) {
			return false
		}
	}
	return true
}

// looked reports whether an activation of the job looked at any file.
func (c *Court) looked(activation int) bool {
	for i := range c.h.Decisions {
		if d := &c.h.Decisions[i]; d.Job == c.job.Number && d.Activation == activation && d.Reason != ByPosition {
			return true
		}
	}
	return false
}

// readFrom is the snapshot that a path was read from, as a span, or all of the job's
// when it was not read: then it is right as it was in any of them. A file that was read
// under another name from a later one, and came back as one file, may be as it was there:
// one file cannot be as in both. P2.
func (c *Court) readFrom(path int) []span {
	if path < 0 {
		return c.spans
	}
	at := c.takenBy(path)
	if at < 0 {
		return c.spans
	}
	if last := c.readAgain(path, at); last > at {
		c.pair = [2]span{c.spans[at], c.spans[last]}
		return c.pair[:]
	}
	return c.spans[at : at+1]
}

// readAgain is the last activation that read the file of a path under another name, if it
// came back as one file under both; else it is at.
func (c *Court) readAgain(path, at int) int {
	p, last := &c.h.Paths[path], at
	file := p.version(p.at(c.spans[at].from)).File
	given := c.r.version(p.Path)
	if file == 0 || given == nil || given.File == 0 {
		return at
	}
	for _, n := range c.namesOf(file) {
		if int(n.path) == path {
			continue
		}
		if other := c.r.version(c.h.Paths[n.path].Path); other != nil && other.File == given.File {
			last = max(last, c.takenBy(int(n.path)))
		}
	}
	return last
}

// takenBy is the activation whose reading of a path is in the job's image; -1 for none.
func (c *Court) takenBy(path int) int {
	for k, d := range c.decisions(path) {
		if d.Job == c.job.Number && d.Taken && d.Activation < len(c.spans) && !c.undone(k) {
			return d.Activation
		}
	}
	return -1
}

// judgeLabel demands that a result which stands for several snapshots says so: files
// were taken from them, or found unchanged in them. P2.
func (c *Court) judgeLabel(p *Point) {
	if !c.snapshots || c.r.Spans || c.r.Failure != "" || len(c.spans) < 2 {
		return
	}
	first := -1
	for i := range c.h.Paths {
		at := c.lookedAt(i)
		if at < 0 {
			continue
		}
		if first < 0 {
			first = at
		}
		if !c.spans[at].from.Equal(c.spans[first].from) {
			c.v.Violations = append(c.v.Violations, Violation{Property: 2, Point: p.N, Job: c.job.Number, Moment: c.r.Moment,
				Why: "files come from two snapshots, and the result is not labelled as not a single point in time"})
			return
		}
	}
}

// lookedAt is the activation whose word on a path counts: the last that looked at it, since
// a job which is resumed looks again at what came behind its checkpoint; -1 for none.
func (c *Court) lookedAt(path int) int {
	for k, d := range c.decisions(path) {
		if d.Job == c.job.Number && d.Reason != ByPosition && d.Activation < len(c.spans) && !c.undone(k) {
			return d.Activation
		}
	}
	return -1
}

// undone reports whether what an activation decided is in no part of the job's image: it was
// stopped, and nothing was catalogued between the decision and what the job decided when it
// went on. Such a decision counts for nothing. What a part holds was read before that was
// written; the catalogue may hear of it much later. Instants do not tell: at one of them a
// checkpoint may come behind a decision or before it.
func (c *Court) undone(decision int) (undone bool) {
	d := &c.h.Decisions[decision]
	if d.Activation+1 >= len(c.job.Activations) {
		return false
	}
	next := c.resumedAt(d.Activation + 1)
	for i := range c.h.Fragments {
		f := &c.h.Fragments[i]
		if f.Job != d.Job {
			continue
		}
		if undone = true; decision < f.Read && f.After <= next && !c.goneBefore(f, c.job.Activations[d.Activation+1].At) {
			return false
		}
	}
	return undone
}

// goneBefore reports whether a part of an image had been overwritten when its job went on: what
// an engine then builds on is not that part. Where it does so all the same, what the part held is
// missing, and the snapshots since tell.
func (c *Court) goneBefore(f *Fragment, at clock.Time[clock.True]) bool {
	return slices.ContainsFunc(c.h.Overwrites, func(o Overwrite) bool {
		return o.Medium == f.Medium && !o.At.Before(f.Catalogued) && !o.At.After(at) && o.Off < f.Off+f.Len && f.Off < o.Off+o.Len
	})
}

// resumedAt is the index of the first decision that the job made in an activation or in a
// later one.
func (c *Court) resumedAt(activation int) int {
	if len(c.resumed) == 0 {
		c.resumed = blank(c.resumed, len(c.job.Activations))
		for i := range c.resumed {
			c.resumed[i] = len(c.h.Decisions)
		}
		for k := len(c.h.Decisions) - 1; k >= 0; k-- {
			if d := &c.h.Decisions[k]; d.Job == c.job.Number {
				for i := range min(d.Activation+1, len(c.resumed)) {
					c.resumed[i] = k
				}
			}
		}
	}
	return c.resumed[activation]
}
