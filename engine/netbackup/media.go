package netbackup

import (
	"gapless/engine/catalog"
	"gapless/engine/defect"
	"gapless/engine/job"
	"gapless/engine/message"
	"gapless/model/clock"
)

// chooseMedia lists the media that a job may use, all on the host of the first: in
// the configured order those with room, then those on which nothing is kept any
// more, to be emptied first.
func (s *server) chooseMedia() (host string, choices []message.Choice) {
	for _, recyclable := range []bool{false, true} {
		for _, m := range s.Config.Media {
			full := s.Cat.Medium(m.Name).Full
			if full != recyclable || s.Erasing(m.Name) || full && (s.Cat.Holds(m.Name) || s.Assigned(m.Name)) {
				continue
			}
			if host == "" {
				host = m.Host
			}
			if m.Host == host {
				choices = append(choices, message.Choice{Name: m.Name, Erase: full})
			}
		}
	}
	if host == "" && len(s.Config.Media) > 0 {
		host = s.Config.Media[0].Host
	}
	return host, choices
}

// Protection implements job.Conduct: it counts from the image's backup time.
func (s *server) Protection(j *catalog.Job, medium string) clock.Duration {
	if m := s.Config.Medium(medium); m != nil && m.Retention.Less(clock.Forever) {
		return j.Backup.Add(m.Retention).Sub(s.Now())
	}
	return clock.Forever
}

// Keeps implements job.Conduct.
func (s *server) Keeps(medium string) bool { return s.Cat.Holds(medium) }

// Emptied implements job.Conduct.
func (s *server) Emptied(medium string) error { return s.Cat.PutMedium(catalog.Medium{Name: medium}) }

// expire lets go of images whose retention is over. An image lives as long as the
// longest-lived medium that holds a part of it.
func (s *server) expire() error {
	for _, j := range s.Cat.Jobs() {
		if !j.Restorable() || !s.over(j) {
			continue
		}
		j.Expired = true
		if err := s.Cat.PutJob(j); err != nil {
			return err
		}
		s.Note(j, "its image expired")
	}
	return nil
}

func (s *server) over(j *catalog.Job) bool {
	for _, f := range j.Image {
		for _, e := range f.Extents {
			left := s.Protection(j, e.Medium)
			if left.Less(clock.Forever) && s.Config.Planted == defect.ExpiredAtOnce {
				continue
			}
			if (clock.Duration{}).Less(left) {
				return false
			}
		}
	}
	return true
}

// Wrote implements job.Conduct.
func (s *server) Wrote(*job.Run, *message.Written) error { return nil }
