package job

import (
	"slices"

	"gapless/engine/catalog"
	"gapless/engine/message"
	"gapless/model"
	"gapless/model/clock"
)

// purpose is what a timer is for.
type purpose uint8

const (
	clientTimeout  purpose = iota // N21
	incompleteOver                // N15
	suspendedOver                 // N15
	retry                         // N15
)

// timer is due at an uptime of the host: waits follow a host's rate, never its steps.
// It is about one activation of one job, and void when the job has gone on.
type timer struct {
	at      clock.Duration
	purpose purpose
	job     int
	try     int
}

func (s *server) after(d clock.Duration, p purpose, job, try int) {
	if !d.Less(clock.Forever) {
		return
	}
	s.timers = append(s.timers, timer{s.Uptime().Plus(d), p, job, try})
}

// untilTimer is how long it is to the next timer.
func (s *server) untilTimer() clock.Duration {
	if len(s.timers) == 0 {
		return clock.Forever
	}
	next := s.timers[0].at
	for _, t := range s.timers[1:] {
		if t.at.Less(next) {
			next = t.at
		}
	}
	return next.Plus(s.Uptime().Neg())
}

// fire runs the timers that are due, in the order in which they were set.
func (s *server) fire() error {
	now := s.Uptime()
	var due, later []timer
	for _, t := range s.timers {
		if now.Less(t.at) {
			later = append(later, t)
		} else {
			due = append(due, t)
		}
	}
	s.timers = later
	for _, t := range due {
		if err := s.run(t); err != nil {
			return err
		}
	}
	return nil
}

func (s *server) run(t timer) error {
	j := s.cat.Job(t.job)
	if len(j.Tries) != t.try {
		return nil
	}
	switch t.purpose {
	case clientTimeout:
		if r := s.runOfJob(t.job); r != nil && !r.started {
			return s.fail(r, statusNoStart, "the client process did not start in time")
		}
	case incompleteOver:
		if j.State == model.Incomplete {
			status := j.Status
			if !s.config.Rules.KeepStatus {
				status = statusOK
			}
			return s.end(j, status, "incomplete for too long")
		}
	case suspendedOver:
		if j.State == model.Suspended {
			return s.end(j, j.Status, "suspended for too long")
		}
	case retry:
		return s.retry(j)
	}
	return nil
}

// retryLater plans an automatic retry of a failed job. N15.
func (s *server) retryLater(j *catalog.Job) {
	if s.config.Rules.AutomaticRetry && j.Kind.Backup() && !s.superseded(j) {
		s.after(s.config.Rules.RetryDelay, retry, j.Number, len(j.Tries))
	}
}

// retry resumes a job that is incomplete, or starts one like it again, unless its
// policy has gone on since. When it has had its tries it waits until the oldest is
// outside the period. N15.
func (s *server) retry(j *catalog.Job) error {
	again := j.State == model.Done && j.Status > statusPartial && j.Status != statusCancelled
	if s.superseded(j) || !again && j.State != model.Incomplete {
		return nil
	}
	if n, oldest := s.triesOf(j); n >= s.config.Rules.Tries {
		wait := oldest.Add(s.config.Rules.TriesPeriod).Sub(s.Now())
		s.after(wait, retry, j.Number, len(j.Tries))
		return nil
	}
	if j.State == model.Incomplete {
		return s.requeue(j)
	}
	return s.submit(message.Start{Kind: j.Kind, Policy: j.Policy, Client: j.Client})
}

// superseded reports whether a later backup of the policy was started for the client.
func (s *server) superseded(j *catalog.Job) bool {
	for _, o := range s.cat.Jobs()[j.Number:] {
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
	since := s.Now().Add(s.config.Rules.TriesPeriod.Neg())
	for _, o := range s.cat.Jobs() {
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

// due starts what a schedule asks for: a new job, which also replaces a resume that
// is waiting. N22.
func (s *server) due(m message.Due) error {
	p := s.config.policy(m.Policy)
	if p == nil {
		return nil
	}
	for _, j := range s.cat.Jobs() {
		if j.Policy != m.Policy || j.State != model.Incomplete && j.State != model.Requeued {
			continue
		}
		if s.config.Rules.ResumeFirst {
			return s.requeue(j)
		}
		s.queue = slices.DeleteFunc(s.queue, func(n int) bool { return n == j.Number })
		if err := s.end(j, j.Status, "a new job is due"); err != nil {
			return err
		}
	}
	return s.submit(message.Start{Kind: m.Kind, Policy: m.Policy})
}
