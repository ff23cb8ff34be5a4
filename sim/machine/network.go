package machine

import (
	"io"
	"net"
	"slices"

	"gapless/sim/op"
	"gapless/sim/sched"
)

// Observer is told what happens, in order, for a trace or a hash. It must not change
// the world.
type Observer interface {
	// ProcessStarted comes when a process can begin, behind any delay.
	ProcessStarted(pid int64, host, program string)
	// ProcessEnded comes for each process that was started, when it has returned or
	// was killed.
	ProcessEnded(pid int64, killed bool)
	// Message comes when a process takes a message; err is set for the end of a link.
	Message(from, to int64, m any, err error)
	// Op comes before each operation of a host.
	Op(host int, kind op.Kind, path string)
}

// Network is all hosts and processes of one run. Make one with New.
type Network struct {
	sched     *sched.Scheduler
	observer  Observer
	nodes     []*Node
	processes []*process // by pid, from 1
	delays    []delay

	spare []any // hosts of earlier runs, at any place
	rings [][]message
	ways  []*delivery
}

// delay is a start that will be late.
type delay struct {
	program string
	by      int64
}

// New is a network without hosts, under a scheduler.
func New(s *sched.Scheduler) *Network { return &Network{sched: s} }

// Reset removes all hosts and processes, and keeps their memory for the next run.
// The scheduler must have been reset before, so that no process is left.
func (n *Network) Reset() {
	for _, p := range n.processes {
		p.retire()
	}
	for _, node := range n.nodes {
		n.spare = append(n.spare, node.boots)
	}
	clear(n.processes)
	n.observer, n.nodes, n.processes, n.delays = nil, n.nodes[:0], n.processes[:0], n.delays[:0]
}

// Observe has o told what happens until Reset; nil for nobody.
func (n *Network) Observe(o Observer) { n.observer = o }

// Node is the host of that name; nil when there is none.
func (n *Network) Node(name string) *Node {
	for _, node := range n.nodes {
		if node.name == name {
			return node
		}
	}
	return nil
}

// Nodes lists the hosts in the order in which they were added.
func (n *Network) Nodes() []*Node { return n.nodes }

// DelayStart has the next start of a program, on whatever host, be late by d true
// nanoseconds. Several delays of one program hold for several starts.
func (n *Network) DelayStart(program string, d int64) {
	n.delays = append(n.delays, delay{program, d})
}

func (n *Network) delayOf(program string) int64 {
	for i, d := range n.delays {
		if d.program == program {
			n.delays = slices.Delete(n.delays, i, i+1)
			return d.by
		}
	}
	return 0
}

// Host is the host on which a process runs or ran; nil for a number that was never
// given.
func (n *Network) Host(pid int64) *Node {
	if p := n.process(pid); p != nil {
		return p.node
	}
	return nil
}

// Alive reports whether a process was started and has not ended.
func (n *Network) Alive(pid int64) bool {
	p := n.process(pid)
	return p != nil && p.alive
}

// Kill ends a process from outside the world, whatever the network is like.
func (n *Network) Kill(pid int64) {
	if p := n.process(pid); p != nil && p.alive {
		n.kill(p)
	}
}

func (n *Network) process(pid int64) *process {
	if pid < 1 || pid > int64(len(n.processes)) {
		return nil
	}
	return n.processes[pid-1]
}

func (n *Network) kill(p *process) {
	p.node.forget(p)
	n.end(p, true, io.EOF)
	n.sched.Kill(p.task)
}

// end is what a process leaves behind: its peers hear of it.
func (n *Network) end(p *process, killed bool, reason error) {
	p.alive, p.waits, p.reason = false, false, reason
	if n.observer != nil && p.begun {
		n.observer.ProcessEnded(p.pid, killed)
	}
	for _, q := range p.links {
		q.unlink(p)
		if reason == io.EOF {
			n.carry(p, q, message{from: p.pid, err: reason})
		} else {
			n.put(q, message{from: p.pid, err: reason})
		}
	}
	p.links = p.links[:0]
	n.rings = p.box.release(n.rings)
}

// link makes two processes hear of each other's end. It tells p at once when there
// is nothing to link to.
func (n *Network) link(p *process, pid int64) {
	q := n.process(pid)
	switch {
	case q == nil:
		n.put(p, message{from: pid, err: io.EOF})
	case p.node.reaches(q.node) != nil:
		n.put(p, message{from: pid, err: net.ErrClosed})
	case !q.alive:
		n.put(p, message{from: pid, err: q.reason})
	case p != q && !slices.Contains(p.links, q):
		p.links = append(p.links, q)
		q.links = append(q.links, p)
	}
}

// breakLinks ends the links of p to other hosts.
func (n *Network) breakLinks(p *process) {
	kept := p.links[:0]
	for _, q := range p.links {
		if q.node == p.node {
			kept = append(kept, q)
			continue
		}
		q.unlink(p)
		n.put(p, message{from: q.pid, err: net.ErrClosed})
		n.put(q, message{from: p.pid, err: net.ErrClosed})
	}
	clear(p.links[len(kept):])
	p.links = kept
}
