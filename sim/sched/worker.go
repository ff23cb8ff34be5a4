package sched

import (
	"fmt"
	"iter"
	"runtime/debug"
)

// Task is a handle on a task. It stays valid when the task has ended: then it does
// nothing. The zero Task is none.
type Task struct {
	w   *worker
	run uint64
}

// IsZero reports whether t is no task at all.
func (t Task) IsZero() bool { return t.w == nil }

// Alive reports whether the task has neither ended nor been killed.
func (t Task) Alive() bool { return t.w != nil && t.w.run == t.run && !t.w.killed }

// state is what a worker does.
type state uint8

const (
	idle     state = iota // waits for a task
	fresh                 // has a task that is ready and has never run
	ready                 // has a task that is ready to go on
	running               // runs, or waits for what it resumed
	sleeping              // waits for an instant
	parked                // waits for a Wake, maybe until an instant
)

// worker is a coroutine that runs one task after another.
type worker struct {
	s     *Scheduler
	next  func() (struct{}, bool)
	stop  func()
	yield func(struct{}) bool

	run    uint64 // counts its tasks; tells an old handle
	state  state
	owner  int
	fn     func()
	killed bool

	order    uint64 // its event in the queue; 0 for none
	periodic bool   // whether that event keeps no run going
	woken    bool   // how its park ended

	older, newer *worker // the live tasks in start order
	returned     bool    // whether fn has returned
	closing      bool
}

func newWorker(s *Scheduler) *worker {
	w := &worker{s: s}
	w.next, w.stop = iter.Pull(w.loop)
	return w
}

// loop is the body of the coroutine. It ends at Close.
func (w *worker) loop(yield func(struct{}) bool) {
	w.yield = yield
	for {
		w.work()
		if w.closing || !yield(struct{}{}) {
			return
		}
	}
}

func (w *worker) work() {
	w.returned = false
	defer w.finish()
	w.fn()
	w.returned = true
}

// finish is the top of every task, where a killed one ends.
func (w *worker) finish() {
	p := recover()
	if p != nil && p != any(unwind) && w.s.failure == nil {
		w.s.failure = &Panic{Value: p, Stack: debug.Stack()}
	}
	w.s.retire(w)
	if p == nil && !w.returned {
		// runtime.Goexit, as in t.Fatal: the coroutine is gone, and Run exits as well.
		return
	}
	w.s.idle = append(w.s.idle, w)
}

// block gives way until the worker is resumed.
func (w *worker) block() {
	if !w.yield(struct{}{}) {
		w.closing, w.killed = true, true
	}
	if w.killed {
		panic(unwind)
	}
}

// unwinding is what a killed task's calls panic with; unwind is its only value.
type unwinding struct{ _ byte }

var unwind = new(unwinding)

func (*unwinding) String() string { return "sched: this task was killed" }

// Panic is what Run panics with when a task panicked.
type Panic struct {
	Value any    // what the task panicked with
	Stack []byte // the task's stack
}

func (p *Panic) Error() string { return fmt.Sprintf("%v\n\nin a task:\n%s", p.Value, p.Stack) }

// Unwrap is the error that the task panicked with, if it was one.
func (p *Panic) Unwrap() error {
	err, _ := p.Value.(error)
	return err
}
