package job

import (
	"strconv"

	"gapless/engine/catalog"
	"gapless/engine/message"
	"gapless/engine/selection"
	"gapless/model"
)

// submit makes a job a client of the policy, active at once unless another job of the
// policy is. N15: manual starts count as tries but are not bounded by them.
func (s *server) submit(m message.Start) error {
	policy := s.config.policy(m.Policy)
	if policy == nil {
		return nil
	}
	for i := range policy.Targets {
		target := &policy.Targets[i]
		if m.Client != "" && m.Client != target.Client {
			continue
		}
		j := &catalog.Job{
			Number: s.cat.NextNumber(), Policy: policy.Name, Client: target.Client, Kind: m.Kind,
			Method: s.defaultMethod(policy, target), State: model.Queued,
		}
		if s.activeOf(policy.Name) == nil {
			if err := s.activate(j); err != nil {
				return err
			}
			continue
		}
		if err := s.put(j); err != nil {
			return err
		}
		s.queue = append(s.queue, j.Number)
	}
	return s.wake()
}

// defaultMethod is the policy's method, or the platform's. N7.
func (s *server) defaultMethod(p *Policy, t *Target) string {
	switch {
	case p.Method != "":
		return p.Method
	case t.Windows && !s.config.Rules.WindowsDates:
		return selection.ArchiveBit
	}
	return selection.ModifiedTime
}

// suspend stops the policy's active job at its last checkpoint. N15.
func (s *server) suspend(m message.Suspend) error {
	r := s.find(m.Policy, m.Job)
	if r == nil || !s.resumable(r.job) {
		return s.nothing("suspend", m.Policy)
	}
	s.stop(r)
	r.job.State, r.job.Status, r.job.Waiting = model.Suspended, statusSuspended, s.Now()
	if err := s.put(r.job); err != nil {
		return err
	}
	s.after(s.config.Rules.SuspendedToDone, suspendedOver, r.job.Number, len(r.job.Tries))
	return s.wake()
}

// resume lets the policy's latest suspended or incomplete job go on, under its
// number. While another job of the policy is active it waits, requeued. N15.
func (s *server) resume(m message.Resume) error {
	for i := len(s.cat.Jobs()); i >= 1; i-- {
		j := s.cat.Job(i)
		waits := j.State == model.Suspended || j.State == model.Incomplete
		if j.Policy != m.Policy || !waits || m.Job != 0 && m.Job != i {
			continue
		}
		return s.requeue(j)
	}
	return s.nothing("resume", m.Policy)
}

// requeue lets a job that was active before go active again.
func (s *server) requeue(j *catalog.Job) error {
	s.queue = append(s.queue, j.Number)
	if s.activeOf(j.Policy) != nil {
		j.State = model.Requeued
		return s.put(j)
	}
	return s.wake()
}

// cancel ends the policy's active job, else its latest that waits. N15.
func (s *server) cancel(m message.Cancel) error {
	if r := s.find(m.Policy, m.Job); r != nil {
		s.stop(r)
		return s.endAndWake(r.job, statusCancelled, "cancelled")
	}
	for i := len(s.cat.Jobs()); i >= 1; i-- {
		j := s.cat.Job(i)
		if j.Policy != m.Policy || j.State == model.Done || m.Job != 0 && m.Job != i {
			continue
		}
		for k, n := range s.queue {
			if n == i {
				s.queue = append(s.queue[:k], s.queue[k+1:]...)
				break
			}
		}
		return s.endAndWake(j, statusCancelled, "cancelled")
	}
	return s.nothing("cancel", m.Policy)
}

func (s *server) endAndWake(j *catalog.Job, status int, why string) error {
	if err := s.end(j, status, why); err != nil {
		return err
	}
	return s.wake()
}

// find is the run of a policy's active job, of the number given unless that is 0.
func (s *server) find(policy string, number int) *run {
	for _, r := range s.runs {
		if r.job.Policy == policy && (number == 0 || number == r.job.Number) {
			return r
		}
	}
	return nil
}

func (s *server) nothing(verb, policy string) error {
	s.Reports().Note(s.Host(), verb+" "+policy+": there is no such job")
	return nil
}

func itoa(n int) string { return strconv.Itoa(n) }
