package machine

import (
	"fmt"
	"io"
	"math"
	"os"
	"slices"
	"time"

	"gapless/model/clock"
	"gapless/sim/op"
	"gapless/sim/sched"

	"github.com/spf13/afero"
)

// process is a process without regard to its host's role.
type process struct {
	net     *Network
	node    *Node
	pid     int64
	starter int64
	program string
	task    sched.Task
	alive   bool
	begun   bool  // whether it has been ready; not while its start is delayed
	reason  error // what those hear who link to it behind its end

	box      mailbox
	links    []*process
	arrivals []arrival

	waits bool  // for what the host's clock has counted to be due
	due   int64 // as Clock.elapsed
	owner interface{ drop() }
}

// retire makes the process ready for another run.
func (p *process) retire() {
	p.net.rings = p.box.release(p.net.rings)
	clear(p.links)
	clear(p.arrivals)
	*p = process{links: p.links[:0], arrivals: p.arrivals[:0], owner: p.owner}
	p.owner.drop()
}

func (p *process) unlink(q *process) {
	if i := slices.Index(p.links, q); i >= 0 {
		p.links = slices.Delete(p.links, i, i+1)
	}
}

// count notes until when the process waits, so that a change of drift can move that.
func (p *process) count(within int64) (timeout int64) {
	timeout = p.node.clock.TrueAfter(within)
	if timeout > 0 && timeout < math.MaxInt64 {
		p.waits, p.due = true, p.node.clock.elapsed()+within
	}
	return timeout
}

func (p *process) receive(within clock.Duration, periodic bool) (from int64, m any, err error) {
	p.net.sched.CheckKilled()
	if p.box.count == 0 {
		woken := p.net.sched.Park(p.count(int64(within.Std())), periodic)
		p.waits = false
		if !woken {
			return 0, nil, os.ErrDeadlineExceeded
		}
	}
	if err := p.node.Pass(op.Receive, p.net.nameOf(p.box.oldest().from)); err != nil {
		return 0, nil, err
	}
	got := p.box.pop()
	if o := p.net.observer; o != nil {
		o.Message(got.from, p.pid, got.body, got.err)
	}
	return got.from, got.body, got.err
}

func (n *Network) nameOf(pid int64) string {
	if node := n.Host(pid); node != nil {
		return node.name
	}
	return ""
}

// Process is one running program on a host of role H. It has what an engine needs
// of its host; only the task that runs the program may call it.
type Process[H any] struct {
	process
	host *Host[H]
	run  func(p *Process[H], args any)
	args any
	body func()
}

func newProcess[H any](h *Host[H]) *Process[H] {
	p := &Process[H]{host: h}
	p.owner = p
	p.body = func() {
		p.run(p, p.args)
		if p.alive {
			p.node.forget(&p.process)
			p.net.end(&p.process, false, io.EOF)
		}
	}
	return p
}

func (p *Process[H]) drop() {
	p.run, p.args = nil, nil
	p.host.spare = append(p.host.spare, p)
}

// Pid is the process's number: positive, and increasing in the order of starts over
// the whole run.
func (p *Process[H]) Pid() int64 { return p.pid }

// On is the host that the process runs on.
func (p *Process[H]) On() *Host[H] { return p.host }

// Now reads the host's clock.
func (p *Process[H]) Now() clock.Time[H] {
	p.net.sched.CheckKilled()
	return p.host.Now()
}

// Uptime is how long the host has been up, at its clock's rate; it is never stepped.
func (p *Process[H]) Uptime() clock.Duration {
	p.net.sched.CheckKilled()
	return p.host.Uptime()
}

// Boot tells this start of the host from all others.
func (p *Process[H]) Boot() uint64 {
	p.net.sched.CheckKilled()
	return uint64(p.host.started) + 1
}

// Decode reads a time that AppendBinary wrote, and gives the bytes behind it.
func (p *Process[H]) Decode(b []byte) (clock.Time[H], []byte, error) { return p.host.face.Decode(b) }

// FromWall is the reading that a time of an interface that knows no other, such as
// fs.FileInfo, stands for.
func (p *Process[H]) FromWall(t time.Time) clock.Time[H] { return p.host.FromWall(t) }

