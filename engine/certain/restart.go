package certain

import (
	"gapless/engine/catalog"
	"gapless/engine/job"
	"gapless/engine/message"
	"gapless/model"
	"gapless/model/clock"
)

// What timers are for.
const (
	startOver uint8 = iota // the client process should have started by now
	limitOver              // the policy's limit
	retry
	heldOver // a medium may be free
)

// statusFrozen is the status of a job that got no snapshot.
const statusFrozen = 156

// Failed implements job.Conduct: a job goes on a bounded number of times, each time after
// a wait, and ends with its error then.
func (s *server) Failed(r *job.Run, status int, why string) error {
	j := r.Job
	s.Note(j, why)
	if !j.Kind.Backup() {
		s.Verified(j.Base, false)
		return s.EndAndWake(j, status, "")
	}
	if status == statusFrozen && !s.live[j.Number] {
		if s.live == nil {
			s.live = map[int]bool{}
		}
		s.live[j.Number] = true
		s.Note(j, "the volumes themselves are read")
		return s.Requeue(j)
	}
	// A medium whose writer did not come to its end in order may hold half an append.
	if r.Writer != 0 && (status == job.StatusWrite || status == job.StatusAborted || r.Lost == r.Writer) {
		if err := s.CloseMedia(j); err != nil {
			return err
		}
	}
	if j.Restarts >= s.rules.Retries {
		return s.EndAndWake(j, status, "")
	}
	return s.Restart(j, status, s.rules.RetryWait, retry)
}

// Ring implements job.Conduct.
func (s *server) Ring(t job.Timer, j *catalog.Job) error {
	r := s.RunOf(j.Number)
	switch t.Purpose {
	case startOver:
		return s.NotStarted(r)
	case limitOver:
		if r != nil {
			s.Halt(r)
			return s.EndAndWake(j, job.StatusLimit, "cancelled, since the time limit of its policy is over")
		}
	case retry:
		if j.State == model.Incomplete {
			return s.Requeue(j)
		}
	case heldOver:
		if j.State == model.OnHold {
			return s.Requeue(j)
		}
	}
	return nil
}

// Cancelled implements job.Conduct.
func (s *server) Cancelled(j *catalog.Job) error {
	s.Verified(j.Base, false)
	return s.EndAndWake(j, job.StatusCancelled, "cancelled")
}

// suspend stops the policy's active job at its last checkpoint.
func (s *server) suspend(m message.Suspend) error {
	r := s.Find(m.Policy, m.Job)
	if r == nil || !r.Job.Kind.Backup() || !(clock.Duration{}).Less(s.Config.Policy(m.Policy).Checkpoint) {
		return s.Nothing("suspend", m.Policy)
	}
	s.Halt(r)
	r.Job.State, r.Job.Status, r.Job.Waiting = model.Suspended, job.StatusSuspended, s.Now()
	if err := s.Put(r.Job); err != nil {
		return err
	}
	return s.Wake()
}

// resume lets the policy's latest job that waits go on, under its number.
func (s *server) resume(m message.Resume) error {
	for n := len(s.Cat.Jobs()); n > 0; n-- {
		j := s.Cat.Job(n)
		waits := j.State == model.Suspended || j.State == model.Incomplete || j.State == model.OnHold
		if j.Policy == m.Policy && waits && (m.Job == 0 || m.Job == n) {
			return s.Requeue(j)
		}
	}
	return s.Nothing("resume", m.Policy)
}

// hold has a job without a medium wait until one may be overwritten.
func (s *server) hold(r *job.Run) error {
	s.Halt(r)
	return s.Hold(r, s.untilFree(r.Job.Server), heldOver)
}

// untilFree is how long it takes until a medium of a host is protected no longer.
func (s *server) untilFree(host string) clock.Duration {
	within := clock.Forever
	for i := range s.Config.Media {
		m := &s.Config.Media[i]
		if left := s.left(m); m.Host == host && (clock.Duration{}).Less(left) && left.Less(within) {
			within = left
		}
	}
	return within
}

// TakeUp implements job.Conduct.
func (s *server) TakeUp(j *catalog.Job) error {
	s.TakeUpWaiting(j, s.rules.RetryWait, retry, heldOver)
	return nil
}
