package backupexec

import (
	"slices"

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

// server is Backup Exec's conduct.
type server struct {
	job.Server
	rules Rules
}

// Run is the server, until its host stops or its catalogue cannot be used.
func Run(p job.Process, config Config) {
	s := &server{rules: config.Rules}
	s.Serve(p, config.Config, s)
}

// Method implements job.Conduct.
func (s *server) Method(p *job.Policy, _ *job.Target) string {
	if p.Method == "" {
		return selection.ModifiedTime
	}
	return p.Method
}

// Ready implements job.Conduct: a policy has one active job at a time, and so has the
// server whose media it writes to.
func (s *server) Ready(j *catalog.Job) bool {
	if s.ActiveOf(j.Policy) != nil {
		return false
	}
	return !s.Writing(s.serverOf(j))
}

// serverOf is the server that a job runs on, or ran on last. C5.
func (s *server) serverOf(j *catalog.Job) string {
	p := s.Config.Policy(j.Policy)
	switch {
	case j.Server != "":
		return j.Server
	case p != nil && p.Server != "":
		return p.Server
	case len(s.Config.Media) > 0:
		return s.Config.Media[0].Host
	}
	return ""
}

// Hear implements job.Conduct.
func (s *server) Hear(r *job.Run, m any) error {
	switch m := m.(type) {
	case message.Resume:
		return s.startAgain(m)
	case message.Expire, message.Erased:
		return s.TryHeld()
	case message.Move:
		return s.Moved(m)
	case message.LeftAt:
		return s.left(m)
	case message.Change:
		s.Config.Policies = slices.Clone(s.Config.Policies) // the one it was given is not its own
		if p := s.Config.Policy(m.Policy); p != nil {
			p.Method = m.Method
		}
	case Rules:
		s.rules = m
	}
	if r == nil {
		return nil
	}
	switch m := m.(type) {
	case message.Opened:
		return s.opened(r, m)
	case message.Started:
		if r.Job.Reference.Start == "" && r.Job.Reference.Marks == nil || s.rules.LatestStart {
			r.Job.Reference = m.Reference
		}
	case message.Mounted:
		return s.mounted(r, m)
	case message.MediumFull:
		return s.Filled(m.Medium)
	case message.NoMedium:
		return s.hold(r, m)
	}
	return nil
}

// Finished implements job.Conduct. A job that deletes has its image verified first;
// one that was resumed deletes nothing. C13.
func (s *server) Finished(r *job.Run) error {
	j := r.Job
	if s.rules.RecordAtEnd {
		j.Recorded = clock.Assume[clock.Client](s.Now(), "the server records its own clock, and the client compares its files' times with that")
		if err := s.Cat.PutJob(j); err != nil {
			return err
		}
	}
	deletes := s.Config.Policy(j.Policy).Delete && j.Status == job.StatusOK && (!j.Resumed || s.rules.DeleteResumed)
	if deletes && !s.rules.DeleteAtOnce {
		return s.VerifyFirst(r)
	}
	s.Acknowledge(r.Client, j, deletes)
	return nil
}

// Read implements job.Conduct.
func (s *server) Read(r *job.Run) error {
	s.Verified(r.Job.Base, true)
	return nil
}

// Due implements job.Conduct: a job that waits to be restarted is no reason not to
// start another one of its family. C16.
func (s *server) Due(_ *job.Policy, m message.Due) error {
	return s.Submit(message.Start{Kind: m.Kind, Policy: m.Policy})
}

// Offered reports whether disaster recovery offers a job's image: that of a full that
// was not resumed. C12.
func Offered(r *Rules, j *catalog.Job) bool {
	return j.Kind == model.Full && j.Restorable() && (!j.Resumed || r.OfferResumed)
}
