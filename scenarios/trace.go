package scenarios

import (
	"fmt"
	"strings"

	"gapless/engine/checkpoints"
	"gapless/model"
	"gapless/model/clock"
	"gapless/sim/op"

	"github.com/zeebo/xxh3"
)

// Event is one thing that happened in a run.
type Event struct {
	At     clock.Duration // true time since 00:00 of day 1
	Kind   string
	Host   string
	Job    int
	Status int
	Path   string // or a medium's name
	Text   string
	Size   int64
	Start  clock.Time[clock.Client] // a stamp, or a client process's start
	Cutoff clock.Time[clock.Client]
	Line   int // of the script, of a statement
	// Turn tells what set the event off: all events of one turn, which are neighbours,
	// were set off by the first, a statement or a wait that was over.
	Turn int
}

// Trace is what happened in a run, in order.
type Trace struct {
	Events    []Event
	processes map[int64]string // by number: program and host
}

// event adds to the hash, and to the trace where there is one.
func (r *record) event(e *Event) {
	h := &r.hash
	h.number(r.world.sched.Now())
	h.number((int64(e.Job)<<32 | int64(e.Status)) ^ int64(xxh3.HashString(e.Kind)))
	h.number(e.Size ^ int64(xxh3.HashString(e.Path)))
	if r.trace != nil {
		e.At, e.Turn = r.world.now().Sub(r.history.Day1), r.world.sched.Events()
		if e.Kind == "statement" {
			e.Line = r.line
		}
		r.trace.Events = append(r.trace.Events, *e)
	}
}

// ProcessStarted implements machine.Observer.
func (r *record) ProcessStarted(pid int64, host, program string) {
	if r.trace != nil {
		r.trace.processes[pid] = program + " on " + host
	}
	r.event(&Event{Kind: "process", Host: host, Text: program, Size: pid})
	if program == checkpoints.RemovalProgram && !r.world.probing {
		r.history.RemovalStarts = append(r.history.RemovalStarts, model.RemovalStart{At: r.world.now(), Host: host})
	}
}

// ProcessEnded implements machine.Observer.
func (r *record) ProcessEnded(pid int64, killed bool) {
	e := Event{Kind: "ended", Size: pid}
	if r.trace != nil {
		e.Text = r.trace.processes[pid] + " ends"
		if killed {
			e.Text = r.trace.processes[pid] + " is killed"
		}
	}
	r.event(&e)
}

// Message implements machine.Observer.
func (r *record) Message(from, to int64, _ any, _ error) {
	r.hash.number(from<<32 | to)
}

// Op implements machine.Observer.
func (r *record) Op(host int, kind op.Kind, path string) {
	r.hash.number((int64(host)<<8 | int64(kind)) ^ int64(xxh3.HashString(path)))
}

// String writes an event as one line.
func (e *Event) String() string {
	indent := "    "
	if e.Kind == "statement" || e.Kind == "probe" {
		indent = ""
	}
	return fmt.Sprintf("%-18s %s%s", e.At.Instant(), indent, e.Describe(clock.Time[clock.Client].String))
}

// Describe says what happened, with readings of clients' clocks as the caller writes
// them.
func (e *Event) Describe(reading func(clock.Time[clock.Client]) string) string {
	var b strings.Builder
	switch e.Kind {
	case "statement":
		b.WriteString(e.Text)
	case "probe":
		fmt.Fprintf(&b, "the run is over; one more incremental of %s, on a copy of the world:", e.Text)
	case "changed":
		fmt.Fprintf(&b, "%s changes", e.Path)
	case "process":
		fmt.Fprintf(&b, "%s starts on %s", e.Text, e.Host)
	case "ended":
		fmt.Fprintf(&b, "%s", e.Text)
	case "client-started":
		fmt.Fprintf(&b, "job %d: the client process starts at %s", e.Job, reading(e.Start))
		if !e.Cutoff.IsZero() {
			fmt.Fprintf(&b, ", cutoff %s", reading(e.Cutoff))
		}
	case "taken", "left-out":
		verb := map[string]string{"taken": "takes", "left-out": "leaves out"}[e.Kind]
		fmt.Fprintf(&b, "job %d %s %s: %s", e.Job, verb, e.Path, e.Text)
		if !e.Start.IsZero() {
			fmt.Fprintf(&b, ", %s against %s", reading(e.Start), reading(e.Cutoff))
		}
	case "checkpoint-begun":
		fmt.Fprintf(&b, "job %d begins checkpoint %d of %s", e.Job, e.Status, e.Text)
	case "checkpoint-complete":
		fmt.Fprintf(&b, "checkpoint %d of %s is complete", e.Status, e.Text)
	case "request":
		fmt.Fprintf(&b, "the job asks for outdated checkpoints of %s to be removed", e.Text)
	case "pass":
		fmt.Fprintf(&b, "the removal job works on %s", e.Text)
	case "passed":
		fmt.Fprintf(&b, "the removal job on %s has done with %s", e.Host, e.Text)
		if e.Status > 0 {
			fmt.Fprintf(&b, ", whose newest checkpoint is %d", e.Status)
		}
	case "deleted":
		fmt.Fprintf(&b, "%s is deleted", e.Path)
	case "catalogued":
		fmt.Fprintf(&b, "job %d: %d bytes on %s are in the catalogue", e.Job, e.Size, e.Path)
	case "overwritten":
		fmt.Fprintf(&b, "%d bytes on %s are gone", e.Size, e.Path)
	case "note":
		fmt.Fprintf(&b, "%s: %s", e.Host, e.Text)
	case "mail":
		fmt.Fprintf(&b, "mail: %s", e.Text)
	case "restored":
		fmt.Fprintf(&b, "restore point %d, from job %d: %d paths given back", e.Status, e.Job, e.Size)
		if e.Text != "" {
			fmt.Fprintf(&b, ", and then: %s", e.Text)
		}
	default:
		fmt.Fprintf(&b, "job %d (%s %s) is %s, status %d", e.Job, e.Host, e.Text, e.Kind, e.Status)
	}
	return b.String()
}

// hash sums a run up in one number: the multiplications of FNV-1a over its events, by
// words rather than bytes. It is the same wherever the run is made.
type hash uint64

const (
	hashStart = 0xcbf29ce484222325
	hashPrime = 0x100000001b3
)

func newHash() hash { return hashStart }

func (h *hash) number(v int64) {
	x := (uint64(*h) ^ uint64(v)) * hashPrime
	*h = hash(x ^ x>>29)
}
