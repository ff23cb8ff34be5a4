package model

import "fmt"

// judgeMedia looks for images that were overwritten inside their protection, and for
// what is catalogued but not on the medium. Restores show the rest. P5.
func (c *Court) judgeMedia() {
	h := c.h
	for i := range h.Fragments {
		f := &h.Fragments[i]
		c.v.Exercised[5] = true
		if !f.OnMedium {
			c.blame(f, fmt.Sprintf("%d bytes at %d are catalogued but not on medium %s", f.Len, f.Off, f.Medium))
		}
	}
	for i := range h.Overwrites {
		if h.Overwrites[i].Engine {
			c.judgeOverwrite(i)
		}
	}
}

// judgeOverwrite blames the engine once for each image that an overwrite took something of.
func (c *Court) judgeOverwrite(n int) {
	o, last := &c.h.Overwrites[n], -1
	for i := range c.h.Fragments {
		f := &c.h.Fragments[i]
		if f.Job != last && !c.dropped(f.Job, o) && f.Medium == o.Medium && o.Off < f.Off+f.Len && f.Off < o.Off+o.Len && f.protected(o) && !c.lostBefore(f, n) {
			c.blame(f, fmt.Sprintf("%d bytes at %d of medium %s were overwritten inside their protection", f.Len, f.Off, f.Medium))
			last = f.Job
		}
	}
}

// protected reports whether the fragment was catalogued before o, and its protection
// had not ended. At one instant, writing comes before cataloguing.
func (f *Fragment) protected(o *Overwrite) bool {
	return f.Catalogued.Before(o.At) && (f.ProtectedUntil.IsZero() || o.At.Before(f.ProtectedUntil))
}

// lostBefore reports whether an earlier overwrite has taken something of a fragment: what lies
// there since is another image's.
func (c *Court) lostBefore(f *Fragment, n int) bool {
	for i := range n {
		if o := &c.h.Overwrites[i]; o.Medium == f.Medium && f.Catalogued.Before(o.At) && o.Off < f.Off+f.Len && f.Off < o.Off+o.Len {
			return true
		}
	}
	return false
}

// dropped reports whether a job had ended without a restore point before o: nobody can
// ask for what it wrote, and the engine may use the room again. What it is in the end does
// not tell alone: a server that lost its catalogue may say of a job that had made one that
// it failed. At the instant of its end it may have done so itself, if nobody else could.
func (c *Court) dropped(job int, o *Overwrite) bool {
	j := c.h.job(job)
	if j == nil || j.State != Done || j.Succeeded() || j.Ended.IsZero() || o.At.Before(j.Ended) {
		return false
	}
	for i := range c.h.Restores {
		if r := &c.h.Restores[i]; r.Job == job && r.Moment == AtEnd {
			return false
		}
	}
	return o.At.After(j.Ended) || c.others(job, o)
}

// others reports whether another job was active when a stretch of a medium was lost.
func (c *Court) others(job int, o *Overwrite) bool {
	for i := range c.h.Jobs {
		j := &c.h.Jobs[i]
		if j.Number == job || !j.Ended.IsZero() && j.Ended.Before(o.At) {
			continue
		}
		if len(j.Activations) > 0 && !j.Activations[0].At.After(o.At) {
			return true
		}
	}
	return false
}

// blame records a violation of P5 about one fragment.
func (c *Court) blame(f *Fragment, why string) {
	v := Violation{Property: 5, Class: Loss, Job: f.Job, Why: why}
	for i := range c.v.Points {
		if c.v.Points[i].Job == f.Job {
			v.Point = c.v.Points[i].N
		}
	}
	c.v.Violations = append(c.v.Violations, v)
}
