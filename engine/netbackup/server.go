package netbackup

import (
	"gapless/engine/catalog"
	"gapless/engine/job"
	"gapless/engine/message"
	"gapless/engine/selection"
	"gapless/model"
	"gapless/model/clock"
)

// Config is what a server is started with.
type Config struct {
	job.Config
	Rules Rules
}

// server is NetBackup's conduct.
type server struct {
	job.Server
	rules Rules
	bound map[int]Rules // by job, where jobs keep the rules of their first activation
}

// Run is the server, until its host stops or its catalogue cannot be used.
func Run(p job.Process, config Config) {
	s := &server{rules: config.Rules}
	s.Serve(p, config.Config, s)
}

// Method implements job.Conduct: the policy's method, or the platform's. N7.
func (s *server) Method(p *job.Policy, t *job.Target) string {
	switch {
	case p.Method != "":
		return p.Method
	case t.Windows && !s.rules.WindowsDates:
		return selection.ArchiveBit
	}
	return selection.ModifiedTime
}

// Ready implements job.Conduct: a policy has one active job at a time.
func (s *server) Ready(j *catalog.Job) bool { return s.ActiveOf(j.Policy) == nil }

// Hear implements job.Conduct.
func (s *server) Hear(_ *job.Run, m any) error {
	switch m := m.(type) {
	case message.Suspend:
		return s.suspend(m)
	case message.Resume:
		return s.resume(m)
	case message.Expire:
		return s.expire()
	case message.MediumFull:
		return s.Cat.PutMedium(catalog.Medium{Name: m.Medium, Full: true})
	case Rules:
		s.rules = m
	}
	return nil
}

// Finished implements job.Conduct.
func (s *server) Finished(r *job.Run) error {
	s.Acknowledge(r.Client, r.Job, false)
	return nil
}

// Read implements job.Conduct.
func (s *server) Read(*job.Run) error { return nil }

// Failed implements job.Conduct: with checkpoints a job becomes incomplete and waits to
// be resumed; without it is done. N15.
func (s *server) Failed(r *job.Run, status int, why string) error {
	j := r.Job
	if !s.resumable(j) {
		if err := s.End(j, status, why); err != nil {
			return err
		}
		s.retryLater(j)
		return s.Wake()
	}
	s.Note(j, why)
	j.State, j.Status, j.Waiting = model.Incomplete, status, s.Now()
	if err := s.Put(j); err != nil {
		return err
	}
	s.After(s.rules.IncompleteToDone, incompleteOver, j.Number, len(j.Tries))
	s.retryLater(j)
	return s.Wake()
}

// TakeUp implements job.Conduct.
func (s *server) TakeUp(j *catalog.Job) error {
	switch j.State {
	case model.Suspended:
		if limit := s.rules.SuspendedToDone; limit.Less(clock.Forever) {
			s.After(limit.Plus(s.Now().Sub(j.Waiting).Neg()), suspendedOver, j.Number, len(j.Tries))
		}
	case model.Incomplete:
		left := s.rules.IncompleteToDone.Plus(s.Now().Sub(j.Waiting).Neg())
		s.After(left, incompleteOver, j.Number, len(j.Tries))
		s.retryLater(j)
	case model.Done:
		if j.Status > job.StatusPartial && j.Status != job.StatusCancelled {
			s.retryLater(j)
		}
	}
	return nil
}

// Cancelled implements job.Conduct.
func (s *server) Cancelled(j *catalog.Job) error {
	return s.EndAndWake(j, job.StatusCancelled, "cancelled")
}
