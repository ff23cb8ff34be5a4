package job

import (
	"slices"
	"strconv"

	"gapless/engine/catalog"
	"gapless/engine/message"
	"gapless/model"
)

// Submit makes a job a client of the policy, active at once where it may be.
func (s *Server) Submit(m message.Start) error {
	policy := s.Config.Policy(m.Policy)
	if policy == nil {
		return nil
	}
	for i := range policy.Targets {
		target := &policy.Targets[i]
		if m.Client != "" && m.Client != target.Client {
			continue
		}
		j := &catalog.Job{
			Number: s.Cat.NextNumber(), Policy: policy.Name, Client: target.Client, Kind: m.Kind,
			Method: s.conduct.Method(policy, target), State: model.Queued,
		}
		if s.conduct.Ready(j) {
			if err := s.activate(j); err != nil {
				return err
			}
			continue
		}
		if err := s.Put(j); err != nil {
			return err
		}
		s.queue = append(s.queue, j.Number)
	}
	return s.Wake()
}

// Requeue lets a job that was active before go active again, as soon as it may.
func (s *Server) Requeue(j *catalog.Job) error {
	s.queue = append(s.queue, j.Number)
	if !s.conduct.Ready(j) {
		j.State = model.Requeued
		return s.Put(j)
	}
	return s.Wake()
}

// Unqueue takes a job off the queue.
func (s *Server) Unqueue(number int) {
	s.queue = slices.DeleteFunc(s.queue, func(n int) bool { return n == number })
}

// cancel ends the policy's active job, else its latest that waits. N15.
func (s *Server) cancel(m message.Cancel) error {
	if r := s.Find(m.Policy, m.Job); r != nil {
		s.Halt(r)
		return s.EndAndWake(r.Job, StatusCancelled, "cancelled")
	}
	for i := len(s.Cat.Jobs()); i >= 1; i-- {
		j := s.Cat.Job(i)
		if j.Policy != m.Policy || j.State == model.Done || m.Job != 0 && m.Job != i {
			continue
		}
		s.Unqueue(i)
		return s.EndAndWake(j, StatusCancelled, "cancelled")
	}
	return s.Nothing("cancel", m.Policy)
}

// Find is the run of a policy's active job, of the number given unless that is 0.
func (s *Server) Find(policy string, number int) *Run {
	for _, r := range s.runs {
		if r.Job.Policy == policy && (number == 0 || number == r.Job.Number) {
			return r
		}
	}
	return nil
}

// Nothing says that what was asked for finds no job.
func (s *Server) Nothing(verb, policy string) error {
	s.Reports().Note(s.Host(), verb+" "+policy+": there is no such job")
	return nil
}

func itoa(n int) string { return strconv.Itoa(n) }
