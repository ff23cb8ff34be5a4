package netbackup

import (
	"fmt"

	"gapless/engine/catalog"
	"gapless/engine/defect"
	"gapless/engine/job"
	"gapless/engine/message"
	"gapless/engine/selection"
	"gapless/model"
	"gapless/model/clock"
)

// Activate implements job.Conduct. The rules are those of the release that runs at
// this activation. N10.
func (s *server) Activate(j *catalog.Job, policy *job.Policy, target *job.Target) error {
	rules := s.rulesFor(j)
	now := s.Now()
	first := len(j.Tries) == 0
	if first {
		if err := s.Expire(); err != nil {
			return err
		}
	}
	if first || rules.ImageTime == Latest {
		j.Backup = now
	}
	if first || rules.BaseAgain {
		s.chooseBase(j, &rules)
	}
	try := catalog.Try{Active: now, Offset: rules.DeltaOffset()}
	method := s.method(j, &rules, target, &try)
	j.Tries = append(j.Tries, try)
	j.State, j.Status = model.Active, 0
	if j.Base != 0 && try.Delta.Negative() && method.Name == selection.ModifiedTime && rules.NegativeDelta == EndJob {
		return s.End(j, job.StatusNoBaseDate, "the base lies in the future")
	}
	if rules.ResumeAtStart {
		j.Position = catalog.Position{}
	}
	if !first && s.Config.Planted == defect.ImageBegunAnew {
		j.Image = nil
	}
	r, err := s.Begin(j)
	if err != nil {
		return err
	}
	r.ByFile = rules.ResumeAtLastFile
	return s.startProcesses(r, &rules, policy, target, method)
}

// rulesFor are the rules that a job follows at its next activation. N10.
func (s *server) rulesFor(j *catalog.Job) Rules {
	if r, ok := s.bound[j.Number]; ok && s.rules.FirstRelease {
		return r
	}
	if s.rules.FirstRelease {
		if s.bound == nil {
			s.bound = map[int]Rules{}
		}
		s.bound[j.Number] = s.rules
	}
	return s.rules
}

// method is how the job chooses its files; for a choice by time it computes delta.
// N1: (the master's clock now) - (the base's backup time) + offset. N3: in affected
// releases a resumed job keeps the delta of its first activation.
func (s *server) method(j *catalog.Job, rules *Rules, target *job.Target, try *catalog.Try) message.Method {
	if j.Base == 0 || (j.Kind == model.Full && !rules.CutFulls) {
		return message.Method{}
	}
	m := message.Method{Name: j.Method, Strict: rules.Strict, Ctime: rules.Ctime && !rules.IgnoreCtime}
	if m.Name != selection.ModifiedTime {
		return m
	}
	latest := rules.Anchor == Latest || rules.AnchorByPlatform && target.Windows
	if len(j.Tries) > 0 && !latest {
		try.Delta, try.Offset = j.Tries[0].Delta, j.Tries[0].Offset
	} else {
		since := j.BaseTime
		if s.Config.Planted == defect.DeltaSinceEnd {
			since = s.Cat.Job(j.Base).Ended
		}
		try.Delta = try.Active.Sub(since).Plus(try.Offset)
	}
	m.Delta = try.Delta
	if rules.SendDate {
		m.Date = clock.Assume[clock.Client](j.BaseTime.Add(try.Offset.Neg()), "the master sends a date, and the client compares it with its own files' times")
	}
	if target.Windows || rules.OverlapAll {
		m.Overlap = rules.Overlap
	}
	if try.Delta.Negative() && rules.NegativeDelta == TakeEverything {
		return message.Method{}
	}
	return m
}

// chooseBase finds the image that the job builds on. N19: for an incremental the
// last full, incremental or cumulative, for a cumulative the last full, newest by
// backup time.
func (s *server) chooseBase(j *catalog.Job, rules *Rules) {
	j.Base, j.BaseTime = 0, clock.Time[clock.Master]{}
	if j.Kind == model.Full && !rules.CutFulls {
		return
	}
	for _, b := range s.Cat.Jobs() {
		switch {
		case b.Number == j.Number || b.Policy != j.Policy || b.Client != j.Client || !s.usable(b):
		case j.Kind == model.Cumulative && b.Kind != model.Full && !rules.CumulativeAll:
		case b.Status == job.StatusPartial && !rules.StatusOneBase:
		case j.Base == 0 || !orderTime(b, rules).Before(orderTime(s.Cat.Job(j.Base), rules)):
			j.Base, j.BaseTime = b.Number, b.Backup
		}
	}
}

// usable reports whether a job left an image that others may build on. N19.
func (s *server) usable(b *catalog.Job) bool {
	switch s.Config.Planted {
	case defect.BaseFailed:
		return b.Restorable() || b.Kind.Backup() && b.State == model.Done && b.Status > job.StatusPartial
	case defect.BaseWaiting:
		return b.Restorable() || b.State == model.Suspended || b.State == model.Incomplete
	}
	return b.Restorable()
}

func orderTime(j *catalog.Job, rules *Rules) clock.Time[clock.Master] {
	if rules.BaseByCompletion {
		return j.Ended
	}
	return j.Backup
}

// startProcesses starts the writer and the client process.
func (s *server) startProcesses(r *job.Run, rules *Rules, policy *job.Policy, target *job.Target, method message.Method) error {
	j := r.Job
	host, choices := s.chooseMedia()
	r.Media = choices
	pid, err := s.Start(host, message.Writer, message.WriterOrder{Job: j.Number, Media: choices, Planted: s.Config.Planted})
	if err != nil {
		return s.Fail(r, job.StatusTimedOut, fmt.Sprintf("the writer on %s does not start: %v", host, err))
	}
	r.Writer = pid
	order := message.Order{
		Job: j.Number, Fragment: len(j.Image), Try: len(j.Tries) - 1, Writer: r.Writer,
		Roots: target.Roots, Exclude: policy.Exclude, From: j.Position, Method: method,
		Every: policy.Checkpoint, Progress: rules.ResumeAtLastFile, Patience: rules.Patience,
		BitsWait:  rules.BitsWait,
		ClearBits: j.Method == selection.ArchiveBit && (j.Kind != model.Cumulative || rules.ClearCumulative),
		Reading: message.Reading{
			ResetAccess: rules.ResetAccess && !target.Windows && j.Method != selection.ArchiveBit,
			Watch:       rules.WatchChanging,
			Recheck:     !rules.ClearSetAgain,
			Unasked:     rules.ClearUnasked,
		},
		Planted: s.Config.Planted,
	}
	if !(clock.Duration{}).Less(order.Every) {
		order.Every = rules.CheckpointAlways
	}
	if r.Client, err = s.Start(target.Client, message.Client, order); err != nil {
		return s.Fail(r, job.StatusNoStart, fmt.Sprintf("the client process on %s does not start: %v", target.Client, err))
	}
	if !rules.NoClientTimeout {
		s.After(rules.ClientTimeout, clientTimeout, j.Number, len(j.Tries))
	}
	return nil
}

// resumable reports whether the job's policy takes checkpoints, so that it can be
// suspended, and goes on from the last one after a failure.
func (s *server) resumable(j *catalog.Job) bool {
	p := s.Config.Policy(j.Policy)
	return p != nil && j.Kind.Backup() && ((clock.Duration{}).Less(p.Checkpoint) || (clock.Duration{}).Less(s.rules.CheckpointAlways))
}
