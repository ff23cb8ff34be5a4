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

// server is the state of one run of the server. All of it but the catalogue is gone
// when the master stops.
type server struct {
	Process
	config Config
	cat    *catalog.Catalog
	runs   []*run        // active jobs and what works for them
	queue  []int         // numbers of jobs that wait for their policy, oldest first
	timers []timer       // in no order
	bound  map[int]Rules // by job, where jobs keep the rules of their first activation
	told   []int         // by job number: how many of its fragments were reported
}

// run is one active job.
type run struct {
	job     *catalog.Job
	rules   Rules
	client  int64 // process numbers; 0 for none
	writer  int64
	media   []message.Choice
	started bool
	slots   []slot // fragments of this activation that are not in the catalogue yet
	first   int    // number of the fragment of slots[0]
	last    catalog.Position
}

// slot joins what the client says of a fragment with what the writer says.
type slot struct {
	reached *message.Reached
	written *message.Written
}

// Run is the server, until its host stops or its catalogue cannot be used.
func Run(p Process, config Config) {
	s := &server{Process: p, config: config}
	files := p.Files()
	if config.Rules.Planted == defect.CatalogUnsynced {
		files = unsynced{files}
	}
	cat, err := catalog.Open(files, config.Catalog, p)
	if err == nil {
		s.cat = cat
		err = s.serve()
	}
	if !errors.Is(err, errStopped) {
		p.Reports().Note(p.Host(), fmt.Sprintf("the server stops: %v", err))
	}
}

// errStopped is why a server ends that was told to.
var errStopped = errors.New("stopped")

func (s *server) serve() error {
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
			err = s.ended(from, statusAborted, "a process of the job ended")
		case errors.Is(err, net.ErrClosed):
			err = s.ended(from, statusTimedOut, "a host cannot be reached")
		case err == nil:
			err = s.handle(from, m)
		}
		if err != nil {
			return err
		}
	}
}

// handle does what one message asks for.
func (s *server) handle(from int64, m any) error {
	switch m := m.(type) {
	case message.Start:
		return s.submit(m)
	case message.Due:
		return s.due(m)
	case message.Suspend:
		return s.suspend(m)
	case message.Resume:
		return s.resume(m)
	case message.Cancel:
		return s.cancel(m)
	case message.Verify:
		return s.verify(m)
	case message.Check:
		return s.check()
	case message.Expire:
		return s.expire()
	case message.Erase:
		return s.erase(m)
	case message.Stop:
		return errStopped
	case message.Erased:
		return s.cat.PutMedium(catalog.Medium{Name: m.Medium})
	case Rules:
		s.config.Rules = m
		return nil
	}
	if r := s.runOf(from); r != nil {
		return s.progress(r, m)
	}
	return nil
}

// progress takes what the processes of a job say.
func (s *server) progress(r *run, m any) error {
	switch m := m.(type) {
	case message.Started:
		r.started = true
	case message.Progress:
		r.last = m.Position
	case message.Reached:
		if r.rules.Planted == defect.PositionFirst {
			r.job.Position = m.Position
		}
		if sl := r.slot(m.Fragment); sl != nil {
			sl.reached = &m
		}
		return s.commit(r)
	case message.Written:
		if sl := r.slot(m.Fragment); sl != nil {
			sl.written = &m
		}
		return s.commit(r)
	case message.MediumFull:
		return s.cat.PutMedium(catalog.Medium{Name: m.Medium, Full: true})
	case message.Failed:
		return s.fail(r, m.Status, m.Why)
	case message.MediaFailed:
		return s.fail(r, m.Status, m.Why)
	case message.ReadBack:
		return s.readBack(r, m)
	}
	return nil
}

func (r *run) slot(fragment int) *slot {
	i := fragment - r.first
	if i < 0 {
		return nil
	}
	for len(r.slots) <= i {
		r.slots = append(r.slots, slot{})
	}
	return &r.slots[i]
}

func (s *server) runOf(pid int64) *run {
	for _, r := range s.runs {
		if pid != 0 && (r.client == pid || r.writer == pid) {
			return r
		}
	}
	return nil
}

func (s *server) runOfJob(number int) *run {
	for _, r := range s.runs {
		if r.job.Number == number {
			return r
		}
	}
	return nil
}

// activeOf is the run of a policy's active job; nil for none.
func (s *server) activeOf(policy string) *run {
	for _, r := range s.runs {
		if r.job.Policy == policy {
			return r
		}
	}
	return nil
}

// ended hears of the end of a linked process. That of a job which has not finished
// is its failure.
func (s *server) ended(pid int64, status int, why string) error {
	r := s.runOf(pid)
	if r == nil {
		return nil
	}
	if pid == r.client && !r.started {
		status = statusNoStart
	}
	return s.fail(r, status, why)
}

// put makes a job's state durable and reports it.
func (s *server) put(j *catalog.Job) error {
	if err := s.save(j); err != nil {
		return err
	}
	s.report(j)
	return nil
}

func (s *server) report(j *catalog.Job) {
	out := model.Job{
		Number: j.Number, Policy: j.Policy, Client: j.Client, Kind: j.Kind, Method: j.Method,
		State: j.State, Status: j.Status, Named: j.Named, Taken: j.Taken, Base: j.Base,
	}
	out.Activations = make([]model.Activation, 0, len(j.Tries))
	for _, t := range j.Tries {
		out.Activations = append(out.Activations, model.Activation{
			Active: t.Active, Base: j.BaseTime, Offset: t.Offset, Delta: t.Delta,
		})
	}
	s.Reports().Job(out)
}
