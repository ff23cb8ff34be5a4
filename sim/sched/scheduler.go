package sched

import "math"

// Forever is a wait without limit.
const Forever = math.MaxInt64

// End says why a run ended.
type End uint8

const (
	Idle         End = iota // nothing is pending
	OnlyPeriodic            // what is pending are periodic waits and loose functions
	Horizon                 // the next event lies after the horizon
	Exhausted               // the limit of steps was reached
)

func (e End) String() string {
	return [...]string{"idle", "only periodic work", "horizon", "exhausted"}[e]
}

// Scheduler owns the true time and runs tasks in it. Make one with New.
type Scheduler struct {
	// OnEvent is told each distinct instant that is taken from the queue.
	OnEvent func(at int64)
	// Limit is how many steps (events and switches to a task) all runs since Reset
	// may take, so that tasks which keep each other busy at one instant are found
	// out; 0 for without limit.
	Limit int

	now, until int64
	queue      queue
	asked      uint64 // numbers all events
	lasting    int    // events that keep a run going
	ready      ring
	current    *worker // nil while a statement acts
	active     bool    // in Run

	oldest, newest *worker // the live tasks in start order
	idle           []*worker
	workers        []*worker

	steps, events int
	told          int64 // the last instant that OnEvent was told, if any was
	toldAny       bool
	failure       *Panic
}

// New is a scheduler at the instant 0.
func New() *Scheduler { return &Scheduler{} }

// Reset kills all tasks and makes the scheduler as good as new, at the instant
// start. It must not be called from within a run.
func (s *Scheduler) Reset(start int64) {
	if s.active {
		panic("sched: Reset from within a run")
	}
	s.killAll()
	s.queue.reset()
	s.ready.head, s.ready.count = 0, 0
	s.OnEvent, s.Limit = nil, 0
	s.now, s.until, s.asked, s.lasting = start, start, 0, 0
	s.steps, s.events, s.toldAny, s.failure = 0, 0, false, nil
}

// Close resets the scheduler and ends all its coroutines. It can be used again.
func (s *Scheduler) Close() {
	s.Reset(0)
	for _, w := range s.workers {
		w.stop()
	}
	s.workers, s.idle, s.ready, s.queue = nil, nil, ring{}, queue{}
}

// Now is the true time, in nanoseconds since 1970-01-01 UTC.
func (s *Scheduler) Now() int64 { return s.now }

// Events is how many events were taken from the queue since Reset.
func (s *Scheduler) Events() int { return s.events }

// At has the statement fn act at t, or now if that is past. It runs on the
// scheduler's own stack and must not wait.
func (s *Scheduler) At(t int64, fn func()) {
	s.CheckKilled()
	s.asked++
	s.lasting++
	s.queue.push(event{at: max(t, s.now), order: s.asked, fn: fn})
}

// Later has fn called at t, or now if that is past, in its turn among the wake-ups.
// When it is loose a run may end without it.
func (s *Scheduler) Later(t int64, loose bool, fn func()) {
	s.CheckKilled()
	s.asked++
	if !loose {
		s.lasting++
	}
	s.queue.push(event{at: max(t, s.now), order: s.asked | wakeUp, fn: fn, loose: loose})
}

// Aside calls fn as a statement in the middle of the current task: a kill in it
// that hits the task takes effect when fn has returned.
func (s *Scheduler) Aside(fn func()) {
	s.CheckKilled()
	w := s.current
	s.current = nil
	fn()
	s.current = w
	s.CheckKilled()
}

// Run lets tasks and events take their course up to and including the instant
// until. At the horizon the time is until, otherwise that of the last event. A
// task's panic is passed on as a *Panic after all other tasks have been unwound.
func (s *Scheduler) Run(until int64) End {
	if s.active {
		panic("sched: Run from within a run")
	}
	s.active, s.until = true, until
	defer s.left()
	for {
		if end, over := s.drain(); over {
			return end
		}
		e := s.queue.peek()
		switch {
		case e == nil:
			return Idle
		case s.lasting == 0:
			return OnlyPeriodic
		case e.at > until:
			s.now = max(s.now, until)
			return Horizon
		}
		s.take(*e)
		if s.failure != nil {
			s.surrender()
		}
	}
}

// left also runs when a panic or runtime.Goexit leaves Run.
func (s *Scheduler) left() { s.active, s.current = false, nil }

// drain runs all tasks that are ready at this instant.
func (s *Scheduler) drain() (end End, over bool) {
	for {
		if s.Limit > 0 && s.steps >= s.Limit {
			return Exhausted, true
		}
		if s.ready.count == 0 {
			return 0, false
		}
		if t := s.ready.pop(); t.w.run == t.run {
			s.resume(t.w)
			if s.failure != nil {
				s.surrender()
			}
		}
	}
}

// take removes the first event, e, from the queue and has it happen.
func (s *Scheduler) take(e event) {
	s.queue.drop()
	s.advance(e.at)
	if e.w == nil {
		if !e.loose {
			s.lasting--
		}
		s.steps++
		e.fn()
		return
	}
	if !e.w.periodic {
		s.lasting--
	}
	e.w.order = 0
	s.resume(e.w)
}

// advance moves the time on to an event's instant.
func (s *Scheduler) advance(at int64) {
	s.now = at
	s.events++
	if s.OnEvent != nil && (!s.toldAny || at != s.told) {
		s.told, s.toldAny = at, true
		s.OnEvent(at)
	}
}

// surrender ends a run in which a task panicked.
func (s *Scheduler) surrender() {
	failure := s.failure
	s.killAll()
	s.failure = nil
	panic(failure)
}

// resume lets a worker run until it waits or its task ends.
func (s *Scheduler) resume(w *worker) {
	s.steps++
	caller := s.current
	s.current, w.state = w, running
	w.next()
	s.current = caller
}
