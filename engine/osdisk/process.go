package osdisk

import (
	"fmt"
	"io"
	"math"
	"os"
	"slices"
	"time"

	"gapless/engine/port"
	"gapless/model/clock"

	"github.com/spf13/afero"
)

// Process is one running program of the engine, in a role of the machine.
type Process[H any] struct {
	*actor
	face *clock.Face[H]
}

var _ port.Process[clock.Master] = Process[clock.Master]{}

func as[H any](a *actor, face *clock.Face[H]) Process[H] { return Process[H]{a, face} }

// Now reads the machine's wall clock.
func (p Process[H]) Now() clock.Time[H] {
	p.check()
	return p.FromWall(time.Now())
}

// FromWall is the reading that a wall clock's time stands for. Times before 1678 and
// after 2262 are taken for the first and the last that can be counted: a file stamped
// far in the future is later than every cutoff.
func (p Process[H]) FromWall(t time.Time) clock.Time[H] { return p.face.Time(unixNano(t)) }

func unixNano(t time.Time) int64 {
	switch {
	case t.Before(firstTime):
		return math.MinInt64
	case t.After(lastTime):
		return math.MaxInt64
	}
	return t.UnixNano()
}

var firstTime, lastTime = time.Unix(0, math.MinInt64), time.Unix(0, math.MaxInt64)

// Decode reads a time that AppendBinary wrote, and gives the bytes behind it.
func (p Process[H]) Decode(b []byte) (clock.Time[H], []byte, error) { return p.face.Decode(b) }

// Next is the first instant after t at which the machine's local time is hour:minute,
// on the given weekday (0 is Sunday) or, for -1, on any day. A time of day that a
// change of the zone's offset leaves out is taken as time.Date takes it.
func (p Process[H]) Next(t clock.Time[H], weekday, hour, minute int) clock.Time[H] {
	return p.FromWall(next(p.face.Wall(t).In(time.Local), weekday, hour, minute))
}

func next(t time.Time, weekday, hour, minute int) time.Time {
	y, m, d := t.Date()
	for {
		at := time.Date(y, m, d, hour, minute, 0, 0, t.Location())
		if at.After(t) && (weekday < 0 || int(at.Weekday()) == weekday) {
			return at
		}
		d++
	}
}

// Uptime is how long the machine has been up; it is never stepped.
func (a *actor) Uptime() clock.Duration {
	a.check()
	return clock.Of(time.Since(a.m.booted))
}

// Boot tells this start of the machine from all others; 0 where it does not say.
func (a *actor) Boot() uint64 {
	a.check()
	return bootIdentity()
}

// Host is the machine's name.
func (a *actor) Host() string { return a.m.name }

// Sleep waits.
func (a *actor) Sleep(d clock.Duration) {
	a.check()
	t := time.NewTimer(d.Std())
	defer t.Stop()
	select {
	case <-t.C:
	case <-a.killed:
		panic(endOfProcess{})
	}
}

// Start runs a program of the engine and gives its process number. There is no host
// but the machine.
func (a *actor) Start(host, program string, args any) (pid int64, err error) {
	a.check()
	if host != a.m.name {
		return 0, fmt.Errorf("start %s on %s: there is no such host", program, host)
	}
	q, err := a.m.launch(program, args, a)
	if err != nil {
		return 0, err
	}
	return q.pid, nil
}

// Starter is the process that started this one; 0 for one that was booted.
func (a *actor) Starter() int64 { return a.starter }

// Link makes this process and pid hear of each other's end; of an end that was
// before, at once.
func (a *actor) Link(pid int64) {
	a.check()
	a.m.mu.Lock()
	defer a.m.mu.Unlock()
	if slices.Contains(a.links, pid) {
		return
	}
	if peer := a.m.actors[pid]; peer != nil {
		a.link(peer)
		return
	}
	a.deliver(letter{from: pid, err: io.EOF})
}

// Unlink undoes the link between this process and pid, if there is one.
func (a *actor) Unlink(pid int64) {
	a.check()
	a.m.mu.Lock()
	defer a.m.mu.Unlock()
	is := func(other int64) func(int64) bool { return func(pid int64) bool { return pid == other } }
	a.links = slices.DeleteFunc(a.links, is(pid))
	if peer := a.m.actors[pid]; peer != nil {
		peer.links = slices.DeleteFunc(peer.links, is(a.pid))
	}
}

// Kill ends a process and returns when it has ended: at its next port call. What it
// had open is closed then.
func (a *actor) Kill(pid int64) {
	a.check()
	a.m.mu.Lock()
	q := a.m.actors[pid]
	if q != nil {
		q.condemn()
	}
	a.m.mu.Unlock()
	a.check() // it may have been itself
	if q == nil {
		return
	}
	select {
	case <-q.ended:
	case <-a.killed: // two that kill each other do not wait for each other
		panic(endOfProcess{})
	}
}

// Send puts a message into a process's mailbox.
func (a *actor) Send(pid int64, message any) error {
	a.check()
	return a.m.post(a.pid, pid, message)
}

// Receive takes the oldest message out of the mailbox, waiting for one at most the
// time given.
func (a *actor) Receive(within clock.Duration) (from int64, message any, err error) {
	a.check()
	var late <-chan time.Time
	for {
		if l, ok := a.take(); ok {
			return l.from, l.message, l.err
		}
		if late == nil && within.Less(clock.Forever) {
			t := time.NewTimer(within.Std())
			defer t.Stop()
			late = t.C
		}
		select {
		case <-a.ready:
		case <-late:
			return 0, nil, os.ErrDeadlineExceeded
		case <-a.killed:
			panic(endOfProcess{})
		}
	}
}

// ReceivePeriodic is Receive: a real machine goes on by itself.
func (a *actor) ReceivePeriodic(within clock.Duration) (from int64, message any, err error) {
	return a.Receive(within)
}

// Files is the machine's disk. What is opened through it is closed when the process ends.
func (a *actor) Files() afero.Fs { return a.files }

// Library is the machine's media.
func (a *actor) Library() port.Library {
	if a.library == nil {
		a.library = &Library{dir: a.m.media, check: a.check}
	}
	return a.library
}

// Reports is where the engine says what it does.
func (a *actor) Reports() port.Reports { return a.m.reports }
