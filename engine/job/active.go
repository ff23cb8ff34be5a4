package job

import (
	"fmt"

	"gapless/engine/catalog"
	"gapless/engine/defect"
	"gapless/engine/message"
	"gapless/engine/selection"
	"gapless/model"
	"gapless/model/clock"
)

// wake lets waiting jobs go active whose policy has no active job.
func (s *server) wake() error {
	for i := 0; i < len(s.queue); i++ {
		j := s.cat.Job(s.queue[i])
		if s.activeOf(j.Policy) != nil {
			continue
		}
		s.queue = append(s.queue[:i], s.queue[i+1:]...)
		if err := s.activate(j); err != nil {
			return err
		}
		i = -1 // the queue may have changed anywhere
	}
	return nil
}

// activate starts or resumes a job. The rules are those of the release that runs at
// this activation. N10.
func (s *server) activate(j *catalog.Job) error {
	rules := s.rulesFor(j)
	policy := s.config.policy(j.Policy)
	if policy == nil || policy.target(j.Client) == nil {
		return s.end(j, statusNone, "the policy or the client is no longer configured")
	}
	target := policy.target(j.Client)
	now := s.Now()
	first := len(j.Tries) == 0
	if first {
		if err := s.expire(); err != nil {
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
		return s.end(j, statusNoBaseDate, "the base lies in the future")
	}
	if rules.ResumeAtStart {
		j.Position = catalog.Position{}
	}
	if !first && rules.Planted == defect.ImageBegunAnew {
		j.Image = nil
	}
	r := &run{job: j, rules: rules, first: len(j.Image), last: j.Position}
	s.runs = append(s.runs, r)
	if err := s.put(j); err != nil {
		return err
	}
	return s.startProcesses(r, policy, target, method)
}

// rulesFor are the rules that a job follows at its next activation. N10.
func (s *server) rulesFor(j *catalog.Job) Rules {
	if r, ok := s.bound[j.Number]; ok && s.config.Rules.FirstRelease {
		return r
	}
	if s.config.Rules.FirstRelease {
		if s.bound == nil {
			s.bound = map[int]Rules{}
		}
		s.bound[j.Number] = s.config.Rules
	}
	return s.config.Rules
}

// method is how the job chooses its files; for a choice by time it computes delta.
// N1: (the master's clock now) - (the base's backup time) + offset. N3: in affected
// releases a resumed job keeps the delta of its first activation.
func (s *server) method(j *catalog.Job, rules *Rules, target *Target, try *catalog.Try) message.Method {
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
		if rules.Planted == defect.DeltaSinceEnd {
			since = s.cat.Job(j.Base).Ended
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
	for _, b := range s.cat.Jobs() {
		switch {
		case b.Number == j.Number || b.Policy != j.Policy || b.Client != j.Client || !usable(b, rules):
		case j.Kind == model.Cumulative && b.Kind != model.Full && !rules.CumulativeAll:
		case b.Status == statusPartial && !rules.StatusOneBase:
		case j.Base == 0 || !orderTime(b, rules).Before(orderTime(s.cat.Job(j.Base), rules)):
			j.Base, j.BaseTime = b.Number, b.Backup
		}
	}
}

// usable reports whether a job left an image that others may build on. N19.
func usable(b *catalog.Job, rules *Rules) bool {
	switch rules.Planted {
	case defect.BaseFailed:
		return b.Restorable() || b.Kind.Backup() && b.State == model.Done && b.Status > statusPartial
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
func (s *server) startProcesses(r *run, policy *Policy, target *Target, method message.Method) error {
	j := r.job
	host, choices := s.chooseMedia()
	r.media = choices
	pid, err := s.Start(host, message.Writer, message.WriterOrder{Job: j.Number, Media: choices, Planted: r.rules.Planted})
	if err != nil {
		return s.fail(r, statusTimedOut, fmt.Sprintf("the writer on %s does not start: %v", host, err))
	}
	r.writer = pid
	order := message.Order{
		Job: j.Number, Fragment: len(j.Image), Try: len(j.Tries) - 1, Writer: r.writer,
		Roots: target.Roots, Exclude: policy.Exclude, From: j.Position, Method: method,
		Every: policy.Checkpoint, Progress: r.rules.ResumeAtLastFile, Patience: r.rules.Patience,
		BitsWait:  r.rules.BitsWait,
		ClearBits: j.Method == selection.ArchiveBit && (j.Kind != model.Cumulative || r.rules.ClearCumulative),
		Reading: message.Reading{
			ResetAccess: r.rules.ResetAccess && !target.Windows && j.Method != selection.ArchiveBit,
			Watch:       r.rules.WatchChanging,
			Recheck:     !r.rules.ClearSetAgain,
			Unasked:     r.rules.ClearUnasked,
		},
		Planted: r.rules.Planted,
	}
	if !(clock.Duration{}).Less(order.Every) {
		order.Every = r.rules.CheckpointAlways
	}
	if r.client, err = s.Start(target.Client, message.Client, order); err != nil {
		return s.fail(r, statusNoStart, fmt.Sprintf("the client process on %s does not start: %v", target.Client, err))
	}
	if !r.rules.NoClientTimeout {
		s.after(r.rules.ClientTimeout, clientTimeout, j.Number, len(j.Tries))
	}
	return nil
}

// resumable reports whether the job's policy takes checkpoints, so that it can be
// suspended, and goes on from the last one after a failure.
func (s *server) resumable(j *catalog.Job) bool {
	p := s.config.policy(j.Policy)
	return p != nil && j.Kind.Backup() && ((clock.Duration{}).Less(p.Checkpoint) || (clock.Duration{}).Less(s.config.Rules.CheckpointAlways))
}
