package job

import (
	"fmt"
	"slices"

	"gapless/engine/catalog"
	"gapless/engine/message"
	"gapless/model"
)

// verify makes a job a client of the policy that reads its latest image back.
func (s *Server) verify(m message.Verify) error {
	policy := s.Config.Policy(m.Policy)
	if policy == nil {
		return nil
	}
	for _, target := range policy.Targets {
		image := s.latest(policy.Name, target.Client)
		if image == nil {
			j := s.reader(policy.Name, target.Client)
			if err := s.End(j, StatusRead, "there is no image to verify"); err != nil {
				return err
			}
			continue
		}
		if err := s.VerifyImage(image); err != nil {
			return err
		}
	}
	return nil
}

// reader is a new job that reads an image back.
func (s *Server) reader(policy, client string) *catalog.Job {
	return &catalog.Job{
		Number: s.Cat.NextNumber(), Policy: policy, Client: client, Kind: model.Verify,
		State: model.Active, Backup: s.Now(),
	}
}

// VerifyImage makes a job that reads an image back, and others on the same host with it.
func (s *Server) VerifyImage(image *catalog.Job, with ...*catalog.Job) error {
	j := s.reader(image.Policy, image.Client)
	j.Base, j.BaseTime = image.Number, image.Backup
	return s.ReadBack(j, with...)
}

// ReadBack has a job read the image that is its base, from the beginning, and others on the
// same host with it.
func (s *Server) ReadBack(j *catalog.Job, with ...*catalog.Job) error {
	image := s.Cat.Job(j.Base)
	j.State, j.Status = model.Active, StatusOK
	r, err := s.Begin(j)
	if err != nil {
		return err
	}
	host, fragments := s.hostOf(image), image.Image
	for _, other := range with {
		fragments = slices.Concat(fragments, other.Image)
	}
	pid, err := s.Start(host, message.Reader, message.ReaderOrder{Job: j.Number, Image: fragments})
	if err != nil {
		return s.Fail(r, StatusTimedOut, fmt.Sprintf("the reader on %s does not start: %v", host, err))
	}
	r.Writer = pid
	return nil
}

// hostOf is where the first medium of an image is.
func (s *Server) hostOf(image *catalog.Job) string {
	for _, f := range image.Image {
		for _, e := range f.Extents {
			if m := s.Config.Medium(e.Medium); m != nil {
				return m.Host
			}
		}
	}
	return ""
}

// latest is the newest restorable image of a policy and client; nil for none.
func (s *Server) latest(policy, client string) (newest *catalog.Job) {
	for _, j := range s.Cat.Jobs() {
		if j.Policy == policy && j.Client == client && j.Restorable() &&
			(newest == nil || !j.Backup.Before(newest.Backup)) {
			newest = j
		}
	}
	return newest
}

func (s *Server) readBack(r *Run, m message.ReadBack) error {
	if m.Damage != "" {
		return s.Fail(r, StatusRead, m.Damage)
	}
	s.drop(r)
	if err := s.End(r.Job, StatusOK, ""); err != nil {
		return err
	}
	if err := s.conduct.Read(r); err != nil {
		return err
	}
	return s.Wake()
}

// check makes a job that reads the catalogue back and compares it with what the
// server holds.
func (s *Server) check() error {
	return s.Check(&catalog.Job{Number: s.Cat.NextNumber(), Kind: model.Check, Backup: s.Now()})
}

// Check has a job read the catalogue back, from the beginning.
func (s *Server) Check(j *catalog.Job) error {
	j.State, j.Status = model.Active, StatusOK
	if err := s.Put(j); err != nil {
		return err
	}
	back, err := catalog.Read(s.Files(), s.Config.Catalog, s)
	switch {
	case err != nil:
		return s.conduct.Failed(&Run{Job: j}, StatusCatalog, err.Error())
	case len(back.Jobs()) != len(s.Cat.Jobs()):
		return s.conduct.Failed(&Run{Job: j}, StatusCatalog, "the catalogue on disk lacks jobs")
	}
	return s.End(j, StatusOK, "")
}
