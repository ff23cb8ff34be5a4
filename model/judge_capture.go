package model

import (
	"slices"
	"strings"
)

// trial is one restore before the court.
type trial struct {
	r         *Restore
	job       *Job
	policy    *Policy
	snapshots bool     // all activations that looked at files read snapshots
	standard  Property // P1, or P2 of snapshots
	spans     []span   // in which a version was right: one, or one for each snapshot
	whole     span     // from the first to the last of them
	paths     []standing
	breaches  []breach // by path
	namedSet  []string // the paths that the job named, sorted
	covered   int
	left      []string // by path: what a working set neither promised nor gave back
	files     bool     // a file was given back
	links     []uint64
	pair      [2]span
	resumed   []int // by activation: see resumedAt; empty until it is asked for
}

// standing is how one path of the history stands in a trial.
type standing struct {
	given   int32 // 1 + its index in the tree; 0 when it was not given back
	covered bool
	broken  bool
}

// breach is one path that a restore did not give back as it should have.
type breach struct {
	path     string
	index    int // into History.Paths; -1 when it never was there
	property Property
	class    Class
	expected int // index into Held; -1 for nothing
	restored *Version
	names    []name // when a file was lost under all its names: those
	why      string
}

// open begins the trial of a restore; it is false when the job is not in the history.
func (c *Court) open(r *Restore) bool {
	job := c.h.job(r.Job)
	if r.Moment == ByProbe && job != nil && !job.Probe { // r names the job of the point
		for i := range c.h.Jobs {
			if j := &c.h.Jobs[i]; j.Probe && j.Policy == job.Policy && j.Client == job.Client {
				job = j
			}
		}
	}
	if job == nil || job.Ended.IsZero() {
		return false
	}
	c.r, c.job, c.policy = r, job, c.h.policy(job.Policy)
	c.breaches, c.namedSet, c.spans = c.breaches[:0], append(c.namedSet[:0], job.Named...), c.spans[:0]
	slices.Sort(c.namedSet)
	c.covered, c.files, c.resumed, c.left = 0, false, c.resumed[:0], nil
	c.paths = blank(c.paths, len(c.h.Paths))
	c.whole = job.span()
	c.standard = 2
	if c.snapshots = c.readSnapshots(); !c.snapshots {
		c.standard, c.spans = 1, append(c.spans[:0], c.whole)
	}
	c.whole = c.spans[0]
	for _, s := range c.spans {
		if s.from.Before(c.whole.from) {
			c.whole.from = s.from
		}
		if s.to.After(c.whole.to) {
			c.whole.to = s.to
		}
	}
	return true
}

// blank is a zeroed slice of n, in the memory of s if it is large enough.
func blank[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n)
	}
	s = s[:n]
	clear(s)
	return s
}

// compare walks the history's paths and the restored tree together, both sorted, and
// collects the breaches. P1, P2, P3.
func (c *Court) compare() {
	tree := c.r.Tree
	t := 0
	for i := range c.h.Paths {
		p := &c.h.Paths[i]
		for t < len(tree) && tree[t].Path != p.Path && strings.Compare(tree[t].Path, p.Path) < 0 {
			c.comparePath(-1, tree[t].Path, &tree[t].Version)
			t++
		}
		given := Gone
		if t < len(tree) && tree[t].Path == p.Path {
			given = &tree[t].Version
			c.paths[i].given = int32(t + 1)
			t++
		}
		c.comparePath(i, p.Path, given)
	}
	for ; t < len(tree); t++ {
		c.comparePath(-1, tree[t].Path, &tree[t].Version)
	}
	n := len(c.breaches)
	c.followFiles()
	if len(c.breaches) > n {
		slices.SortStableFunc(c.breaches, func(a, b breach) int { return strings.Compare(a.path, b.path) })
	}
}

// never is the history of a path that never held anything.
var never PathHistory

// comparePath compares what was given back for one path with what it held. A root
// directory is there on any volume, so it is judged only where both sides know it.
func (c *Court) comparePath(i int, path string, given *Version) {
	if !c.policy.covers(c.job, path) {
		return
	}
	p := &never
	if i >= 0 {
		p = &c.h.Paths[i]
	}
	if held := p.version(p.at(c.whole.to)); slices.Contains(c.job.Roots, path) &&
		(i < 0 && given.Kind == Dir || held.Kind == Dir && given.Kind == Absent) {
		return
	}
	if given.Kind == Absent && c.unpromised(i) {
		c.left = append(c.left, path)
		return
	}
	if i >= 0 {
		c.paths[i].covered = true
	}
	c.covered++
	c.files = c.files || given.Kind == File
	spans := c.spans
	if len(spans) > 1 {
		spans = c.readFrom(i)
	}
	best, expected, present := c.closest(p, spans, given)
	if best == same {
		return
	}
	b := breach{path: path, index: i, property: c.standard, class: Loss, expected: expected, restored: given}
	switch {
	case best == sameData:
		b.class = Metadata
	case given.Kind == File && !c.existed(i, given):
		b.property, b.why = 3, "restored bytes that it never held"
	case !present:
		b.class = Extra
	}
	c.accuse(b)
}

// closest is the greatest likeness of given to what p held in the spans, the index of
// the version that was expected, and whether p held anything in them. Expected is
// the version in force when the first span begins, unless only metadata differs.
func (c *Court) closest(p *PathHistory, spans []span, given *Version) (best likeness, expected int, present bool) {
	for _, s := range spans {
		lo, hi := c.h.during(p, s)
		for k := hi; k >= lo; k-- {
			v := p.version(k)
			present = present || v.Kind != Absent
			if l := v.like(given); l > best {
				best, expected = l, k
			}
			if best == same {
				return
			}
		}
	}
	if best == unlike {
		lo, hi := c.h.during(p, spans[0])
		expected = max(lo, p.at(spans[0].from))
		for present && expected < hi && p.version(expected).Kind == Absent {
			expected++ // what came back should have been the version that came then
		}
	}
	return
}

// accuse enters a breach.
func (c *Court) accuse(b breach) {
	if b.index >= 0 {
		c.paths[b.index].broken = true
	}
	c.breaches = append(c.breaches, b)
}

// expected is the entry that b's path should have come back from, or nil.
func (c *Court) expected(b *breach) *Held {
	if b.index < 0 || b.expected < 0 {
		return nil
	}
	return &c.h.Paths[b.index].Held[b.expected]
}
