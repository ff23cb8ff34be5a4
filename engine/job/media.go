package job

import (
	"slices"

	"gapless/engine/catalog"
	"gapless/engine/defect"
	"gapless/engine/message"
	"gapless/model/clock"
)

// Assigned reports whether an active job may use a medium: what it has written there
// may not be in the catalogue yet.
func (s *Server) Assigned(medium string) bool {
	if s.Config.Planted == defect.ActiveMediaFree {
		return false
	}
	for _, r := range s.runs {
		if slices.ContainsFunc(r.Media, func(c message.Choice) bool { return c.Name == medium }) {
			return true
		}
	}
	return false
}

// Expire lets go of images whose retention is over. An image lives as long as the
// longest-lived medium that holds a part of it.
func (s *Server) Expire() error {
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

func (s *Server) over(j *catalog.Job) bool {
	for _, f := range j.Image {
		for _, e := range f.Extents {
			left := s.conduct.Protection(j, e.Medium)
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

// erase empties a medium, unless what it holds is still kept.
func (s *Server) erase(m message.Erase) error {
	for _, c := range s.Config.Media {
		if c.Name != m.Medium {
			continue
		}
		if (s.conduct.Keeps(m.Medium) || s.Assigned(m.Medium)) && s.Config.Planted != defect.EraseKept {
			s.Reports().Note(s.Host(), "erase "+m.Medium+": refused, it holds images that are kept, or a job may be writing to it")
			return nil
		}
		if _, err := s.Start(c.Host, message.Eraser, m); err != nil {
			s.Reports().Note(s.Host(), "erase "+m.Medium+": "+err.Error())
		}
	}
	return nil
}
