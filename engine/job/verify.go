package job

import (
	"fmt"

	"gapless/engine/catalog"
	"gapless/engine/message"
	"gapless/model"
)

// verify makes a job a client of the policy that reads its latest image back.
func (s *server) verify(m message.Verify) error {
	policy := s.config.policy(m.Policy)
	if policy == nil {
		return nil
	}
	for _, target := range policy.Targets {
		image := s.latest(policy.Name, target.Client)
		j := &catalog.Job{
			Number: s.cat.NextNumber(), Policy: policy.Name, Client: target.Client, Kind: model.Verify,
			State: model.Active, Backup: s.Now(),
		}
		if image == nil {
			if err := s.end(j, statusRead, "there is no image to verify"); err != nil {
				return err
			}
			continue
		}
		j.Base, j.BaseTime = image.Number, image.Backup
		r := &run{job: j, rules: s.config.Rules}
		s.runs = append(s.runs, r)
		if err := s.put(j); err != nil {
			return err
		}
		host := s.hostOf(image)
		pid, err := s.Start(host, message.Reader, message.ReaderOrder{Job: j.Number, Image: image.Image})
		if err != nil {
			if err := s.fail(r, statusTimedOut, fmt.Sprintf("the reader on %s does not start: %v", host, err)); err != nil {
				return err
			}
			continue
		}
		r.writer = pid
	}
	return nil
}

// hostOf is where the first medium of an image is.
func (s *server) hostOf(image *catalog.Job) string {
	for _, f := range image.Image {
		for _, e := range f.Extents {
			for _, m := range s.config.Media {
				if m.Name == e.Medium {
					return m.Host
				}
			}
		}
	}
	return ""
}

// latest is the newest restorable image of a policy and client; nil for none.
func (s *server) latest(policy, client string) (newest *catalog.Job) {
	for _, j := range s.cat.Jobs() {
		if j.Policy == policy && j.Client == client && j.Restorable() &&
			(newest == nil || !j.Backup.Before(newest.Backup)) {
			newest = j
		}
	}
	return newest
}

func (s *server) readBack(r *run, m message.ReadBack) error {
	if m.Damage != "" {
		return s.fail(r, statusRead, m.Damage)
	}
	s.drop(r)
	return s.endAndWake(r.job, statusOK, "")
}

// check makes a job that reads the catalogue back and compares it with what the
// server holds.
func (s *server) check() error {
	j := &catalog.Job{Number: s.cat.NextNumber(), Kind: model.Check, State: model.Active, Backup: s.Now()}
	if err := s.put(j); err != nil {
		return err
	}
	back, err := catalog.Read(s.Files(), s.config.Catalog, s)
	switch {
	case err != nil:
		return s.end(j, statusCatalog, err.Error())
	case len(back.Jobs()) != len(s.cat.Jobs()):
		return s.end(j, statusCatalog, "the catalogue on disk lacks jobs")
	}
	return s.end(j, statusOK, "")
}
