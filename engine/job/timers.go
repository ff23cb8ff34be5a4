package job

import "gapless/model/clock"

// Timer is due at an uptime of the host: waits follow a host's rate, never its steps.
// It is about one activation of one job, and void when the job has gone on.
type Timer struct {
	Purpose uint8 // what for; the conduct's own numbers
	at      clock.Duration
	job     int
	try     int
}

// After sets a timer; clock.Forever sets none.
func (s *Server) After(d clock.Duration, purpose uint8, job, try int) {
	if !d.Less(clock.Forever) {
		return
	}
	s.timers = append(s.timers, Timer{purpose, s.Uptime().Plus(d), job, try})
}

// untilTimer is how long it is to the next timer.
func (s *Server) untilTimer() clock.Duration {
	if len(s.timers) == 0 {
		return clock.Forever
	}
	next := s.timers[0].at
	for _, t := range s.timers[1:] {
		if t.at.Less(next) {
			next = t.at
		}
	}
	return next.Plus(s.Uptime().Neg())
}

// fire runs the timers that are due, in the order in which they were set.
func (s *Server) fire() error {
	now := s.Uptime()
	var due, later []Timer
	for _, t := range s.timers {
		if now.Less(t.at) {
			later = append(later, t)
		} else {
			due = append(due, t)
		}
	}
	s.timers = later
	for _, t := range due {
		j := s.Cat.Job(t.job)
		if len(j.Tries) != t.try {
			continue
		}
		if err := s.conduct.Ring(t, j); err != nil {
			return err
		}
	}
	return nil
}
