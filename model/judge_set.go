package model

import "gapless/model/clock"

// unpromised reports whether a path that did not come back is none that the job promised: a
// working set promises the files that were accessed in the policy's last days, as they
// are at every instant of the job.
func (c *Court) unpromised(path int) bool {
	if c.job.Kind != WorkingSet {
		return false
	}
	if path < 0 {
		return true
	}
	p := &c.h.Paths[path]
	lo, hi := c.h.during(p, c.whole)
	for k := max(lo, 0); k <= hi; k++ {
		if v := p.version(k); v.Kind != Absent && (v.Kind != File || !c.accessed(v.File)) {
			return true
		}
	}
	return false
}

// accessed reports whether a file was read by somebody, or got new bytes, in the working
// set's days: those that are over neither at the first nor at the last instant of the job. Of
// an access at its very first instant nobody knows whether it came before the job.
// What was there at the start was accessed before, nobody knows when.
func (c *Court) accessed(file uint64) bool {
	days := span{c.whole.to.Add(c.policy.Accessed.Neg()), c.whole.from}
	for i := range c.h.Reads {
		if r := &c.h.Reads[i]; r.File == file && days.holds(r.At) {
			return true
		}
	}
	for _, n := range c.namesOf(file) {
		held := c.h.Paths[n.path].Held
		for k := range held {
			if held[k].Version.File == file && held[k].From.After(c.h.Day1) && days.holds(held[k].From) && c.isNew(&held[k]) {
				return true
			}
		}
	}
	return false
}

// isNew reports whether a version's bytes came into the file with it: another name, a mode
// or a time by hand is no access.
func (c *Court) isNew(v *Held) bool {
	for _, n := range c.namesOf(v.Version.File) {
		for _, o := range c.h.Paths[n.path].Held {
			if o.Version.File == v.Version.File && o.From.Before(v.From) && o.Version.Content.Equal(v.Version.Content) {
				return false
			}
		}
	}
	return true
}

func (s span) holds(t clock.Time[clock.True]) bool { return !t.Before(s.from) && t.Before(s.to) }
