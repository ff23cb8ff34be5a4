package finding

import (
	"slices"
	"strings"

	"gapless/model"
	"gapless/model/clock"
	"gapless/scenarios/script"
)

// intruder is a job that has come into the chain of a restore point after that was made: by
// its backup time it is older than the restore point's job, and it ended later. Its image
// changes what the path is restored from: it has the path, or stands for those before it.
func (c *court) intruder(v *model.Violation) *model.Job {
	own := &c.h.Jobs[v.Job-1]
	for i := range c.h.Jobs {
		j := &c.h.Jobs[i]
		if j.Policy != own.Policy || j.Client != own.Client || j == own || j.Probe || !j.Succeeded() || len(j.Activations) == 0 || j.Ended.Before(own.Ended) {
			continue
		}
		n := c.age(j).Compare(c.age(own))
		if (n < 0 || n == 0 && j.Number < own.Number) && (j.Kind != model.Incremental || c.took(j.Number, v.Path)) {
			return j
		}
	}
	return nil
}

// age is a job's backup time, or that of one that it builds on where that is later. N18, N19.
func (c *court) age(j *model.Job) clock.Time[clock.Master] {
	t := j.Activations[0].Active
	for n := j.Base; n > 0 && n <= len(c.h.Jobs); n = c.h.Jobs[n-1].Base {
		if b := &c.h.Jobs[n-1]; len(b.Activations) > 0 && b.Activations[0].Active.After(t) {
			t = b.Activations[0].Active
		}
	}
	return t
}

// took reports whether a job read a path into its image.
func (c *court) took(job int, path string) bool {
	return slices.ContainsFunc(c.h.Decisions, func(d model.Decision) bool { return d.Job == job && d.Path == path && d.Taken })
}

// sawBit reports whether a job took a path because its archive bit was on. One that takes
// everything tells nothing of the bit.
func (c *court) sawBit(job int, path string) bool {
	return slices.ContainsFunc(c.h.Decisions, func(d model.Decision) bool {
		return d.Job == job && d.Path == path && d.Taken && d.Reason == model.ByArchiveBit
	})
}

// leavesBit reports whether the change that was lost leaves a file's archive bit as it was:
// a file gets it when it is created, written or renamed itself.
func (c *court) leavesBit(v *model.Violation) bool {
	st := c.statement(c.lineBefore(v))
	if st == nil {
		return false
	}
	if st.Then != nil {
		st = st.Then
	}
	switch st.Form.Name {
	case "touch", "link":
		return true
	case "rename":
		return !strings.EqualFold(st.Path("NEW"), v.Path) // a directory above it was
	}
	return false
}

// lineBefore is the line of the change that was lost, or of the one before it, if that is missing
// too and the last came while the job was active, which might have had either.
func (c *court) lineBefore(v *model.Violation) int {
	at := c.beforeJob(v, v.ChangedAt)
	for _, h := range c.held(v.Path) {
		if h.From.Equal(at) && h.From.Before(v.ChangedAt) {
			return h.Line
		}
	}
	return v.Line
}

// unlisted reports whether a job of the chain that ended after the change has named the path,
// or a directory above it that it could not list, and is a base all the same. N19.
func (c *court) unlisted(v *model.Violation) bool {
	since := c.since(v)
	return slices.ContainsFunc(c.h.Jobs, func(j model.Job) bool {
		return j.Succeeded() && (c.inChain(j.Number, v.Job) || c.gives(j.Number, v)) && !j.Ended.Before(since) && slices.ContainsFunc(j.Named, func(name string) bool {
			return name == v.Path || strings.HasSuffix(name, "/") && strings.HasPrefix(v.Path, name)
		})
	})
}

// expired reports whether a job's image was gone when the job of a violation ended: the
// protection of all of it was over, by the master's clock, or the script has its medium fail
// or has it erased.
func (c *court) expired(j *model.Job, v *model.Violation) bool {
	own := &c.h.Jobs[v.Job-1]
	if len(j.Activations) == 0 || len(own.Activations) == 0 || own.Ended.IsZero() {
		return false
	}
	was, now := &j.Activations[0], &own.Activations[0]
	at := own.Ended
	if !now.Active.IsZero() && !was.Active.IsZero() {
		at = at.Add(now.Active.Sub(was.Active).Plus(now.At.Sub(was.At).Neg())) // what the clock has gained since
	}
	kept, gone := false, false
	for i := range c.h.Fragments {
		f := &c.h.Fragments[i]
		if f.Job != j.Number {
			continue
		}
		over := !f.ProtectedUntil.IsZero() && !at.Before(f.ProtectedUntil)
		over = over || c.happens("fail media", f.Medium, own.Ended) || c.erased(f, own)
		gone, kept = gone || over, kept || !over
	}
	return gone && !kept
}

// erased reports whether the world, and not the engine by itself, had taken a part of an image
// from its medium before a job ended.
func (c *court) erased(f *model.Fragment, by *model.Job) bool {
	return slices.ContainsFunc(c.h.Overwrites, func(o model.Overwrite) bool {
		return !o.Engine && o.Medium == f.Medium && !o.At.Before(f.Catalogued) && !o.At.After(by.Ended) && o.Off < f.Off+f.Len && f.Off < o.Off+o.Len
	})
}

// happens reports whether the script has a statement about a medium or a repository that acts
// before an instant is over, or at all when that is zero. When one acts that waits for an operation the script does not tell.
func (c *court) happens(verb, medium string, until clock.Time[clock.True]) bool {
	return slices.ContainsFunc(c.u.Script.Statements, func(st *script.Statement) bool {
		if st.Then != nil {
			st = st.Then
		} else if !until.IsZero() && st.Form.Section == script.Timeline && c.h.Day1.Add(clock.Of(st.At.Offset)).After(until) {
			return false
		}
		return st.Form.Name == verb && st.Text("MEDIA") == medium
	})
}

// renamed reports whether the path got its name, or lost it, by a rename while a job of the
// chain went on: who walks a live volume may meet it at no place at all.
func (c *court) renamed(v *model.Violation) bool {
	return slices.ContainsFunc(c.held(v.Path), func(h model.Held) bool {
		return c.verb(h.Line) == "rename" && slices.ContainsFunc(c.h.Jobs, func(j model.Job) bool {
			return len(j.Activations) > 0 && (j.Number == v.Job || c.inChain(j.Number, v.Job)) &&
				!h.From.Before(j.Activations[0].At) && (j.Ended.IsZero() || !h.From.After(j.Ended))
		})
	})
}
