package machine

import (
	"errors"
	"fmt"
	"math"
	"net"
	"slices"
	"time"

	"gapless/sim/op"

	"github.com/spf13/afero"
)

// Node is a host without regard to its role: its clock, its network, its life. It
// is the gate (op.Gate) that all its operations pass.
type Node struct {
	net    *Network
	number int
	name   string
	clock  Clock
	zone   *time.Location
	files  afero.Fs
	boots  booter // the host of which this is the node

	up        bool
	started   int64  // true instant of its last start
	program   string // what Boot started last
	args      any
	failures  int   // of its network that are not over
	epoch     int   // counts its crashes and the failures of its network
	latency   int64 // of its network, true nanoseconds
	loses     int   // messages that its network will lose
	processes []*process

	ops   int
	opsOf []int // by kind
	hooks []hook
}

// booter starts programs on a host whatever its role.
type booter interface {
	launch(program string, args any, starter int64) (*process, error)
}

// Config is what a host begins with. The zero value is a true clock in UTC and a
// network without latency.
type Config struct {
	Skew    int64          // what the clock shows beyond the true time, nanoseconds
	Drift   int64          // what the clock gains, parts per billion
	Zone    *time.Location // nil for UTC
	Latency int64          // true nanoseconds
	Up      int64          // for how long it has been up, by its clock's rate, nanoseconds
	Started int64          // the true instant of its start, when Up is not 0
}

// init is for the life of the memory, reset for each run.
func (n *Node) init(net *Network, number int, boots booter) {
	n.net, n.number, n.boots = net, number, boots
	n.clock.now = net.sched.Now
	n.opsOf = make([]int, len(op.Names()))
}

func (n *Node) reset(name string, c Config) {
	n.name, n.zone, n.files = name, c.Zone, nil
	if n.zone == nil {
		n.zone = time.UTC
	}
	n.clock.set(n.net.sched.Now(), c.Skew, c.Drift)
	n.up, n.started, n.program, n.args = true, n.net.sched.Now(), "", nil
	if c.Up > 0 {
		n.clock.booted, n.started = -c.Up, c.Started
	}
	n.failures, n.epoch, n.latency, n.loses = 0, 0, c.Latency, 0
	clear(n.processes)
	n.processes = n.processes[:0]
	n.ops = 0
	clear(n.opsOf)
	clear(n.hooks)
	n.hooks = n.hooks[:0]
}

// Name is the host's name.
func (n *Node) Name() string { return n.name }

// Number counts the hosts of a network from 0 in the order in which they were
// added. It is the owner of the host's tasks.
func (n *Node) Number() int { return n.number }

// Clock is the host's clock.
func (n *Node) Clock() *Clock { return &n.clock }

// Started is the true instant at which the host was started last.
func (n *Node) Started() int64 { return n.started }

// Up reports whether the host runs.
func (n *Node) Up() bool { return n.up }

// Programs lists the programs that run on the node, in the order in which their
// processes were started.
func (n *Node) Programs() (all []string) {
	for _, p := range n.processes {
		if p.alive && p.begun {
			all = append(all, p.program)
		}
	}
	return all
}

// Mount gives the host its file tree.
func (n *Node) Mount(files afero.Fs) { n.files = files }

// Files is what was mounted.
func (n *Node) Files() afero.Fs { return n.files }

// Step moves the host's clock by d nanoseconds. Waits do not notice.
func (n *Node) Step(d int64) { n.clock.Step(d) }

// SetDrift changes the rate of the host's clock, and so the true end of all waits
// of its processes.
func (n *Node) SetDrift(ppb int64) {
	n.clock.SetDrift(ppb)
	for _, p := range n.processes {
		if p.waits {
			n.net.sched.Retime(p.task, n.clock.last().reaches(p.due))
		}
	}
}

// Boot starts the first process of the host, which is what Restart will start again.
func (n *Node) Boot(program string, args any) (pid int64, err error) {
	if !n.up {
		return 0, fmt.Errorf("boot %s: the host is down; start it first", n.name)
	}
	p, err := n.boots.launch(program, args, 0)
	if err != nil {
		return 0, err
	}
	n.program, n.args = program, args
	return p.pid, nil
}

// Crash stops the host: all its processes are killed at once, and their peers on
// other hosts receive net.ErrClosed. It reports whether the host was up. What
// happens to unsynced data is the business of whoever owns the disks.
func (n *Node) Crash() bool {
	if !n.up {
		return false
	}
	n.up = false
	n.epoch++
	for _, p := range n.processes {
		n.net.end(p, true, net.ErrClosed)
	}
	clear(n.processes)
	n.processes = n.processes[:0]
	n.net.sched.KillOwner(n.number)
	return true
}

// Restart starts a host that has crashed, and on it the program that Boot started
// last; pid is 0 when there was none. It reports whether the host was down.
func (n *Node) Restart() (pid int64, started bool) {
	if n.up {
		return 0, false
	}
	n.up, n.started = true, n.net.sched.Now()
	n.clock.booted = n.clock.elapsed()
	if n.program != "" {
		if p, err := n.boots.launch(n.program, n.args, 0); err == nil {
			pid = p.pid
		}
	}
	return pid, true
}

// FailNetwork cuts the host off for d true nanoseconds; for good when d is not
// positive. Links across its network break.
func (n *Node) FailNetwork(d int64) {
	n.failures++
	n.epoch++
	for _, p := range n.processes {
		n.net.breakLinks(p)
	}
	if d > 0 && d < math.MaxInt64 {
		n.net.sched.Later(n.net.sched.Now()+d, true, func() { n.failures-- })
	}
}

// Lose has the next count messages that the host sends to others, or is sent by
// them, vanish. Senders do not notice.
func (n *Node) Lose(count int) { n.loses += count }

// SetLatency changes what the host adds to the way of each message, in true
// nanoseconds.
func (n *Node) SetLatency(d int64) { n.latency = d }

// forget takes a process that has ended off the host.
func (n *Node) forget(p *process) {
	if i := slices.Index(n.processes, p); i >= 0 {
		n.processes = slices.Delete(n.processes, i, i+1)
	}
}

// reaches is the error of an attempt to reach another node from n; nil when it works.
func (n *Node) reaches(o *Node) error {
	switch {
	case !o.up:
		return errDown
	case n != o && n.failures+o.failures > 0:
		return errCutOff
	}
	return nil
}

var (
	errDown   = fmt.Errorf("the host is down: %w", net.ErrClosed)
	errCutOff = fmt.Errorf("the network is down: %w", net.ErrClosed)
	errNoHost = errors.New("there is no such host")
)

var _ op.Gate = (*Node)(nil)
