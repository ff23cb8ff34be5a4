package model

import (
	"fmt"
	"slices"

	"gapless/model/clock"
)

// judgeCheckpoints demands that no checkpoint goes that its backup still needs, and
// that each one goes that the product's rules remove, once the removal job has had
// its chance. What stays beyond that is a leak, and counted. P8.
func (c *Court) judgeCheckpoints() {
	later := make([]clock.Time[clock.True], len(c.h.Backups)) // when the next complete one was
	for i := len(c.h.Checkpoints) - 1; i >= 0; i-- {
		k := &c.h.Checkpoints[i]
		superseded := later[k.Backup]
		c.judgeRemoval(k, superseded)
		c.judgeLeak(k, superseded)
		if !k.Finished.IsZero() && (superseded.IsZero() || k.Finished.Before(superseded)) {
			later[k.Backup] = k.Finished
		}
	}
}

// judgeRemoval demands that what is gone of a checkpoint was not needed: the newest
// complete one is, one inside its immutability, and one that is being written. Against
// others than the engine only immutability helps.
func (c *Court) judgeRemoval(k *Checkpoint, superseded clock.Time[clock.True]) {
	at := k.Broken
	if at.IsZero() || !k.Removed.IsZero() && k.Removed.Before(at) {
		at = k.Removed
	}
	if at.IsZero() {
		return
	}
	c.v.Exercised[8] = true
	why := ""
	switch {
	case !k.HeldUntil.IsZero() && at.Before(k.HeldUntil):
		why = fmt.Sprintf("it was removed inside its immutability, which ends at %s", k.HeldUntil)
	case k.Foreign, !superseded.IsZero() && !at.Before(superseded):
	case !k.Finished.IsZero():
		why = "it was removed although it is the newest complete one"
	case !c.abandoned(k, at):
		why = "it was removed while it was being written"
	}
	if why != "" {
		c.convictCheckpoint(k, at, why, false)
	}
}

// abandoned reports whether the job that writes a checkpoint had given up by an instant.
func (c *Court) abandoned(k *Checkpoint, at clock.Time[clock.True]) bool {
	j := c.h.job(k.Job)
	return j == nil || !j.Ended.IsZero() && !at.Before(j.Ended)
}

// judgeLeak counts a checkpoint that is still there at the end although nothing needs
// or holds it, and finds out whether the rules would have removed it.
func (c *Court) judgeLeak(k *Checkpoint, superseded clock.Time[clock.True]) {
	outdated := !superseded.IsZero() || k.Finished.IsZero() && c.abandoned(k, c.h.End)
	if !outdated {
		return
	}
	c.v.Exercised[8] = true
	locked := !k.LockedUntil.IsZero()
	if !k.Removed.IsZero() || locked && k.LockedUntil.After(c.h.End) {
		return
	}
	c.v.Leaks++
	if superseded.IsZero() {
		return // what a job left behind is looked for when there is a newer one
	}
	due := superseded
	if locked && k.LockedUntil.After(due) {
		due = k.LockedUntil
	}
	if at, told, ok := c.chance(k.Backup, due); ok {
		c.convictCheckpoint(k, at, "it is outdated and still there, although the removal job was to remove it", told)
	}
}

// chance finds the first occasion from an instant on at which the rules have the
// removal job work on a backup, and whether errors of a pass since were told.
func (c *Court) chance(backup int, due clock.Time[clock.True]) (at clock.Time[clock.True], told, ok bool) {
	b := &c.h.Backups[backup]
	for i := range c.h.Requests {
		r := &c.h.Requests[i]
		if !ok && r.Backup == backup && !r.Lost && !r.Sent.Before(due) && c.works(b, r.Sent) {
			at, ok = r.Sent, true
		}
	}
	for i := range c.h.RemovalStarts {
		s := &c.h.RemovalStarts[i]
		if s.Host != b.Remover || s.At.Before(due) || ok && !s.At.Before(at) || !c.works(b, s.At) {
			continue
		}
		if b.Restart == RestartWorks || b.Restart == RestartCompares && c.differs(backup, s.At) {
			at, ok = s.At, true
		}
	}
	if !ok {
		return at, false, false
	}
	return at, slices.ContainsFunc(c.h.Passes, func(p RemovalPass) bool {
		return p.Backup == backup && !p.Ended.IsZero() && !p.Ended.Before(at) && len(p.Errors) > 0
	}), true
}

// works reports whether the removal can do its work on a backup from an instant on for as
// long as a request may wait. One that starts anew in that time has lost what it was at, and
// begins to wait again.
func (c *Court) works(b *Backup, from clock.Time[clock.True]) bool {
	to := from.Add(c.h.PollEvery)
	if !to.Before(c.h.End) {
		return false
	}
	for i := range c.h.RemovalStarts {
		if s := &c.h.RemovalStarts[i]; s.Host == b.Remover && s.At.After(from) && !s.At.After(to) {
			return false
		}
	}
	return !slices.ContainsFunc(c.h.Outages, func(o Outage) bool {
		return !o.From.After(to) && (o.To.IsZero() || o.To.After(from))
	})
}

// differs reports whether a checkpoint was completed that the last pass before an
// instant did not see. V5.
func (c *Court) differs(backup int, at clock.Time[clock.True]) bool {
	seen, newest := 0, 0
	for i := range c.h.Passes {
		if p := &c.h.Passes[i]; p.Backup == backup && !p.Ended.IsZero() && !p.Ended.After(at) && len(p.Errors) == 0 {
			seen = p.Newest
		}
	}
	for i := range c.h.Checkpoints {
		if k := &c.h.Checkpoints[i]; k.Backup == backup && !k.Finished.IsZero() && !k.Finished.After(at) {
			newest = max(newest, k.N)
		}
	}
	return seen != newest
}

func (c *Court) convictCheckpoint(k *Checkpoint, at clock.Time[clock.True], why string, told bool) {
	c.v.Violations = append(c.v.Violations, Violation{
		Property: 8, Job: k.Job, ChangedAt: at, Reported: told,
		Why: fmt.Sprintf("checkpoint %d of %s: %s", k.N, c.h.Backups[k.Backup].Policy, why),
	})
}
