package job

import (
	"errors"
	"fmt"
	"io"
	"net"
	"os"

	"gapless/engine/catalog"
	"gapless/engine/defect"
	"gapless/engine/message"
	"gapless/engine/port"
	"gapless/model"
	"gapless/model/clock"
)

// Process is the port that the server and the scheduler run on.
type Process = port.Process[clock.Master]

// Server is the state of one run of the server. All of it but the catalogue is gone
// when the master stops. A product's server embeds it.
type Server struct {
	Process
	Config  Config
	Cat     *catalog.Catalog
	conduct Conduct
	runs    []*Run  // active jobs and what works for them
	queue   []int   // numbers of jobs that wait, oldest first
	timers  []Timer // in no order
	erasers []eraser
	told    []int // by job number: how many of its fragments were reported
	lent    []model.Activation

	deleters map[int]int64 // client processes that wait for a verify, by the job whose image it reads
}

// Run is one active job.
type Run struct {
	Job     *catalog.Job
	Client  int64 // process numbers; 0 for none
	Writer  int64
	Media   []message.Choice // that its writer may use
	Started bool             // the client process runs
	Lost    int64            // the process whose host went away; 0 for none
	// ByFile has a job that is stopped go on behind the last file that was read, instead
	// of behind the last checkpoint.
	ByFile bool
	slots  []slot // fragments of this activation that are not in the catalogue yet
	first  int    // number of the fragment of slots[0]
	last   catalog.Position
}

// slot joins what the client says of a fragment with what the writer says.
type slot struct {
	reached *message.Reached
	written *message.Written
}

// Serve is the server, until its host stops or its catalogue cannot be used.
func (s *Server) Serve(p Process, config Config, conduct Conduct) {
	s.Process, s.Config, s.conduct = p, config, conduct
	files := p.Files()
	if config.Planted == defect.CatalogUnsynced {
		files = unsynced{files}
	}
	cat, err := catalog.Open(files, config.Catalog, p)
	if err == nil {
		s.Cat = cat
		err = s.serve()
	}
	if !errors.Is(err, errStopped) {
		p.Reports().Note(p.Host(), fmt.Sprintf("the server stops: %v", err))
	}
}

// errStopped is why a server ends that was told to.
var errStopped = errors.New("stopped")

func (s *Server) serve() error {
	if err := s.takeUp(); err != nil {
		return err
	}
	if err := s.startScheduler(); err != nil {
		return err
	}
	for {
		from, m, err := s.Receive(s.untilTimer())
		switch {
		case errors.Is(err, os.ErrDeadlineExceeded):
			err = s.fire()
		case errors.Is(err, io.EOF):
			err = s.ended(from, StatusAborted, "a process of the job ended")
		case errors.Is(err, net.ErrClosed):
			err = s.lost(from)
		case err == nil:
			err = s.handle(from, m)
		}
		if err != nil {
			return err
		}
	}
}

// handle does what one message asks for.
func (s *Server) handle(from int64, m any) error {
	switch m := m.(type) {
	case message.Start:
		return s.Submit(m)
	case message.Due:
		if p := s.Config.Policy(m.Policy); p != nil {
			return s.conduct.Due(p, m)
		}
		return nil
	case message.Cancel:
		return s.cancel(m)
	case message.Verify:
		return s.verify(m)
	case message.Check:
		return s.check()
	case message.Erase:
		return s.erase(m)
	case message.Stop:
		return errStopped
	case message.Erasing:
		return s.erasing(from, m)
	case message.Erased:
		return s.conduct.Emptied(m.Medium)
	}
	if r := s.runOf(from); r != nil {
		return s.progress(r, m)
	}
	return s.conduct.Hear(nil, m)
}

// progress takes what the processes of a job say.
func (s *Server) progress(r *Run, m any) error {
	switch m := m.(type) {
	case message.Started:
		r.Started = true
	case message.Progress:
		r.last = m.Position
		return nil
	case message.Reached:
		if s.Config.Planted == defect.PositionFirst {
			r.Job.Position = m.Position
		}
		if sl := r.slot(m.Fragment); sl != nil {
			sl.reached = &m
		}
		return s.commit(r)
	case message.Written:
		if err := s.conduct.Wrote(r, &m); err != nil {
			return err
		}
		if sl := r.slot(m.Fragment); sl != nil {
			sl.written = &m
		}
		return s.commit(r)
	case message.Failed:
		return s.Fail(r, m.Status, m.Why)
	case message.MediaFailed:
		return s.Fail(r, m.Status, m.Why)
	case message.ReadBack:
		return s.readBack(r, m)
	}
	return s.conduct.Hear(r, m)
}

func (r *Run) slot(fragment int) *slot {
	i := fragment - r.first
	if i < 0 {
		return nil
	}
	for len(r.slots) <= i {
		r.slots = append(r.slots, slot{})
	}
	return &r.slots[i]
}

func (s *Server) runOf(pid int64) *Run {
	for _, r := range s.runs {
		if pid != 0 && (r.Client == pid || r.Writer == pid) {
			return r
		}
	}
	return nil
}

// RunOf is the run of an active job; nil for none.
func (s *Server) RunOf(number int) *Run {
	for _, r := range s.runs {
		if r.Job.Number == number {
			return r
		}
	}
	return nil
}

// Runs lists the active jobs.
func (s *Server) Runs() []*Run { return s.runs }

// ActiveOf is the run of a policy's active job; nil for none.
func (s *Server) ActiveOf(policy string) *Run {
	for _, r := range s.runs {
		if r.Job.Policy == policy {
			return r
		}
	}
	return nil
}

// ended hears of the end of a linked process. That of a job which has not finished
// is its failure.
func (s *Server) ended(pid int64, status int, why string) error {
	if medium, was := s.erased(pid); was {
		return s.conduct.Hear(nil, message.Erased{Medium: medium})
	}
	r := s.runOf(pid)
	if r == nil {
		return nil
	}
	if pid == r.Client && !r.Started {
		status = StatusNoStart
	}
	return s.Fail(r, status, why)
}

// lost hears that the host of a linked process cannot be reached any more.
func (s *Server) lost(pid int64) error {
	if r := s.runOf(pid); r != nil {
		r.Lost = pid
	}
	return s.ended(pid, StatusTimedOut, "a host cannot be reached")
}

// Put makes a job's state durable and reports it.
func (s *Server) Put(j *catalog.Job) error {
	if err := s.save(j); err != nil {
		return err
	}
	s.report(j)
	return nil
}

func (s *Server) report(j *catalog.Job) {
	s.lent = s.lent[:0]
	for _, t := range j.Tries {
		s.lent = append(s.lent, model.Activation{Active: t.Active, Base: j.BaseTime, Offset: t.Offset, Delta: t.Delta})
	}
	s.Reports().Job(model.Job{
		Number: j.Number, Policy: j.Policy, Client: j.Client, Kind: j.Kind, Method: j.Method,
		State: j.State, Status: j.Status, Named: j.Named, Taken: j.Taken, Base: j.Base,
		Resumed: j.Resumed, Activations: s.lent,
	})
}
