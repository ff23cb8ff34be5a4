package job

import (
	"slices"

	"gapless/engine/defect"
	"gapless/engine/message"
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

// eraser is a process that empties a medium.
type eraser struct {
	pid    int64
	medium string
}

// Erasing reports whether a medium is being emptied by hand, so that nobody may write to
// it.
func (s *Server) Erasing(medium string) bool {
	return slices.ContainsFunc(s.erasers, func(e eraser) bool { return e.medium == medium })
}

// erase has a medium emptied, unless what it holds is still kept.
func (s *Server) erase(m message.Erase) error {
	c := s.Config.Medium(m.Medium)
	if c == nil || s.refuses(m.Medium) || s.Erasing(m.Medium) {
		return nil
	}
	pid, err := s.Start(c.Host, message.Eraser, m)
	if err != nil {
		s.Reports().Note(s.Host(), "erase "+m.Medium+": "+err.Error())
		return nil
	}
	s.erasers = append(s.erasers, eraser{pid, m.Medium})
	return nil
}

// refuses reports whether a medium may not be emptied by hand, and says why not.
func (s *Server) refuses(medium string) bool {
	if !s.conduct.Keeps(medium) && !s.Assigned(medium) || s.Config.Planted == defect.EraseKept {
		return false
	}
	s.Reports().Note(s.Host(), "erase "+medium+": refused, it holds images that are kept, or a job may be writing to it")
	return true
}

// erasing hears that a medium is about to be emptied. What lies on it is taken out of the
// catalogue first: an image that is gone and not known to be is one that a job builds on.
func (s *Server) erasing(from int64, m message.Erasing) error {
	if err := s.conduct.Emptied(m.Medium); err != nil {
		return err
	}
	_ = s.Send(from, m) // an eraser that is gone needs no word
	return nil
}

// erased hears that a process ended, and reports whether it was one that empties media.
func (s *Server) erased(pid int64) (medium string, was bool) {
	i := slices.IndexFunc(s.erasers, func(e eraser) bool { return e.pid == pid })
	if i < 0 {
		return "", false
	}
	medium = s.erasers[i].medium
	s.erasers = slices.Delete(s.erasers, i, i+1)
	return medium, true
}
