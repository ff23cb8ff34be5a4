package scenarios

import (
	"fmt"

	"gapless/engine/message"
	"gapless/model"
	"gapless/scenarios/script"
	"gapless/sim/op"
	"gapless/sim/sched"
)

// Runner runs setups one after another, each in the memory of the one before. Make
// one with NewRunner, and close it at the end. It is not for concurrent use.
type Runner struct {
	w      *world
	court  model.Court
	second *Runner // for searches; nil until there is one
}

// NewRunner is a runner with nothing run yet.
func NewRunner() *Runner { return &Runner{w: newWorld()} }

// Close ends the coroutines that the runner keeps.
func (r *Runner) Close() {
	r.w.close()
	if r.second != nil {
		r.second.Close()
	}
}

// Options say what a run is for.
type Options struct {
	Trace bool // keep a trace
	Brief bool // restore each point when it is made, and nothing at the end of the run
	watch *watch
	view  bool // restore nothing
}

// Outcome is one run. What it points to is used again by the runner's next run.
type Outcome struct {
	History *model.History
	Course  *Course
	Hash    uint64
	Trace   *Trace // nil unless asked for
	Ended   sched.End
	Events  int // taken from the queue
	// Idle lists the lines of statements that found nothing to act on, with why.
	Idle []Idle
}

// Idle is a statement that did nothing.
type Idle struct {
	Line int
	Why  string
}

// stepLimit bounds the work of one run, so that an engine which goes round in circles
// at one instant is found out.
const stepLimit = 50_000_000

// Run runs a setup. The error is a mistake in the script that only running it shows.
// A panic of the engine is passed on.
func (r *Runner) Run(u *Setup, o Options) (*Outcome, error) {
	w := r.w
	if err := w.begin(u, o); err != nil {
		return nil, err
	}
	ended := w.sched.Run(max(u.horizon, u.day1+int64(w.lastInstant())))
	w.sched.OnEvent = nil
	events := w.sched.Events()
	w.history.End = w.now() // what the probe does comes after the end
	w.locks()
	w.noteClocks()
	w.stop()
	if !o.Brief {
		w.restoreAgain()
		if err := w.probe(); err != nil {
			return nil, err
		}
	}
	w.record.end()
	return &Outcome{
		History: &w.history, Course: &w.course, Hash: uint64(w.hash), Trace: w.trace, Ended: ended, Events: events, Idle: w.idle,
	}, nil
}

// begin makes the world of a setup, with all that will happen in its queue.
func (w *world) begin(u *Setup, o Options) error {
	w.build(u)
	w.options, w.viewed = o, nil
	if o.Trace {
		w.trace = &Trace{processes: map[int64]string{}}
	}
	if err := w.populate(); err != nil {
		return err
	}
	if err := w.boot(); err != nil {
		return err
	}
	for _, st := range u.timeline {
		w.sched.At(u.day1+int64(w.instant(st)), func() { w.act(st) })
	}
	for _, st := range u.hooks {
		w.hook(st)
	}
	if o.watch != nil {
		w.sched.OnEvent = o.watch.event
	}
	w.sched.Limit = stepLimit
	return nil
}

// boot starts the engine's server.
func (w *world) boot() error {
	pid, err := w.host(w.setup.master()).Boot(w.setup.system.boot(w, false))
	if err != nil {
		return err
	}
	w.server = pid
	return nil
}

// stop ends the engine's server, in no time.
func (w *world) stop() {
	if w.post(message.Stop{}) == nil {
		w.sched.Run(w.sched.Now())
	}
}

// act has a statement happen, now.
func (w *world) act(st *script.Statement) {
	outer := w.line
	w.line = st.Line
	if w.trace != nil {
		w.event(&Event{Kind: "statement", Text: st.String()})
	} else {
		w.event(&Event{Kind: "statement"})
	}
	if watch := w.options.watch; watch != nil && watch.line == st.Line {
		w.watchOn(watch)
		defer w.watchOff()
	}
	if err := verbOf(st).act(w, st); err != nil {
		w.idle = append(w.idle, Idle{st.Line, err.Error()})
		w.event(&Event{Kind: "note", Host: "world", Text: fmt.Sprintf("line %d does nothing: %v", st.Line, err)})
	}
	w.line = outer
}

// hook has a statement wait for an operation.
func (w *world) hook(st *script.Statement) {
	kind, k := st.Operation("OP")
	what, _ := op.Parse(kind)
	w.host(st.Text("HOST")).Hook(what, k, st.Text("PATH"), func() { w.act(st.Then) })
}

// instant is when a statement acts, as an offset from 00:00 of day 1.
func (w *world) instant(st *script.Statement) int64 {
	if watch := w.options.watch; watch != nil && watch.line == st.Line {
		return watch.at
	}
	return int64(st.At.Offset)
}

func (w *world) lastInstant() (last int64) {
	for _, st := range w.setup.timeline {
		last = max(last, w.instant(st))
	}
	return last
}

// verbOf is the verb of a timeline statement.
func verbOf(st *script.Statement) *verb { return verbs[st.Form.Index()-len(declarations)] }

// post gives the engine's server a message from its operator.
func (w *world) post(m any) error {
	if !w.net.Post(w.server, m) {
		return fmt.Errorf("the server on %s does not run", w.setup.master())
	}
	return nil
}

// placeError is a mistake that running a script showed, with its place.
func placeError(s *script.Script, st *script.Statement, err error) error {
	return fmt.Errorf("%s:%d:%d: %s: %w", s.Name, st.Line, st.Col, st.Form.Name, err)
}
