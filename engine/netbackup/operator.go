package netbackup

import (
	"gapless/engine/job"
	"gapless/engine/message"
	"gapless/model"
)

// suspend stops the policy's active job at its last checkpoint. N15.
func (s *server) suspend(m message.Suspend) error {
	r := s.Find(m.Policy, m.Job)
	if r == nil || !s.resumable(r.Job) {
		return s.Nothing("suspend", m.Policy)
	}
	s.Halt(r)
	r.Job.State, r.Job.Status, r.Job.Waiting = model.Suspended, job.StatusSuspended, s.Now()
	if err := s.Put(r.Job); err != nil {
		return err
	}
	s.After(s.rules.SuspendedToDone, suspendedOver, r.Job.Number, len(r.Job.Tries))
	return s.Wake()
}

// resume lets the policy's latest suspended or incomplete job go on, under its
// number. While another job of the policy is active it waits, requeued. N15.
func (s *server) resume(m message.Resume) error {
	for i := len(s.Cat.Jobs()); i >= 1; i-- {
		j := s.Cat.Job(i)
		waits := j.State == model.Suspended || j.State == model.Incomplete
		if j.Policy != m.Policy || !waits || m.Job != 0 && m.Job != i {
			continue
		}
		return s.Requeue(j)
	}
	return s.Nothing("resume", m.Policy)
}
