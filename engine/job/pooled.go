package job

import (
	"fmt"

	"gapless/engine/catalog"
	"gapless/engine/message"
	"gapless/model"
	"gapless/model/clock"
)

// What is here serves the products whose writers choose their media from a pool as they
// go: the writer starts before the client process, one job at a time writes to the media of
// a host, and a job for which there is no medium waits for one.

// Writing reports whether a backup writes to the media of a host.
func (s *Server) Writing(host string) bool {
	for _, r := range s.runs {
		if r.Job.Kind.Backup() && r.Job.Server == host {
			return true
		}
	}
	return false
}

// BeginWriting makes a job active on its server, whose writer was started with these
// tapes, or was not. It gives no run for a job that has ended or waits by then.
func (s *Server) BeginWriting(j *catalog.Job, writer int64, notStarted error, tapes []message.Tape) (*Run, error) {
	j.Tries = append(j.Tries, catalog.Try{Active: s.Now()})
	j.State, j.Status = model.Active, StatusOK
	r, err := s.Begin(j)
	if err != nil {
		return nil, err
	}
	if notStarted != nil {
		return nil, s.Fail(r, StatusTimedOut, fmt.Sprintf("the writer on %s does not start: %v", j.Server, notStarted))
	}
	r.Writer = writer
	for i := range tapes {
		r.Media = append(r.Media, message.Choice{Name: tapes[i].Name})
	}
	return r, nil
}

// StartClient starts the client process of a job whose writer runs.
func (s *Server) StartClient(r *Run, order message.Order) (err error) {
	client := r.Job.Client
	if r.Client, err = s.Start(client, message.Client, order); err != nil {
		return s.Fail(r, StatusNoStart, fmt.Sprintf("the client process on %s does not start: %v", client, err))
	}
	return nil
}

// NotStarted fails an activation whose client process has not started by now.
func (s *Server) NotStarted(r *Run) error {
	if r == nil || r.Started {
		return nil
	}
	return s.Fail(r, StatusNoStart, "its processes did not start in time")
}

// Hold has a job without a medium wait, and go on from where it is. The timer's purpose is
// for when a medium may be free at the latest. C15.
func (s *Server) Hold(r *Run, within clock.Duration, purpose uint8) error {
	j := r.Job
	s.Note(j, "on hold: no medium may be written to")
	j.State, j.Waiting = model.OnHold, s.Now()
	if err := s.Put(j); err != nil {
		return err
	}
	s.After(within, purpose, j.Number, len(j.Tries))
	return s.Wake()
}

// TryHeld lets the jobs on hold look for a medium again.
func (s *Server) TryHeld() error {
	for _, j := range s.Cat.Jobs() {
		if j.State == model.OnHold {
			if err := s.Requeue(j); err != nil {
				return err
			}
		}
	}
	return nil
}

// Restart has a job that failed wait, and counts its restarts. C4.
func (s *Server) Restart(j *catalog.Job, status int, wait clock.Duration, purpose uint8) error {
	j.State, j.Status, j.Waiting = model.Incomplete, status, s.Now()
	j.Restarts++
	if err := s.Put(j); err != nil {
		return err
	}
	s.After(wait, purpose, j.Number, len(j.Tries))
	return s.Wake()
}

// TakeUpWaiting takes up a job that the server which ran before has left waiting: for its
// restart, which is due after a wait, or for a medium.
func (s *Server) TakeUpWaiting(j *catalog.Job, wait clock.Duration, restart, held uint8) {
	switch j.State {
	case model.Incomplete:
		s.After(wait, restart, j.Number, len(j.Tries))
	case model.OnHold:
		s.After(clock.Duration{}, held, j.Number, len(j.Tries))
	}
}

// Moved hears that a medium was put into its library, or taken out.
func (s *Server) Moved(m message.Move) error {
	known := s.Cat.Medium(m.Medium)
	known.Place = m.Place
	if err := s.Cat.PutMedium(known); err != nil {
		return err
	}
	return s.TryHeld()
}

// Filled hears that a medium has no room left.
func (s *Server) Filled(medium string) error {
	known := s.Cat.Medium(medium)
	known.Full = true
	return s.Cat.PutMedium(known)
}

// CloseMedia has the media that a job was the last to write to take no more. C9.
func (s *Server) CloseMedia(j *catalog.Job) error {
	for i := range s.Config.Media {
		known := s.Cat.Medium(s.Config.Media[i].Name)
		if known.Job != j.Number || known.Closed || known.Full {
			continue
		}
		known.Closed = true
		if err := s.Cat.PutMedium(known); err != nil {
			return err
		}
	}
	return nil
}

// Blank has a medium hold nothing any more, and the images that had a part there be gone.
// Where it lies is all that is still known of it.
func (s *Server) Blank(medium string) error {
	if err := s.Cat.Emptied(medium); err != nil {
		return err
	}
	return s.Cat.PutMedium(catalog.Medium{Name: medium, Place: s.Cat.Medium(medium).Place})
}

// SinceLastWrite is the protection of what was written to a medium just now.
func (s *Server) SinceLastWrite(medium string) clock.Duration {
	if m := s.Config.Medium(medium); m != nil {
		return m.Retention
	}
	return clock.Forever
}
