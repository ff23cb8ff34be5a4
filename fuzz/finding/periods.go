package finding

import (
	"slices"
	"strings"

	"gapless/model"
	"gapless/scenarios/script"
)

// ServerAhead is C10 counted by a clock that gains: protection is over when the clock of the
// medium's server says so.
const ServerAhead = "the clock of the medium's server gained, and protection ends by it"

// ranAhead reports whether a violation is of media whose protection was over by their server's
// clock each time that the engine overwrote a part of what the job's restore needs.
func (c *court) ranAhead(v *model.Violation) (found bool) {
	for i := range c.h.Overwrites {
		o := &c.h.Overwrites[i]
		if !o.Engine {
			continue
		}
		for k := range c.h.Fragments {
			f := &c.h.Fragments[k]
			if f.Medium != o.Medium || !f.Catalogued.Before(o.At) || f.ProtectedUntil.IsZero() || !o.At.Before(f.ProtectedUntil) ||
				o.Off >= f.Off+f.Len || f.Off >= o.Off+o.Len || !c.inChain(f.Job, v.Job) {
				continue
			}
			if !c.overByClock(f, o) {
				return false
			}
			found = true
		}
	}
	return found
}

// overByClock reports whether the retention of a medium had gone by on its server's clock
// between the write that the protection counts from and the overwriting.
func (c *court) overByClock(f *model.Fragment, o *model.Overwrite) bool {
	i := slices.IndexFunc(c.u.Script.All("media"), func(st *script.Statement) bool { return st.Text("NAME") == f.Medium })
	if i < 0 {
		return false
	}
	medium := c.u.Script.All("media")[i]
	host, retention := medium.Text("host"), int64(medium.Duration("retention"))
	if host == "" {
		host = "media"
	}
	from, to := nanos(f.ProtectedUntil)-retention, nanos(o.At)
	began, _, ok := c.shows(host, from, from)
	_, ended, also := c.shows(host, to, to)
	return ok && also && retention > 0 && ended-began >= retention
}

// unreadable excuses a file that the engine deleted and has in an image whose restore fails,
// since the script has a medium fail that it needs, or the medium is protected from nothing.
func (c *court) unreadable(v *model.Violation, s *Shown) {
	if !c.took(v.Job, v.Path) || c.deletedUnread(v) {
		return
	}
	for i := range c.h.Restores {
		r := &c.h.Restores[i]
		switch {
		case r.Job != v.Job || r.Failure == "":
		case c.destroyed(&model.Violation{Property: 5, Job: v.Job, Moment: r.Moment, Why: r.Failure}):
			s.Cause, s.ByMethod = MediumLost, true
		case c.unprotected(v):
			s.Cause, s.Known = ByLevelNone, "C10"
		}
	}
}

// unheard reports whether a checkpoint that is outdated is there because each start of the
// removal job since found the last one that it had removed up to, and the last one that the
// master was told of, to be the same: of a later one the word was lost, with the job. V5.
func (c *court) unheard(v *model.Violation) bool {
	k := slices.IndexFunc(c.h.Checkpoints, func(k model.Checkpoint) bool {
		return k.Job == v.Job && strings.Contains(v.Why, c.h.Backups[k.Backup].Policy+":")
	})
	if k < 0 || c.h.Backups[c.h.Checkpoints[k].Backup].Restart != model.RestartCompares {
		return false
	}
	backup := c.h.Checkpoints[k].Backup
	for i := range c.h.Requests {
		if r := &c.h.Requests[i]; r.Backup == backup && !r.Lost && !r.Sent.Before(v.ChangedAt) {
			return false
		}
	}
	found := false
	for i := range c.h.RemovalStarts {
		s := &c.h.RemovalStarts[i]
		if s.Host != c.h.Backups[backup].Remover || s.At.Before(v.ChangedAt) {
			continue
		}
		removed, told, lost := 0, 0, false
		for p := range c.h.Passes {
			if q := &c.h.Passes[p]; q.Backup == backup && !q.Ended.IsZero() && !q.Ended.After(s.At) && len(q.Errors) == 0 {
				removed = q.Newest
			}
		}
		for p := range c.h.Checkpoints {
			q := &c.h.Checkpoints[p]
			if q.Backup != backup || q.Finished.IsZero() || q.Finished.After(s.At) {
				continue
			}
			if c.h.Jobs[q.Job-1].Succeeded() {
				told = max(told, q.N)
			} else {
				lost = true
			}
		}
		if removed != told || !lost {
			return false
		}
		found = true
	}
	return found
}
