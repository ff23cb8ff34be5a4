package job

import (
	"gapless/engine/catalog"
	"gapless/engine/message"
)

// VerifyFirst has the image of a job read back before its client process, which waits,
// is told whether to delete what it read; with it other images that are needed for that to
// come back. C13.
func (s *Server) VerifyFirst(r *Run, with ...*catalog.Job) error {
	if s.deleters == nil {
		s.deleters = map[int]int64{}
	}
	s.deleters[r.Job.Number] = r.Client
	_ = s.Send(r.Client, message.Catalogued{}) // one that is gone deletes nothing
	return s.VerifyImage(r.Job, with...)
}

// Acknowledge tells a client process that the image is in the catalogue, and whether to
// delete; one that is gone needs no word.
func (s *Server) Acknowledge(client int64, j *catalog.Job, deletes bool) {
	_ = s.Send(client, message.Acknowledge{Status: j.Status, Delete: deletes}.Boxed())
}

// Verified lets the client process of a job delete, or not, once its image was read back.
// It does nothing when none waits.
func (s *Server) Verified(number int, whole bool) {
	if client, ok := s.deleters[number]; ok {
		delete(s.deleters, number)
		s.Acknowledge(client, s.Cat.Job(number), whole)
	}
}
