package model

import (
	"cmp"
	"slices"
	"strings"
)

// Judge says what the specification, docs/specification.md, makes of h. It reads
// nothing else, and gives the same verdict each time.
func Judge(h *History) Verdict {
	var c Court
	return c.Judge(h)
}

// Court judges one history after another and keeps its working memory between
// them. The zero Court is ready; a verdict shares nothing with the court.
type Court struct {
	h     *History
	v     Verdict
	names []name // every file with every path that ever held it, by file and path

	indexed bool    // latest and earlier are filled
	latest  []int32 // by path: 1 + its latest decision
	earlier []int32 // by decision: 1 + the decision before it on the same path
	counted []int32 // by path: the last job that took it again, for Duplicates

	trial
}

// Judge is the function of that name.
func (c *Court) Judge(h *History) Verdict {
	c.h, c.v, c.indexed = h, Verdict{history: h}, false
	c.nameFiles()
	for m := AtEnd; m <= ByProbe; m++ {
		for i := range h.Restores {
			if r := &h.Restores[i]; r.Moment == m {
				c.judgeRestore(r)
			}
		}
	}
	c.judgeMedia()
	c.judgeDeletions()
	c.judgeCheckpoints()
	c.judgeProgress()
	c.countDuplicates()
	c.v.Exercised[10] = len(h.Crashes) > 0
	slices.SortStableFunc(c.v.Violations, func(a, b Violation) int {
		return cmp.Or(a.Point-b.Point, int(a.Property)-int(b.Property), strings.Compare(a.Path, b.Path))
	})
	for i := range c.v.Violations {
		v := &c.v.Violations[i]
		c.v.Broken[v.Property]++
		if v.Silent() {
			c.v.Broken[4]++
		}
	}
	return c.v
}

// judgeRestore judges what one restore gave back. The first one of a restore point
// is judged by P1 to P4; one at the horizon says what became of it since, P5 and P10;
// that of the harness's own last incremental what its reference passed over, P6.
func (c *Court) judgeRestore(r *Restore) {
	if !c.open(r) {
		return
	}
	p, first := c.point(r)
	c.compare()
	if r.Moment == ByProbe {
		c.v.Exercised[6] = true
		c.convict(p, 6, 0)
		return
	}
	c.v.Exercised[5] = c.v.Exercised[5] || r.Moment == AtHorizon || r.Failure != ""
	if !first {
		also := Property(0)
		if c.crashed() {
			also = 10
		}
		c.convict(p, 5, also)
		return
	}
	p.Covered, p.Left = c.covered, c.left
	c.v.Exercised[1] = c.v.Exercised[1] || c.covered > 0
	c.v.Exercised[2] = c.v.Exercised[2] || c.snapshots
	c.v.Exercised[3] = c.v.Exercised[3] || c.files
	c.judgeLabel(p)
	c.convict(p, 0, 0)
}

// point is the verdict on r's restore point, and whether r is the first to ask for it.
func (c *Court) point(r *Restore) (*Point, bool) {
	i, found := slices.BinarySearchFunc(c.v.Points, r.Point, func(p Point, n int) int { return p.N - n })
	if found {
		return &c.v.Points[i], false
	}
	if r.Moment == ByProbe {
		return &Point{N: r.Point}, false
	}
	if c.v.Points == nil {
		c.v.Points = make([]Point, 0, len(c.h.Restores))
	}
	c.v.Points = slices.Insert(c.v.Points, i, Point{N: r.Point, Job: r.Job, At: c.job.Ended})
	return &c.v.Points[i], true
}

// convict turns the breaches of the restore at hand into violations: of property as,
// or of the properties that they broke when as is 0, and of also when that is not 0.
// What an earlier restore of the point already showed is not told again.
func (c *Court) convict(p *Point, as, also Property) {
	lost, reported, altered := p.Lost, p.Reported, p.Altered
	folded := 0 // what a restore that failed did not give back is one violation, told once
	for i := range c.breaches {
		b := &c.breaches[i]
		if as == 0 {
			p.count(b.class)
			c.v.Exercised[4] = c.v.Exercised[4] || c.counts(b.class)
		}
		if !c.counts(b.class) || has(lost, b.path) || has(reported, b.path) || b.class != Loss && has(altered, b.path) {
			continue
		}
		named := c.named(b)
		if as == 6 && named {
			continue // the probe said so itself: nothing hides behind its reference
		}
		named = named && as == 0
		if as != 6 {
			p.list(b, named)
		}
		if b.class == Loss && c.r.Failure != "" && b.property != 3 {
			folded++
			continue
		}
		c.add(p, b, cmp.Or(as, b.property), also, named)
	}
	if c.r.Failure != "" && (as == 0 || folded > 0) {
		v := Violation{Class: Loss, Point: p.N, Job: c.job.Number, Moment: c.r.Moment, Why: c.r.Failure}
		for _, v.Property = range []Property{cmp.Or(as, 5), also} {
			if v.Property != 0 {
				c.v.Violations = append(c.v.Violations, v)
			}
		}
	}
	for _, list := range []*[]string{&p.Lost, &p.Reported, &p.Altered} {
		slices.Sort(*list)
	}
}

// count keeps the columns of what is not always a violation.
func (p *Point) count(class Class) {
	switch class {
	case Metadata:
		p.Metadata++
	case Extra:
		p.Extra++
	}
}

// list enters a breach in the point's lists.
func (p *Point) list(b *breach, named bool) {
	switch {
	case b.class != Loss:
		p.Altered = append(p.Altered, b.path)
	case named:
		p.Reported = append(p.Reported, b.path)
	default:
		p.Lost = append(p.Lost, b.path)
	}
}

// add records a breach as a violation of property, and of also when that is not 0.
func (c *Court) add(p *Point, b *breach, property, also Property, named bool) {
	v := Violation{Property: property, Class: b.class, Path: b.path, Expected: Gone, Restored: b.restored, Point: p.N,
		Job: c.job.Number, Moment: c.r.Moment, Reported: named, Why: b.why, Cause: c.cause(b)}
	if held := c.expected(b); held != nil {
		v.Expected, v.ChangedAt, v.Line = held.Version, held.From, held.Line
	}
	c.v.Violations = append(c.v.Violations, v)
	if also != 0 {
		v.Property = also
		c.v.Violations = append(c.v.Violations, v)
	}
}

// counts reports whether breaches of a class are violations for this policy.
func (c *Court) counts(class Class) bool {
	switch class {
	case Metadata:
		return c.policy.Detects.Metadata
	case Extra:
		return c.policy.Detects.Deleted
	}
	return true
}

// crashed reports whether a host crashed after the restore point's job ended.
func (c *Court) crashed() bool {
	for _, k := range c.h.Crashes {
		if !k.At.Before(c.job.Ended) {
			return true
		}
	}
	return false
}

func has(sorted []string, s string) bool {
	_, found := slices.BinarySearch(sorted, s)
	return found
}
