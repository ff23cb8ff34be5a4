package job

import (
	"slices"

	"gapless/engine/catalog"
	"gapless/engine/defect"
	"gapless/engine/message"
	"gapless/model"
	"gapless/model/clock"
)

// commit takes fragments into the image of which both the client and the writer have
// spoken, in their order. This is the checkpoint: what is not in the catalogue is read
// again on resume. N14. The last fragment goes into the catalogue with the job's end.
func (s *server) commit(r *run) error {
	for len(r.slots) > 0 && r.slots[0].reached != nil && r.slots[0].written != nil {
		sl := r.slots[0]
		r.slots = r.slots[1:]
		r.first++
		j := r.job
		j.Image = append(j.Image, catalog.Fragment{Extents: sl.written.Extents})
		j.Position = sl.reached.Position
		j.Named = append(j.Named, sl.reached.Named...)
		j.Taken += sl.reached.Taken
		if sl.reached.Last {
			return s.finish(r)
		}
		if err := s.save(j); err != nil {
			return err
		}
	}
	return nil
}

// save makes a job's state durable, and says which fragments are new in the catalogue.
func (s *server) save(j *catalog.Job) error {
	if err := s.cat.PutJob(j); err != nil {
		return err
	}
	s.tell(j)
	return nil
}

// tell says which fragments of a job are new in the catalogue.
func (s *server) tell(j *catalog.Job) {
	for told := s.toldOf(j); *told < len(j.Image); *told++ {
		for _, e := range j.Image[*told].Extents {
			f := model.Fragment{Job: j.Number, Medium: e.Medium, Off: e.Off, Len: e.Len}
			s.Reports().Catalogued(f, s.protection(j, e.Medium))
		}
	}
}

// toldOf is how many fragments of a job were reported.
func (s *server) toldOf(j *catalog.Job) *int {
	for len(s.told) <= j.Number {
		s.told = append(s.told, 0)
	}
	return &s.told[j.Number]
}

// finish ends a job whose image is whole, and only then acknowledges it. N16.
func (s *server) finish(r *run) error {
	j := r.job
	status := statusOK
	if len(j.Named) > 0 && r.rules.Planted != defect.NamesForgotten {
		status = statusPartial
		if j.Taken == 0 && s.rootsNamed(j) {
			status = statusNone
		}
	}
	if r.rules.Planted == defect.ImageTimeAtEnd {
		j.Backup = s.Now()
	}
	s.drop(r)
	if err := s.end(j, status, ""); err != nil {
		return err
	}
	_ = s.Send(r.client, message.Acknowledge{Status: status}) // a client that is gone needs none
	s.Unlink(r.client)                                        // their ends say nothing about the job any more
	s.Unlink(r.writer)
	if r.rules.Planted == defect.QueueForgotten {
		return nil
	}
	return s.wake()
}

// rootsNamed reports whether none of the job's volumes could be read.
func (s *server) rootsNamed(j *catalog.Job) bool {
	p := s.config.policy(j.Policy)
	for _, root := range p.target(j.Client).Roots {
		if !slices.Contains(j.Named, root+"/") {
			return false
		}
	}
	return true
}

// end makes a job done.
func (s *server) end(j *catalog.Job, status int, why string) error {
	j.State, j.Status, j.Ended = model.Done, status, s.Now()
	s.note(j, why)
	return s.put(j)
}

// fail ends an active job's activation with an error. With checkpoints it becomes
// incomplete and waits to be resumed; without it is done. N15.
func (s *server) fail(r *run, status int, why string) error {
	j := r.job
	s.stop(r)
	if !s.resumable(j) {
		if err := s.end(j, status, why); err != nil {
			return err
		}
		s.retryLater(j)
		return s.wake()
	}
	s.note(j, why)
	j.State, j.Status, j.Waiting = model.Incomplete, status, s.Now()
	if err := s.put(j); err != nil {
		return err
	}
	s.after(s.config.Rules.IncompleteToDone, incompleteOver, j.Number, len(j.Tries))
	s.retryLater(j)
	return s.wake()
}

func (s *server) note(j *catalog.Job, why string) {
	if why != "" {
		s.Reports().Note(s.Host(), "job "+itoa(j.Number)+": "+why)
	}
}

// stop ends an activation's processes at once and forgets what is not in the
// catalogue.
func (s *server) stop(r *run) {
	s.drop(r)
	for _, pid := range []int64{r.client, r.writer} {
		if pid != 0 {
			s.Kill(pid)
		}
	}
	if r.rules.ResumeAtLastFile {
		r.job.Position = r.last
	}
}

// drop takes a job off the list of active ones.
func (s *server) drop(r *run) {
	s.runs = slices.DeleteFunc(s.runs, func(o *run) bool { return o == r })
}

// takeUp takes up the jobs that were active or waited when the master stopped. What
// the catalogue says last is said again: the master may have stopped before it could
// tell anybody. P10.
func (s *server) takeUp() error {
	for _, j := range s.cat.Jobs() {
		*s.toldOf(j) = len(j.Image)
	}
	if j := s.cat.Newest(); j != nil {
		*s.toldOf(j) = max(0, len(j.Image)-1)
		s.tell(j)
		s.report(j)
	}
	for _, j := range s.cat.Jobs() {
		switch j.State {
		case model.Active:
			if s.config.Rules.Planted == defect.ActiveForgotten {
				break
			}
			r := &run{job: j, rules: s.config.Rules, last: j.Position}
			if err := s.fail(r, statusAborted, "the master restarted"); err != nil {
				return err
			}
		case model.Suspended:
			if limit := s.config.Rules.SuspendedToDone; limit.Less(clock.Forever) {
				s.after(limit.Plus(s.Now().Sub(j.Waiting).Neg()), suspendedOver, j.Number, len(j.Tries))
			}
		case model.Incomplete:
			left := s.config.Rules.IncompleteToDone.Plus(s.Now().Sub(j.Waiting).Neg())
			s.after(left, incompleteOver, j.Number, len(j.Tries))
			s.retryLater(j)
		case model.Done:
			if j.Status > statusPartial && j.Status != statusCancelled {
				s.retryLater(j)
			}
		case model.Queued, model.Requeued:
			s.queue = append(s.queue, j.Number)
		}
	}
	return s.wake()
}

// protection is for how much longer an image is kept on a medium; it counts from
// the image's backup time.
func (s *server) protection(j *catalog.Job, medium string) clock.Duration {
	for _, m := range s.config.Media {
		if m.Name == medium && m.Retention.Less(clock.Forever) {
			return j.Backup.Add(m.Retention).Sub(s.Now())
		}
	}
	return clock.Forever
}
