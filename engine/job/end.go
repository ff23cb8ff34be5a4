package job

import (
	"slices"

	"gapless/engine/catalog"
	"gapless/engine/defect"
	"gapless/model"
)

// commit takes fragments into the image of which both the client and the writer have
// spoken, in their order. This is the checkpoint: what is not in the catalogue is read
// again on resume. N14. The last fragment goes into the catalogue with the job's end.
func (s *Server) commit(r *Run) error {
	for len(r.slots) > 0 && r.slots[0].reached != nil && r.slots[0].written != nil {
		sl := r.slots[0]
		r.slots = r.slots[1:]
		r.first++
		j := r.Job
		j.Image = append(j.Image, catalog.Fragment{Extents: sl.written.Extents})
		j.Position = sl.reached.Position
		j.Named = append(j.Named, sl.reached.Named...)
		j.Taken += sl.reached.Taken
		if len(sl.reached.Seen) > 0 {
			if err := s.Cat.PutListing(j.Number, len(j.Image)-1, sl.reached.Seen); err != nil {
				return err
			}
		}
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
func (s *Server) save(j *catalog.Job) error {
	if err := s.Cat.PutJob(j); err != nil {
		return err
	}
	s.tell(j)
	return nil
}

// tell says which fragments of a job are new in the catalogue.
func (s *Server) tell(j *catalog.Job) {
	for told := s.toldOf(j); *told < len(j.Image); *told++ {
		for _, e := range j.Image[*told].Extents {
			f := model.Fragment{Job: j.Number, Medium: e.Medium, Off: e.Off, Len: e.Len}
			s.Reports().Catalogued(f, s.conduct.Protection(j, e.Medium))
		}
	}
}

// Forget has a job begin at the beginning when it goes active again.
func (s *Server) Forget(j *catalog.Job) {
	j.Image, j.Position, j.Named, j.Taken, j.Expired = nil, catalog.Position{}, nil, 0, false
	*s.toldOf(j) = 0
}

// toldOf is how many fragments of a job were reported.
func (s *Server) toldOf(j *catalog.Job) *int {
	for len(s.told) <= j.Number {
		s.told = append(s.told, 0)
	}
	return &s.told[j.Number]
}

// finish ends a job whose image is whole, and only then lets it be acknowledged. N16.
func (s *Server) finish(r *Run) error {
	j := r.Job
	status := StatusOK
	if len(j.Named) > 0 && s.Config.Planted != defect.NamesForgotten {
		status = StatusPartial
		if j.Taken == 0 && s.rootsNamed(j) {
			status = StatusNone
		}
	}
	if s.Config.Planted == defect.ImageTimeAtEnd {
		j.Backup = s.Now()
	}
	s.drop(r)
	if err := s.End(j, status, ""); err != nil {
		return err
	}
	if err := s.conduct.Finished(r); err != nil {
		return err
	}
	s.Unlink(r.Client) // their ends say nothing about the job any more
	s.Unlink(r.Writer)
	if s.Config.Planted == defect.QueueForgotten {
		return nil
	}
	return s.Wake()
}

// rootsNamed reports whether none of the job's volumes could be read.
func (s *Server) rootsNamed(j *catalog.Job) bool {
	p := s.Config.Policy(j.Policy)
	for _, root := range p.Target(j.Client).Roots {
		if !slices.Contains(j.Named, root+"/") {
			return false
		}
	}
	return true
}

// End makes a job done.
func (s *Server) End(j *catalog.Job, status int, why string) error {
	j.State, j.Status, j.Ended = model.Done, status, s.Now()
	s.Note(j, why)
	return s.Put(j)
}

// EndAndWake makes a job done, and lets those go active that waited for it.
func (s *Server) EndAndWake(j *catalog.Job, status int, why string) error {
	if err := s.End(j, status, why); err != nil {
		return err
	}
	return s.Wake()
}

// Fail ends an active job's activation with an error.
func (s *Server) Fail(r *Run, status int, why string) error {
	s.Halt(r)
	return s.conduct.Failed(r, status, why)
}

// Note writes a line about a job into the log; none where there is nothing to say.
func (s *Server) Note(j *catalog.Job, why string) {
	if why != "" {
		s.Reports().Note(s.Host(), "job "+itoa(j.Number)+": "+why)
	}
}

// Halt ends an activation's processes at once and forgets what is not in the
// catalogue.
func (s *Server) Halt(r *Run) {
	s.drop(r)
	for _, pid := range []int64{r.Client, r.Writer} {
		if pid != 0 {
			s.Kill(pid)
		}
	}
	if r.ByFile {
		r.Job.Position = r.last
	}
}

// drop takes a job off the list of active ones.
func (s *Server) drop(r *Run) {
	s.runs = slices.DeleteFunc(s.runs, func(o *Run) bool { return o == r })
}

// takeUp takes up the jobs that were active or waited when the master stopped. What
// the catalogue says last is said again: the master may have stopped before it could
// tell anybody. P10.
func (s *Server) takeUp() error {
	for _, j := range s.Cat.Jobs() {
		*s.toldOf(j) = len(j.Image)
	}
	if j := s.Cat.Newest(); j != nil {
		*s.toldOf(j) = max(0, len(j.Image)-1)
		s.tell(j)
		s.report(j)
	}
	for _, j := range s.Cat.Jobs() {
		var err error
		switch j.State {
		case model.Active:
			if s.Config.Planted == defect.ActiveForgotten {
				break
			}
			err = s.conduct.Failed(&Run{Job: j}, StatusAborted, "the master restarted")
		case model.Queued, model.Requeued:
			s.queue = append(s.queue, j.Number)
		default:
			err = s.conduct.TakeUp(j)
		}
		if err != nil {
			return err
		}
	}
	return s.Wake()
}
