package job

import (
	"gapless/engine/catalog"
	"gapless/engine/defect"
	"gapless/engine/message"
	"gapless/model/clock"
)

// chooseMedia lists the media that a job may use, all on the host of the first: in
// the configured order those with room, then those on which nothing is kept any
// more, to be emptied first.
func (s *server) chooseMedia() (host string, choices []message.Choice) {
	for _, recyclable := range []bool{false, true} {
		for _, m := range s.config.Media {
			full := s.cat.Medium(m.Name).Full
			if full != recyclable || full && (s.cat.Holds(m.Name) || s.assigned(m.Name)) {
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
	if host == "" && len(s.config.Media) > 0 {
		host = s.config.Media[0].Host
	}
	return host, choices
}

// assigned reports whether an active job may use a medium: what it has written there
// may not be in the catalogue yet.
func (s *server) assigned(medium string) bool {
	for _, r := range s.runs {
		if r.rules.Planted == defect.ActiveMediaFree {
			continue
		}
		for _, c := range r.media {
			if c.Name == medium {
				return true
			}
		}
	}
	return false
}

// expire lets go of images whose retention is over. An image lives as long as the
// longest-lived medium that holds a part of it.
func (s *server) expire() error {
	for _, j := range s.cat.Jobs() {
		if !j.Restorable() || !s.over(j) {
			continue
		}
		j.Expired = true
		if err := s.cat.PutJob(j); err != nil {
			return err
		}
		s.note(j, "its image expired")
	}
	return nil
}

func (s *server) over(j *catalog.Job) bool {
	for _, f := range j.Image {
		for _, e := range f.Extents {
			if s.config.Rules.Planted == defect.ExpiredAtOnce && s.protection(j, e.Medium).Less(clock.Forever) {
				continue
			}
			if (clock.Duration{}).Less(s.protection(j, e.Medium)) {
				return false
			}
		}
	}
	return true
}

// erase empties a medium, unless an image on it is still kept.
func (s *server) erase(m message.Erase) error {
	for _, c := range s.config.Media {
		if c.Name != m.Medium {
			continue
		}
		if (s.cat.Holds(m.Medium) || s.assigned(m.Medium)) && s.config.Rules.Planted != defect.EraseKept {
			s.Reports().Note(s.Host(), "erase "+m.Medium+": refused, it holds images that are kept, or a job may be writing to it")
			return nil
		}
		if _, err := s.Start(c.Host, message.Eraser, m); err != nil {
			s.Reports().Note(s.Host(), "erase "+m.Medium+": "+err.Error())
		}
	}
	return nil
}