// Next is the first instant after t at which the host's local time is hour:minute,
// on the given weekday (0 is Sunday) or, for -1, on any day.
func (p *Process[H]) Next(t clock.Time[H], weekday, hour, minute int) clock.Time[H] {
	return p.host.Next(t, weekday, hour, minute)
}

// Host is the name of the host that it runs on.
func (p *Process[H]) Host() string { return p.node.name }

// Sleep waits; how long is measured by the host's clock's rate.
func (p *Process[H]) Sleep(d clock.Duration) {
	p.net.sched.CheckKilled()
	timeout := p.count(int64(d.Std()))
	p.net.sched.Sleep(timeout)
	p.waits = false
}

// Start runs a program of a host and gives its process number. The two are linked.
// The program begins at this instant, behind a delay that was asked for. It fails
// with net.ErrClosed when the host cannot be reached.
func (p *Process[H]) Start(host, program string, args any) (pid int64, err error) {
	if err := p.node.Pass(op.Start, host); err != nil {
		return 0, err
	}
	to := p.net.Node(host)
	err = errNoHost
	if to != nil {
		err = p.node.reaches(to)
	}
	var q *process
	if err == nil {
		q, err = to.boots.launch(program, args, p.pid)
	}
	if err != nil {
		return 0, fmt.Errorf("start %s on %s: %w", program, host, err)
	}
	p.net.link(&p.process, q.pid)
	return q.pid, nil
}

// Starter is the process that started this one; 0 for the first of a host.
func (p *Process[H]) Starter() int64 { return p.starter }

// Link makes this process and pid hear of each other's end.
func (p *Process[H]) Link(pid int64) {
	p.net.sched.CheckKilled()
	p.net.link(&p.process, pid)
}

// Unlink undoes the link between this process and pid, if there is one.
func (p *Process[H]) Unlink(pid int64) {
	p.net.sched.CheckKilled()
	if q := p.net.process(pid); q != nil {
		p.unlink(q)
		q.unlink(&p.process)
	}
}

// Kill ends a process at once, wherever it is in its work. Ending one that has
// ended, or cannot be reached, does nothing. A process that kills itself does not
// return.
func (p *Process[H]) Kill(pid int64) {
	p.net.sched.CheckKilled()
	if q := p.net.process(pid); q != nil && q.alive && p.node.reaches(q.node) == nil {
		p.net.kill(q)
		p.net.sched.CheckKilled()
	}
}

// Send puts a message into a process's mailbox. A message to a process that has
// ended is dropped. It fails with net.ErrClosed when the process's host cannot be
// reached.
func (p *Process[H]) Send(pid int64, body any) error {
	if err := p.node.Pass(op.Send, p.net.nameOf(pid)); err != nil {
		return err
	}
	q := p.net.process(pid)
	if q == nil {
		return fmt.Errorf("send to process %d: there was never such a process", pid)
	}
	if err := p.node.reaches(q.node); err != nil {
		return fmt.Errorf("send to process %d on %s: %w", pid, q.node.name, err)
	}
	if q.node != p.node && (p.node.lose() || q.node.lose()) {
		return nil
	}
	p.net.carry(&p.process, q, message{from: p.pid, body: body})
	return nil
}

// lose reports whether the host's network loses the message at hand.
func (n *Node) lose() bool {
	if n.loses <= 0 {
		return false
	}
	n.loses--
	return true
}

// Receive takes the oldest message out of the mailbox, waiting for one at most the
// time given. The error is os.ErrDeadlineExceeded when none came; io.EOF when the
// linked process from ended; net.ErrClosed when it can no longer be reached.
func (p *Process[H]) Receive(within clock.Duration) (from int64, message any, err error) {
	return p.receive(within, false)
}

// ReceivePeriodic is Receive for waits that only periodic work would end: they do
// not keep a run going.
func (p *Process[H]) ReceivePeriodic(within clock.Duration) (from int64, message any, err error) {
	return p.receive(within, true)
}

// Files is the host's file tree.
func (p *Process[H]) Files() afero.Fs { return p.node.files }
