package backupexec

import (
	"gapless/engine/catalog"
	"gapless/engine/job"
	"gapless/engine/message"
	"gapless/engine/selection"
	"gapless/model"
	"gapless/model/clock"
)

// Activate implements job.Conduct. The writer starts first, on the server that the job
// runs on: the clock of that server is the one whose time is recorded. D17.
func (s *server) Activate(j *catalog.Job, policy *job.Policy, target *job.Target) error {
	first := len(j.Tries) == 0
	if first {
		j.Backup = s.Now()
		s.chooseBase(j)
		if why := s.refusal(j, policy, target); why != "" && (clock.Duration{}).Less(s.interval(policy)) {
			s.Note(j, "checkpoint restart is not possible: "+why)
		}
	}
	switch gone := j.Base != 0 && !s.whole(s.Cat.Job(j.Base)); {
	case gone && !first: // since then, and what it has goes with that
		s.Forget(j)
		s.chooseBase(j)
	case s.rules.AtStart || j.Expired:
		s.Forget(j)
	}
	host, writer, err := s.startWriter(j)
	if err != nil && s.rules.WaitForServer && j.Server != "" {
		return s.waitForServer(j, err)
	}
	j.Server = host
	j.Resumed = len(j.Image) > 0
	r, err := s.BeginWriting(j, writer, err, s.pool(host, j).Tapes)
	if r == nil {
		return err
	}
	r.ByFile = s.rules.AtLastFile
	s.After(s.rules.Patience, startOver, j.Number, len(j.Tries))
	if (clock.Duration{}).Less(policy.Limit) && !(s.rules.LimitRestarts && j.Restarts > 0) {
		s.After(policy.Limit.Plus(s.Now().Sub(j.Tries[0].Active).Neg()), limitOver, j.Number, len(j.Tries))
	}
	return nil
}

// startWriter starts the writer on the job's server or, where a job that is restarted
// cannot reach that, on another. C5.
func (s *server) startWriter(j *catalog.Job) (host string, pid int64, err error) {
	host = s.serverOf(j)
	pid, err = s.writer(host, j)
	if err == nil || j.Server == "" || s.rules.WaitForServer || s.rules.StayThere {
		return host, pid, err
	}
	for _, m := range s.Config.Media {
		if m.Host == host || s.Writing(m.Host) {
			continue
		}
		if pid, other := s.writer(m.Host, j); other == nil {
			return m.Host, pid, nil
		}
	}
	return host, 0, err
}

func (s *server) writer(host string, j *catalog.Job) (int64, error) {
	return s.Start(host, message.Writer, message.WriterOrder{Job: j.Number, Pool: s.pool(host, j), Planted: s.Config.Planted})
}

// opened starts the client process of a job whose writer runs. References are those of
// the first start. C14.
func (s *server) opened(r *job.Run, m message.Opened) error {
	j := r.Job
	policy := s.Config.Policy(j.Policy)
	target := policy.Target(j.Client)
	if j.Recorded.IsZero() || s.rules.LatestStart {
		j.Recorded = m.At
		if s.rules.MasterTime {
			j.Recorded = clock.Assume[clock.Client](s.Now(), "the master records its own clock, and the client compares its files' times with that")
		}
	}
	order, err := s.order(r, policy, target)
	if err != nil {
		return err
	}
	return s.StartClient(r, order)
}

// order is what the client process is to do.
func (s *server) order(r *job.Run, policy *job.Policy, target *job.Target) (message.Order, error) {
	j := r.Job
	method, err := s.method(j)
	if err != nil {
		return message.Order{}, err
	}
	o := message.Order{
		Job: j.Number, Fragment: len(j.Image), Try: len(j.Tries) - 1, Writer: r.Writer,
		Roots: target.Roots, Exclude: policy.Exclude, From: j.Position, Method: method,
		Progress: s.rules.AtLastFile, Patience: s.rules.Patience, BitsWait: s.rules.BitsWait,
		ClearBits: j.Method == selection.ArchiveBit && s.clears(j.Kind),
		Freeze:    freeze(target), Delete: policy.Delete, Unlooked: s.rules.DeleteChanged, Journal: s.rules.Journal,
		Planted: s.Config.Planted,
	}
	goes := j.Method != selection.ArchiveBit && j.Kind != model.WorkingSet // by journals
	o.Journal.Enable = o.Journal.Enable && (goes || s.rules.SetRecords)
	o.Journal.Read = o.Journal.Read && goes && j.Base != 0
	o.Reading = message.Reading{
		Quiet: s.rules.OwnReads == Unseen, ResetAccess: s.rules.OwnReads == PutBack && o.Freeze == message.Live,
		Watch: s.rules.WatchChanging && o.Freeze == message.Live, ClearEach: s.rules.ClearEach,
		Recheck: s.rules.LookAgain && !s.rules.NeverLook,
	}
	if s.refusal(j, policy, target) == "" {
		o.Every = s.interval(policy)
	}
	return o, nil
}

// freeze is what is read of a target: a snapshot where all volumes can have one.
func freeze(t *job.Target) message.Freeze {
	for _, v := range t.Volumes {
		if !v.Snapshots {
			return message.Live
		}
	}
	if len(t.Volumes) == 0 {
		return message.Live
	}
	return message.Frozen
}
