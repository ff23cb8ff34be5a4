package certain

import (
	"gapless/engine/catalog"
	"gapless/engine/job"
	"gapless/engine/message"
	"gapless/engine/selection"
	"gapless/model"
	"gapless/model/clock"
)

// Activate implements job.Conduct. The writer starts first: it looks which media are
// there, and only then is it known what the job can build on.
func (s *server) Activate(j *catalog.Job, policy *job.Policy, _ *job.Target) error {
	if err := s.expire(); err != nil {
		return err
	}
	if len(j.Tries) == 0 {
		j.Backup = s.Now()
	}
	j.Server, j.Resumed = s.hostFor(j), len(j.Image) > 0
	pool := s.pool(j)
	writer, err := s.Start(j.Server, message.Writer, message.WriterOrder{Job: j.Number, Pool: pool, Planted: s.Config.Planted})
	r, err := s.BeginWriting(j, writer, err, pool.Tapes)
	if r == nil {
		return err
	}
	s.After(s.rules.Patience, startOver, j.Number, len(j.Tries))
	if (clock.Duration{}).Less(policy.Limit) {
		s.After(policy.Limit, limitOver, j.Number, len(j.Tries))
	}
	return nil
}

// opened starts the client process of a job whose writer runs and has looked at its
// media. A job that has lost a part of its image cannot go on, and begins anew.
func (s *server) opened(r *job.Run, m message.Opened) error {
	j := r.Job
	if len(j.Image) > 0 && !s.there(j, j.Server, m.Missing) {
		s.Halt(r)
		if err := s.End(j, job.StatusRead, "a medium that it needs is not there; it begins anew"); err != nil {
			return err
		}
		return s.Submit(message.Start{Kind: j.Kind, Policy: j.Policy, Client: j.Client})
	}
	if len(j.Image) == 0 {
		s.chooseBase(j, m.Missing)
		if err := s.Put(j); err != nil {
			return err
		}
	}
	policy := s.Config.Policy(j.Policy)
	order, err := s.order(r, policy, policy.Target(j.Client))
	if err != nil {
		return err
	}
	return s.StartClient(r, order)
}

// order is what the client process is to do. It walks the volumes from their beginning,
// also when the job is resumed: what is done is known by proof.
func (s *server) order(r *job.Run, policy *job.Policy, target *job.Target) (message.Order, error) {
	j := r.Job
	method, err := s.method(j)
	o := message.Order{
		Job: j.Number, Fragment: len(j.Image), Try: len(j.Tries) - 1, Writer: r.Writer,
		Roots: target.Roots, Exclude: policy.Exclude, Method: method, Every: policy.Checkpoint,
		Reading:  message.Reading{Watch: true},
		Patience: s.rules.Patience, BitsWait: s.rules.Patience,
		Freeze: s.freeze(j, target), Delete: policy.Delete, Unlooked: s.rules.DeleteChanged, Journal: s.rules.Journal,
		Planted: s.Config.Planted,
	}
	if s.rules.ByPosition {
		o.From = j.Position
	}
	return o, err
}

// freeze is what is read of a target: snapshots of the volumes that can have one, unless
// that has failed.
func (s *server) freeze(j *catalog.Job, t *job.Target) message.Freeze {
	with := 0
	for _, v := range t.Volumes {
		if v.Snapshots {
			with++
		}
	}
	switch {
	case with == 0 || s.live[j.Number]:
		return message.Live
	case with == len(t.Volumes):
		return message.Frozen
	}
	return message.Partial
}

// method is what a job compares with: the listing of its base, or its own so far, and
// the reference since which that is known.
func (s *server) method(j *catalog.Job) (message.Method, error) {
	m := message.Method{Name: selection.Proven, List: true, Slack: s.rules.Slack, NoGone: s.rules.NoGone, Proof: s.rules.Proof}
	from, since := j.Base, s.Cat.Job(j.Base)
	if len(j.Image) > 0 {
		from = j.Number
		if since == nil {
			since = j
		}
	}
	if since == nil {
		return m, nil
	}
	m.Base = since.Reference
	if s.rules.FailedRecords {
		for _, b := range s.Cat.Jobs()[since.Number:] {
			if b.Policy == j.Policy && b.Client == j.Client && b.Number != j.Number && b.Reference.Start != "" {
				m.Base = b.Reference
			}
		}
	}
	var err error
	m.Known, err = s.Cat.Listing(from)
	return m, err
}

// chooseBase finds the newest image that a job can build on: all of it, and all that it
// builds on, is on media that are there. Newest is what was started last: no clock has a
// say. Without one the job takes everything.
func (s *server) chooseBase(j *catalog.Job, missing []string) {
	j.Base, j.BaseTime = 0, clock.Time[clock.Master]{}
	if j.Kind != model.Incremental && j.Kind != model.Cumulative {
		return
	}
	for n := len(s.Cat.Jobs()); n > 0; n-- {
		b := s.Cat.Job(n)
		whole := b.Kind == model.Full || b.Base == 0
		builds := b.Kind == model.Full || b.Kind == model.Incremental || b.Kind == model.Cumulative
		if n == j.Number || b.Policy != j.Policy || b.Client != j.Client || !b.Restorable() || !builds {
			continue
		}
		if j.Kind == model.Cumulative && !whole || !s.there(b, j.Server, missing) {
			continue
		}
		j.Base, j.BaseTime = n, b.Backup
		return
	}
}
