package job

import "gapless/engine/catalog"

// Wake lets waiting jobs go active that may.
func (s *Server) Wake() error {
	for i := 0; i < len(s.queue); i++ {
		j := s.Cat.Job(s.queue[i])
		if !s.conduct.Ready(j) {
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

// activate starts or resumes a job.
func (s *Server) activate(j *catalog.Job) error {
	policy := s.Config.Policy(j.Policy)
	if policy == nil || policy.Target(j.Client) == nil {
		return s.End(j, StatusNone, "the policy or the client is no longer configured")
	}
	return s.conduct.Activate(j, policy, policy.Target(j.Client))
}

// Begin is the run of a job that has just gone active, made durable.
func (s *Server) Begin(j *catalog.Job) (*Run, error) {
	r := &Run{Job: j, first: len(j.Image), last: j.Position}
	s.runs = append(s.runs, r)
	return r, s.Put(j)
}
