package job

import (
	"slices"

	"gapless/engine/message"
)

// Assigned reports whether an active job may use a medium: what it has written there
// may not be in the catalogue yet.
func (s *Server) Assigned(medium string) bool {
	for _, r := range s.runs {
		if slices.ContainsFunc(r.Media, func(c message.Choice) bool { return c.Name == medium }) {
			return true
		}
	}
	return false
}

// erase empties a medium, unless what it holds is still kept.
func (s *Server) erase(m message.Erase) error {
	for _, c := range s.Config.Media {
		if c.Name != m.Medium {
			continue
		}
		if s.conduct.Keeps(m.Medium) || s.Assigned(m.Medium) {
			s.Reports().Note(s.Host(), "erase "+m.Medium+": refused, it holds images that are kept, or a job may be writing to it")
			return nil
		}
		if _, err := s.Start(c.Host, message.Eraser, m); err != nil {
			s.Reports().Note(s.Host(), "erase "+m.Medium+": "+err.Error())
		}
	}
	return nil
}
