package certain

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

// server is the product's conduct.
type server struct {
	job.Server
	rules   Rules
	live    map[int]bool // jobs whose volumes could not be frozen, and are read themselves
	erasing []string     // media that somebody has asked to be erased, and are not yet

	counting bool           // the two below are known
	begun    clock.Duration // when this server began to count, in the uptime of its host
	before   clock.Duration // how long servers had counted before
}

// Run is the server, until its host stops or its catalogue cannot be used.
func Run(p job.Process, config Config) {
	s := &server{rules: config.Rules}
	s.Serve(p, config.Config, s)
}

// Method implements job.Conduct.
func (s *server) Method(*job.Policy, *job.Target) string { return selection.Proven }

// Ready implements job.Conduct: a policy has one active job at a time, and so has a
// media host: what one writes must not be taken for free by another.
func (s *server) Ready(j *catalog.Job) bool {
	if s.ActiveOf(j.Policy) != nil {
		return false
	}
	return !s.Writing(s.hostFor(j))
}

// Hear implements job.Conduct.
func (s *server) Hear(r *job.Run, m any) error {
	switch m := m.(type) {
	case message.Suspend:
		return s.suspend(m)
	case message.Resume:
		return s.resume(m)
	case message.Expire:
		if err := s.expire(); err != nil {
			return err
		}
		return s.TryHeld()
	case message.Move:
		return s.Moved(m)
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
		s.refer(r.Job, m.Reference)
	case message.Mounted:
		return s.mounted(r, m)
	case message.MediumFull:
		return s.Filled(m.Medium)
	case message.NoMedium:
		return s.hold(r)
	}
	return nil
}

// refer keeps a job's reference. It is that of an activation which had nothing to go on
// with: what an earlier one has read is proven by nothing later.
func (s *server) refer(j *catalog.Job, ref catalog.Reference) {
	if len(j.Image) == 0 || s.rules.LatestStart {
		j.Reference = ref
	}
}

// Due implements job.Conduct: a new job, which also replaces one that waits by itself.
func (s *server) Due(_ *job.Policy, m message.Due) error {
	for _, j := range s.Cat.Jobs() {
		waits := j.State == model.Incomplete || j.State == model.Requeued || j.State == model.OnHold
		if j.Policy != m.Policy || !waits {
			continue
		}
		s.Unqueue(j.Number)
		if err := s.End(j, failed(j.Status), "a new job is due"); err != nil {
			return err
		}
	}
	return s.Submit(message.Start{Kind: m.Kind, Policy: m.Policy})
}

// failed is the status of a job that ends before its image is whole.
func failed(status int) int {
	if status <= job.StatusPartial {
		return job.StatusAborted
	}
	return status
}

// Finished implements job.Conduct. A job that deletes has its image read back first, and all
// that it builds on: a restore needs that, too. One that was resumed deletes nothing, since it reads what it took in another process.
func (s *server) Finished(r *job.Run) error {
	j := r.Job
	deletes := s.Config.Policy(j.Policy).Delete && j.Status == job.StatusOK && !j.Resumed
	if deletes && !s.rules.DeleteAtOnce {
		return s.VerifyFirst(r, s.under(j)...)
	}
	s.Acknowledge(r.Client, j, deletes)
	return nil
}

// under are the images that a job builds on.
func (s *server) under(j *catalog.Job) (all []*catalog.Job) {
	for b := s.Cat.Job(j.Base); b != nil; b = s.Cat.Job(b.Base) {
		all = append(all, b)
	}
	return all
}

// Read implements job.Conduct.
func (s *server) Read(r *job.Run) error {
	s.Verified(r.Job.Base, true)
	return nil
}
