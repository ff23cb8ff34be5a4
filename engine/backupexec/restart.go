package backupexec

import (
	"gapless/engine/catalog"
	"gapless/engine/job"
	"gapless/engine/message"
	"gapless/engine/selection"
	"gapless/model"
	"gapless/model/clock"
)

// What timers are for.
const (
	startOver uint8 = iota // the client process should have started by now
	limitOver              // C8
	restart                // C4
	heldOver               // C15
)

// interval is the time between a policy's checkpoints; zero without any. C2.
func (s *server) interval(p *job.Policy) clock.Duration {
	if !s.rules.Restart {
		return clock.Duration{}
	}
	return p.Checkpoint
}

// refusal is why a job cannot use checkpoint restart; empty when it can. C6, C7.
func (s *server) refusal(j *catalog.Job, policy *job.Policy, target *job.Target) string {
	switch {
	case s.rules.AlwaysPossible:
		return ""
	case Refusal(target) != "":
		return Refusal(target)
	case j.Kind.Whole(), j.Kind == model.WorkingSet:
		return ""
	case j.Method == selection.ArchiveBit, j.Method == selection.Catalog:
		return "it is not for incrementals and differentials by " + j.Method
	}
	return ""
}

// Refusal is why no job of a client can use checkpoint restart; empty when fulls can.
// C6, C7.
func Refusal(t *job.Target) string {
	if !t.Windows {
		return t.Client + " is no Windows client"
	}
	for i, v := range t.Volumes {
		switch {
		case v.Format != "ntfs":
			return t.Roots[i] + " is " + v.Format + " and not NTFS"
		case v.Clustered:
			return t.Roots[i] + " is a cluster shared volume"
		case !v.Snapshots:
			return t.Roots[i] + " has no snapshots (VSS)"
		}
	}
	return ""
}

// resumable reports whether a job goes on from its last checkpoint: one was made, and
// enough was backed up before it. C3.
func (s *server) resumable(j *catalog.Job) bool {
	p := s.Config.Policy(j.Policy)
	if p == nil || p.Target(j.Client) == nil || s.refusal(j, p, p.Target(j.Client)) != "" {
		return false
	}
	var done int64
	for _, f := range j.Image {
		for _, e := range f.Extents {
			done += e.Len
		}
	}
	return (clock.Duration{}).Less(s.interval(p)) && len(j.Image) > 0 && done >= s.rules.Minimum
}

// Failed implements job.Conduct: error-handling rules restart a job a number of times,
// each time after a wait. C4.
func (s *server) Failed(r *job.Run, status int, why string) error {
	j := r.Job
	if err := s.closeMedia(j); err != nil {
		return err
	}
	s.Note(j, why)
	times, wait := s.rules.Restarts, s.rules.RestartWait
	if j.Kind.Backup() && (r.Writer == 0 || r.Lost == r.Writer) { // its server failed
		times, wait = s.rules.RecoveredRestarts, s.rules.RecoveredWait
	}
	again := s.resumable(j)
	if !j.Kind.Backup() {
		again = !s.rules.NoSecondCheck // from its own beginning, C11
	}
	if !again || j.Restarts >= times {
		s.Verified(j.Base, false)
		return s.EndAndWake(j, status, "")
	}
	return s.Restart(j, status, wait, restart)
}

// waitForServer has a job wait until its server can be reached again. C5.
func (s *server) waitForServer(j *catalog.Job, err error) error {
	s.Note(j, "waits for "+j.Server+": "+err.Error())
	j.State, j.Waiting = model.Incomplete, s.Now()
	s.After(s.rules.RecoveredWait, restart, j.Number, len(j.Tries))
	return s.Put(j)
}

// Ring implements job.Conduct.
func (s *server) Ring(t job.Timer, j *catalog.Job) error {
	r := s.RunOf(j.Number)
	switch t.Purpose {
	case startOver:
		return s.NotStarted(r)
	case limitOver:
		if r != nil {
			return s.limited(r)
		}
	case heldOver:
		if j.State == model.OnHold {
			return s.Requeue(j)
		}
	case restart:
		if j.State == model.Incomplete {
			return s.restart(j)
		}
	}
	return nil
}

// restart lets a job go on: a backup from its checkpoint, another one from its own
// beginning. C11.
func (s *server) restart(j *catalog.Job) error {
	switch j.Kind {
	case model.Verify:
		return s.ReadBack(j)
	case model.Check:
		return s.Check(j)
	}
	return s.Requeue(j)
}

// limited cancels a job that ran for too long. It is not restarted. C8.
func (s *server) limited(r *job.Run) error {
	const why = "cancelled, since the time limit of its schedule is over"
	if s.rules.LimitRestarts {
		return s.Fail(r, job.StatusLimit, why)
	}
	s.Halt(r)
	if err := s.closeMedia(r.Job); err != nil {
		return err
	}
	return s.EndAndWake(r.Job, job.StatusLimit, why)
}

// Cancelled implements job.Conduct: a job that was cancelled by hand is not restarted by
// itself. C8.
func (s *server) Cancelled(j *catalog.Job) error {
	if s.rules.CancelRestarts && j.Kind.Backup() {
		return s.Failed(&job.Run{Job: j}, job.StatusCancelled, "cancelled")
	}
	if err := s.closeMedia(j); err != nil {
		return err
	}
	s.Verified(j.Base, false)
	return s.EndAndWake(j, job.StatusCancelled, "cancelled")
}

// startAgain starts a job by hand like the latest of the policy that waits or has failed.
// It begins at the beginning. C3.
func (s *server) startAgain(m message.Resume) error {
	for i := len(s.Cat.Jobs()); i >= 1; i-- {
		j := s.Cat.Job(i)
		waits := j.State == model.Incomplete || j.State == model.OnHold
		failed := j.State == model.Done && j.Status > job.StatusPartial
		if j.Policy != m.Policy || !j.Kind.Backup() || !waits && !failed || m.Job != 0 && m.Job != i {
			continue
		}
		if waits {
			status := j.Status
			if status <= job.StatusPartial { // a job on hold has not failed, and has nothing either
				status = job.StatusCancelled
			}
			if err := s.End(j, status, "started again by hand"); err != nil {
				return err
			}
		}
		return s.Submit(message.Start{Kind: j.Kind, Policy: j.Policy, Client: j.Client})
	}
	return s.Nothing("resume", m.Policy)
}

// TakeUp implements job.Conduct.
func (s *server) TakeUp(j *catalog.Job) error {
	s.TakeUpWaiting(j, s.rules.RestartWait, restart, heldOver)
	return nil
}
