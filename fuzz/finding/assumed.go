package finding

import (
	"time"

	"gapless/model"
	"gapless/model/clock"
	"gapless/scenarios/script"
)

// The assumptions of gapless that excuse a loss, by the names that `gapless products
// gapless` gives them.
const (
	setForthAndBack    = "clock-set-forth-and-back"
	stillAtTheDeletion = "still-at-the-deletion"
	mediaOutlast       = "media-outlast-the-job"
)

// assumed leaves a product that claims to lose nothing no excuse but what it assumes by
// name, and that only where the history shows that the assumption was untrue.
func (c *court) assumed(v *model.Violation, s *Shown) {
	s.ByMethod, s.Known = false, ""
	switch {
	case v.Property == 7:
		if c.changedAtDeletion(v) {
			s.Cause, s.Known = AtDeletion, stillAtTheDeletion
		}
	case v.Path == "":
		if c.destroyed(v) && (v.Moment == model.AtHorizon || v.Moment == model.AtEnd && c.destroyedLast(v.Job)) {
			s.Known = mediaOutlast
		}
	case c.swung(v):
		s.Known = setForthAndBack
	}
}

// changedAtDeletion reports whether what a job deleted came to its path between that job's
// last look at it and the deletion.
func (c *court) changedAtDeletion(v *model.Violation) bool {
	for i := range c.h.Deletions {
		d := &c.h.Deletions[i]
		if d.Job != v.Job || d.Path != v.Path || !d.At.Equal(v.ChangedAt) || d.Looked.IsZero() {
			continue
		}
		for _, h := range c.held(v.Path) {
			if h.Version == d.Version && !h.From.Before(d.Looked) && !h.From.After(d.At) {
				return true
			}
		}
	}
	return false
}

// destroyedLast reports whether a medium that a job's restore needs was destroyed when the
// job had written all of its image, and was not done yet.
func (c *court) destroyedLast(job int) bool {
	own := &c.h.Jobs[job-1]
	var last clock.Time[clock.True]
	needed := map[string]bool{}
	for i := range c.h.Fragments {
		f := &c.h.Fragments[i]
		if f.Job == job && !f.Written.IsZero() && (last.IsZero() || f.Written.After(last)) {
			last = f.Written
		}
		needed[f.Medium] = needed[f.Medium] || c.stands(f.Job, job)
	}
	for _, d := range c.h.Destroyed {
		if needed[d.Medium] && !last.IsZero() && !d.At.Before(last) && !d.At.After(own.Ended) {
			return true
		}
	}
	return false
}

// stands reports whether a job's image is one that another builds on, or is its own. A base
// may have the higher number: it was started while the other one waited.
func (c *court) stands(job, of int) bool {
	for n, steps := of, 0; n > 0 && n <= len(c.h.Jobs) && steps <= len(c.h.Jobs); n, steps = c.h.Jobs[n-1].Base, steps+1 {
		if n == job {
			return true
		}
	}
	return false
}

// swung reports whether a path changed while its client's clock was set to another time
// than it had shown before, and had been set back when the engine compared it with the
// uptime: between the first start of the base and the decision that left the path out, or
// while the path was read.
func (c *court) swung(v *model.Violation) bool {
	d := c.decision(v)
	if d == nil || d.Job < 1 {
		return false
	}
	j := &c.h.Jobs[d.Job-1]
	if d.Taken {
		return c.swungFor(v.Path, j.Client, d.At, j.Ended)
	}
	if j.Base < 1 || len(c.h.Jobs[j.Base-1].Activations) == 0 {
		return false
	}
	return c.swungFor(v.Path, j.Client, c.h.Jobs[j.Base-1].Activations[0].At, d.At)
}

// bearable is by how much gapless lets a clock and the uptime disagree, G1.
const bearable = 2 * time.Second

// swungFor reports whether a path changed between two instants while the clock of a host
// was set to another time than at the first of them, and was set back before the second.
func (c *court) swungFor(path, host string, from, to clock.Time[clock.True]) bool {
	away := func(at clock.Time[clock.True]) bool {
		by := c.steps(host, from, at)
		return by > bearable || by < -bearable
	}
	if away(to) {
		return false // the two disagree, and anybody can see it
	}
	for _, h := range c.held(path) {
		if h.From.After(from) && h.From.Before(to) && away(h.From) {
			return true
		}
	}
	return false
}

// steps is by how much the script's statements with an instant set a host's clock after
// one instant and up to another.
func (c *court) steps(host string, after, upTo clock.Time[clock.True]) (sum time.Duration) {
	for _, st := range c.u.Script.All("clock") {
		at := c.h.Day1.Add(clock.Of(st.At.Offset))
		if st.Form.Section == script.Timeline && st.Text("HOST") == host && !st.Has("drift") && at.After(after) && !at.After(upTo) {
			sum += st.Duration("STEP")
		}
	}
	return sum
}
