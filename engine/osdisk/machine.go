package osdisk

import (
	"fmt"
	"io"
	"sync"
	"time"

	"gapless/engine/backup"
	"gapless/engine/job"
	"gapless/engine/media"
	"gapless/engine/message"
	"gapless/engine/port"
	"gapless/engine/verify"
	"gapless/model/clock"
)

// Machine is this computer as all hosts of a backup system. Its clock is the clock of
// each of them.
type Machine struct {
	name    string
	media   string
	reports port.Reports
	booted  time.Time

	mu      sync.Mutex // over what follows, and over the mailboxes and links of all processes
	actors  map[int64]*actor
	last    int64
	stopped bool
	running sync.WaitGroup
}

// NewMachine is a machine of that host name whose media are the files of a directory.
func NewMachine(name, media string, reports port.Reports) *Machine {
	return &Machine{name: name, media: media, reports: reports, booted: time.Now().Add(-sinceBoot()), actors: map[int64]*actor{}}
}

// programs says how each program of the engine is run.
var programs map[string]func(a *actor, args any)

func init() { // not a literal: the programs start programs
	programs = map[string]func(a *actor, args any){
		message.Server:    func(a *actor, args any) { serve(as(a, masterFace), args) },
		message.Scheduler: func(a *actor, args any) { job.RunScheduler(as(a, masterFace), args.([]job.Policy)) },
		message.Client:    func(a *actor, args any) { backup.Run(as(a, clientFace), args.(message.Order)) },
		message.Writer:    func(a *actor, args any) { media.Run(as(a, mediaFace), args.(message.WriterOrder)) },
		message.Eraser:    func(a *actor, args any) { media.Erase(as(a, mediaFace), args.(message.Erase)) },
		message.Reader:    func(a *actor, args any) { verify.Run(as(a, mediaFace), args.(message.ReaderOrder)) },
	}
}

// Boot starts a program by itself. The channel is closed when it has ended.
func (m *Machine) Boot(program string, args any) (pid int64, ended <-chan struct{}, err error) {
	a, err := m.launch(program, args, nil)
	if err != nil {
		return 0, nil, err
	}
	return a.pid, a.ended, nil
}

// Send puts an operator's message into a process's mailbox.
func (m *Machine) Send(pid int64, message any) error { return m.post(0, pid, message) }

// Stop kills all processes and returns when they have ended. Nothing starts on the
// machine afterwards.
func (m *Machine) Stop() {
	m.crash()
	m.running.Wait()
}

// crash has every process end at its next port call.
func (m *Machine) crash() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.stopped = true
	for _, a := range m.actors {
		a.condemn()
	}
}

// actor is a process without regard to its host's role.
type actor struct {
	m       *Machine
	pid     int64
	starter int64
	files   *Files
	library *Library      // nil before it is asked for
	killed  chan struct{} // closed when the process is to end
	ended   chan struct{} // closed when it has, and has closed what it had open
	ready   chan struct{} // holds a token when a letter may have come

	// Under the machine's lock.
	condemned bool
	inbox     []letter
	links     []int64
}

// letter is one message, or the end of a linked process.
type letter struct {
	from    int64
	message any
	err     error
}

// launch starts a process, linked to its starter when it has one.
func (m *Machine) launch(program string, args any, starter *actor) (*actor, error) {
	run, ok := programs[program]
	if !ok {
		return nil, fmt.Errorf("start %s: there is no such program", program)
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.stopped {
		return nil, fmt.Errorf("start %s: the machine stops", program)
	}
	m.last++
	a := &actor{
		m: m, pid: m.last,
		killed: make(chan struct{}), ended: make(chan struct{}), ready: make(chan struct{}, 1),
	}
	a.files = &Files{check: a.check, quiet: program == message.Client}
	if starter != nil {
		a.starter = starter.pid
		a.link(starter)
	}
	m.actors[a.pid] = a
	m.running.Add(1)
	go a.run(run, args)
	return a, nil
}

// endOfProcess is what a killed process panics with at its next port call.
type endOfProcess struct{}

func (a *actor) run(program func(*actor, any), args any) {
	defer a.m.running.Done()
	defer a.end()
	defer func() {
		if r := recover(); r != nil && r != any(endOfProcess{}) {
			panic(r)
		}
	}()
	program(a, args)
}

// end closes what the process had open and tells the processes that are linked to it.
func (a *actor) end() {
	a.files.closeAll()
	if a.library != nil {
		a.library.Close()
	}
	a.m.mu.Lock()
	delete(a.m.actors, a.pid)
	for _, pid := range a.links {
		if peer := a.m.actors[pid]; peer != nil {
			peer.deliver(letter{from: a.pid, err: io.EOF})
		}
	}
	a.m.mu.Unlock()
	close(a.ended)
}

// check stops a process that was killed. All port calls pass it.
func (a *actor) check() {
	select {
	case <-a.killed:
		panic(endOfProcess{})
	default:
	}
}

// condemn has the process end at its next port call. The machine's lock is held.
func (a *actor) condemn() {
	if !a.condemned {
		a.condemned = true
		close(a.killed)
	}
}

// link makes two processes hear of each other's end. The machine's lock is held.
func (a *actor) link(o *actor) {
	a.links = append(a.links, o.pid)
	o.links = append(o.links, a.pid)
}

// deliver puts a letter into the mailbox. The machine's lock is held.
func (a *actor) deliver(l letter) {
	a.inbox = append(a.inbox, l)
	select {
	case a.ready <- struct{}{}:
	default:
	}
}

// take is the oldest letter.
func (a *actor) take() (letter, bool) {
	a.m.mu.Lock()
	defer a.m.mu.Unlock()
	if len(a.inbox) == 0 {
		return letter{}, false
	}
	l := a.inbox[0]
	a.inbox[0] = letter{}
	a.inbox = a.inbox[1:]
	return l, true
}

func (m *Machine) post(from, to int64, message any) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if to < 1 || to > m.last {
		return fmt.Errorf("send to process %d: there was never such a process", to)
	}
	if a := m.actors[to]; a != nil {
		a.deliver(letter{from: from, message: message})
	}
	return nil
}

// The clocks of the machine's hosts are one clock. Their number is part of what lies
// in a repository.
var (
	masterFace = clock.NewFace[clock.Master](1)
	mediaFace  = clock.NewFace[clock.Media](1)
	clientFace = clock.NewFace[clock.Client](1)
)
