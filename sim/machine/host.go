package machine

import (
	"fmt"
	"time"

	"gapless/model/clock"
)

// Host is a node whose times carry the role H.
type Host[H any] struct {
	Node
	face     *clock.Face[H]
	programs []program[H]
	spare    []*Process[H]
}

// program is what a process of a host can run.
type program[H any] struct {
	name string
	run  func(p *Process[H], args any)
}

// AddHost adds a host, up and without processes, at the scheduler's present instant.
// Names must differ.
func AddHost[H any](n *Network, name string, c Config) *Host[H] {
	if n.Node(name) != nil {
		panic(fmt.Sprintf("machine: there are two hosts named %s", name))
	}
	h := reuse[H](n, len(n.nodes))
	h.Node.reset(name, c)
	h.face.OnAssume(nil)
	clear(h.programs)
	h.programs = h.programs[:0]
	n.nodes = append(n.nodes, &h.Node)
	return h
}

// reuse is a spare host of that role and number, or a new one: a face keeps its
// number for good.
func reuse[H any](n *Network, number int) *Host[H] {
	for i, s := range n.spare {
		if h, ok := s.(*Host[H]); ok && h.number == number {
			last := len(n.spare) - 1
			n.spare[i] = n.spare[last]
			n.spare = n.spare[:last]
			return h
		}
	}
	h := &Host[H]{face: clock.NewFace[H](number)}
	h.Node.init(n, number, h)
	h.face.OnDecode(h.clock.watch.recall)
	return h
}

// Face makes and takes apart the times of the host.
func (h *Host[H]) Face() *clock.Face[H] { return h.face }

// Program gives the host a program that can be started by its name.
func (h *Host[H]) Program(name string, run func(p *Process[H], args any)) {
	h.programs = append(h.programs, program[H]{name, run})
}

// launch makes a process of a program, which begins now or behind a delay.
func (h *Host[H]) launch(name string, args any, starter int64) (*process, error) {
	for _, prog := range h.programs {
		if prog.name == name {
			return h.begin(prog, args, starter), nil
		}
	}
	return nil, fmt.Errorf("there is no program %s on %s", name, h.name)
}

func (h *Host[H]) begin(prog program[H], args any, starter int64) *process {
	var p *Process[H]
	if last := len(h.spare) - 1; last >= 0 {
		p = h.spare[last]
		h.spare = h.spare[:last]
	} else {
		p = newProcess(h)
	}
	n := h.net
	n.processes = append(n.processes, &p.process)
	p.net, p.node, p.pid = n, &h.Node, int64(len(n.processes))
	p.starter, p.program, p.alive = starter, prog.name, true
	p.run, p.args = prog.run, args
	h.processes = append(h.processes, &p.process)
	if d := n.delayOf(prog.name); d > 0 {
		n.sched.Later(n.sched.Now()+d, false, p.ready)
	} else {
		p.ready()
	}
	return &p.process
}

// ready has the process begin, unless it has been killed while its start was delayed.
func (p *Process[H]) ready() {
	if !p.alive {
		return
	}
	p.begun = true
	if o := p.net.observer; o != nil {
		o.ProcessStarted(p.pid, p.node.name, p.program)
	}
	p.task = p.net.sched.Go(p.node.number, p.body)
}

// Now reads the host's clock.
func (h *Host[H]) Now() clock.Time[H] {
	reading := h.clock.Reading(h.net.sched.Now())
	if h.clock.watch.tell != nil {
		return h.face.Unknown(h.clock.watch.unknown(reading))
	}
	return h.face.Time(reading)
}

// Stamp is the reading that a file system stores: that of a coarse clock which moves
// every tick nanoseconds, rounded in steps of quantum nanoseconds, down or up.
func (h *Host[H]) Stamp(tick, quantum int64, up bool) clock.Time[H] {
	reading := h.clock.Reading(h.net.sched.Now())
	if h.clock.watch.tell != nil {
		return h.face.Unknown(h.clock.watch.stamp(reading, tick, quantum, up))
	}
	return h.face.Time(round(round(reading, tick, false), quantum, up))
}

// FromWall is the reading that a time of an interface that knows no other stands
// for; of the zero time no reading. A reading that is watched stays so.
func (h *Host[H]) FromWall(t time.Time) clock.Time[H] {
	if t.IsZero() {
		return clock.Time[H]{}
	}
	if u := h.clock.watch.recall(t.UnixNano()); u != nil {
		return h.face.Unknown(u)
	}
	return h.face.Time(t.UnixNano())
}

// Uptime is how long the host has been up, at its clock's rate; it is never stepped.
func (h *Host[H]) Uptime() clock.Duration {
	return clock.Of(time.Duration(h.clock.Uptime()))
}

// Next is the first instant after t at which the host's local time is hour:minute,
// on the given weekday (0 is Sunday) or, for -1, on any day. A time that a change of
// the zone skips is put where time.Date puts it; of one that comes twice in a day
// the first counts.
func (h *Host[H]) Next(t clock.Time[H], weekday, hour, minute int) clock.Time[H] {
	if weekday > int(time.Saturday) {
		panic(fmt.Sprintf("machine: there is no weekday %d", weekday))
	}
	from := time.Unix(0, h.face.UnixNano(t)).In(h.zone)
	// The walk begins a week early and decides by comparing times, so that whoever
	// watches t learns of both ends of the stretch in which the answer is the same.
	for day := -8; ; day++ {
		date := time.Date(from.Year(), from.Month(), from.Day()+day, 12, 0, 0, 0, time.UTC)
		if weekday >= 0 && int(date.Weekday()) != weekday {
			continue
		}
		at := h.face.Time(localInstant(date, hour, minute, h.zone).UnixNano())
		if at.After(t) {
			return at
		}
	}
}

// localInstant is the first instant at which clocks in a zone show hour:minute on a
// date, or the one that time.Date gives when they never do.
func localInstant(date time.Time, hour, minute int, zone *time.Location) time.Time {
	year, month, day := date.Date()
	wall := time.Date(year, month, day, hour, minute, 0, 0, time.UTC)
	found := time.Date(year, month, day, hour, minute, 0, 0, zone)
	for _, near := range [2]time.Time{found.Add(-24 * time.Hour), found.Add(24 * time.Hour)} {
		_, offset := near.Zone()
		at := wall.Add(-time.Duration(offset) * time.Second).In(zone)
		_, there := at.Zone()
		if there == offset && at.Before(found) {
			found = at
		}
	}
	return found
}
