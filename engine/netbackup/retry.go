package netbackup

import (
	"gapless/engine/catalog"
	"gapless/engine/job"
	"gapless/engine/message"
	"gapless/model"
	"gapless/model/clock"
)

// What timers are for.
const (
	clientTimeout  uint8 = iota // N21
	incompleteOver              // N15
	suspendedOver               // N15
	retry                       // N15
)

// Ring implements job.Conduct.
func (s *server) Ring(t job.Timer, j *catalog.Job) error {
	switch t.Purpose {
	case clientTimeout:
		if r := s.RunOf(j.Number); r != nil && !r.Started {
			return s.Fail(r, job.StatusNoStart, "the client process did not start in time")
		}
	case incompleteOver:
		if j.State == model.Incomplete {
			status := j.Status
			if !s.rules.KeepStatus {
				status = job.StatusOK
			}
			return s.End(j, status, "incomplete for too long")
		}
	case suspendedOver:
		if j.State == model.Suspended {
			return s.End(j, j.Status, "suspended for too long")
		}
	case retry:
		return s.retry(j)
	}
	return nil
}

// retryLater plans an automatic retry of a failed job. N15.
func (s *server) retryLater(j *catalog.Job) {
	if s.rules.AutomaticRetry && j.Kind.Backup() && !s.superseded(j) {
		s.After(s.rules.RetryDelay, retry, j.Number, len(j.Tries))
	}
}

// retry resumes a job that is incomplete, or starts one like it again, unless its
// policy has gone on since. When it has had its tries it waits until the oldest is
// outside the period. N15.
func (s *server) retry(j *catalog.Job) error {
	again := j.State == model.Done && j.Status > job.StatusPartial && j.Status != job.StatusCancelled
	if s.superseded(j) || !again && j.State != model.Incomplete {
		return nil
	}
	if n, oldest := s.triesOf(j); n >= s.rules.Tries {
		wait := oldest.Add(s.rules.TriesPeriod).Sub(s.Now())
		s.After(wait, retry, j.Number, len(j.Tries))
		return nil
	}
	if j.State == model.Incomplete {
		return s.Requeue(j)
	}
	return s.Submit(message.Start{Kind: j.Kind, Policy: j.Policy, Client: j.Client})
}

// superseded reports whether a later backup of the policy was started for the client.
func (s *server) superseded(j *catalog.Job) bool {
	for _, o := range s.Cat.Jobs()[j.Number:] {
		if o.Policy == j.Policy && o.Client == j.Client && o.Kind.Backup() {
			return true
		}
	}
	return false
}

// triesOf counts the activations for the job's policy, client and kind in the
// sliding period up to now, also those that were started by hand, and finds the
// oldest of them. N15.
func (s *server) triesOf(j *catalog.Job) (n int, oldest clock.Time[clock.Master]) {
	since := s.Now().Add(s.rules.TriesPeriod.Neg())
	for _, o := range s.Cat.Jobs() {
		if o.Policy != j.Policy || o.Client != j.Client || o.Kind != j.Kind {
			continue
		}
		for _, t := range o.Tries {
			if !t.Active.After(since) {
				continue
			}
			if n++; oldest.IsZero() || t.Active.Before(oldest) {
				oldest = t.Active
			}
		}
	}
	return n, oldest
}

// Due implements job.Conduct: a new job, which also replaces a resume that is waiting.
// N22.
func (s *server) Due(_ *job.Policy, m message.Due) error {
	for _, j := range s.Cat.Jobs() {
		if j.Policy != m.Policy || j.State != model.Incomplete && j.State != model.Requeued {
			continue
		}
		if s.rules.ResumeFirst {
			return s.Requeue(j)
		}
		s.Unqueue(j.Number)
		if err := s.End(j, j.Status, "a new job is due"); err != nil {
			return err
		}
	}
	return s.Submit(message.Start{Kind: m.Kind, Policy: m.Policy})
}
