package trace

import (
	"fmt"
	"slices"
	"strings"

	"gapless/model"
	"gapless/model/clock"
	"gapless/reports/timeline"
	"gapless/reports/wording"
	"gapless/scenarios"
	"gapless/scenarios/script"
)

// Trace is a run's steps, in the order in which they happened.
type Trace struct {
	Hosts []string // whose clocks differ from true time
	Steps []Step
}

// Step is one thing that happened.
type Step struct {
	At      timeline.Instant
	Clocks  []string // what the hosts' clocks showed, in the order of Hosts
	Depth   int      // 0 for what nothing but the script or the time set off
	Kind    string   // that of scenarios.Event, or Woken
	Line    int      // of the script; 0 for none
	Job     int      // 0 for none
	Path    string
	Host    string // of a process
	Process int64  // its number; 0 for none
	Text    string // may hold anything that a script's author wrote
	Lost    bool   // the decision that lost a file, or the change that was lost
}

// Woken is the kind of a step that is no event of its own: a wait was over, and set
// off what follows.
const Woken = "woken"

// making is a trace in the making.
type making struct {
	*Trace
	res    *scenarios.Result
	h      *model.History
	clocks []*scenarios.Clock
	held   map[string]int // changes of a path so far
	lost   map[string]bool
	timed  map[int]*script.Statement // statements with an instant, by line
}

// Of turns the trace of a result into values that outlive it; nil where none was kept.
func Of(res *scenarios.Result) *Trace {
	events := res.Outcome.Trace
	if events == nil {
		return nil
	}
	m := making{Trace: &Trace{}, res: res, h: res.Outcome.History, held: map[string]int{}, lost: map[string]bool{}, timed: map[int]*script.Statement{}}
	for _, st := range res.Setup.Script.Timeline() {
		m.timed[st.Line] = st
	}
	for i := range res.Outcome.Course.Clocks {
		if k := &res.Outcome.Course.Clocks[i]; !k.Right() {
			m.clocks = append(m.clocks, k)
			m.Hosts = append(m.Hosts, k.Host)
		}
	}
	m.losses()
	turn, probing := -1, false
	for i := range events.Events {
		e := &events.Events[i]
		if e.Turn != turn && e.Kind != "statement" && e.Kind != "probe" {
			m.woken(events.Events[i:], probing)
		}
		if e.Turn == turn && !e.At.Equal(events.Events[i-1].At) {
			m.cut(e)
		}
		first := e.Turn != turn
		probing = probing || e.Kind == "probe"
		turn = e.Turn
		m.step(e, first)
	}
	return m.Trace
}

// losses notes the decisions that lost files, and the changes that were lost.
func (m *making) losses() {
	for i := range m.res.Verdict.Violations {
		v := &m.res.Verdict.Violations[i]
		if v.Class != model.Loss || v.Path == "" {
			continue
		}
		if !v.ChangedAt.IsZero() {
			m.lost[key("changed", v.Path, 0, v.ChangedAt.Sub(m.h.Day1))] = true
		}
		if c := v.Cause; c != nil && c.Decision.Job != 0 {
			m.lost[key("left-out", c.Decision.Path, c.Decision.Job, c.Decision.At.Sub(m.h.Day1))] = true
		}
	}
}

func key(kind, path string, job int, at clock.Duration) string {
	return fmt.Sprintf("%s %d %s %s", kind, job, at.Instant(), path)
}

// step enters an event.
func (m *making) step(e *scenarios.Event, first bool) {
	s := m.at(e)
	s.Kind, s.Line, s.Job, s.Path, s.Depth = e.Kind, e.Line, e.Job, e.Path, depthOf(e, first)
	s.Text = e.Describe(func(t clock.Time[clock.Client]) string { return wording.Instant(t, m.h.Day1) })
	s.Lost = m.lost[key(e.Kind, e.Path, e.Job, e.At)]
	switch e.Kind {
	case "statement":
		s.Text = m.statement(e)
	case "changed":
		s.Text = m.changed(e)
	case "process", "ended":
		s.Host, s.Process = e.Host, e.Size
	}
	m.Steps = append(m.Steps, s)
}

// at is a step at an event's instant.
func (m *making) at(e *scenarios.Event) Step {
	s := Step{At: timeline.Instant(e.At.Std())}
	for _, k := range m.clocks {
		s.Clocks = append(s.Clocks, e.At.Plus(k.Ahead(e.At)).Instant())
	}
	return s
}

// depthOf is how deep a step stands below what set it off.
func depthOf(e *scenarios.Event, first bool) int {
	switch e.Kind {
	case "statement":
		if first {
			return 0
		}
		return 1 // it waited for an operation
	case "probe":
		return 0
	case "process", "ended", "catalogued", "restored", "checkpoint-begun", "checkpoint-complete", "pass", "passed", "request":
		return 2
	case "client-started", "taken", "left-out", "deleted":
		return 3
	}
	return 1
}

// statement is a statement's text without its instant, which stands beside it.
func (m *making) statement(e *scenarios.Event) string {
	if st := m.timed[e.Line]; st != nil {
		return strings.TrimSpace(strings.TrimPrefix(st.String(), st.At.String()))
	}
	return e.Text + ", for which it waited"
}

// changed tells what a path holds from now on.
func (m *making) changed(e *scenarios.Event) string {
	i, ok := slices.BinarySearchFunc(m.h.Paths, e.Path, func(p model.PathHistory, path string) int { return strings.Compare(p.Path, path) })
	n := m.held[e.Path]
	m.held[e.Path]++
	if !ok || n >= len(m.h.Paths[i].Held) {
		return e.Path + " changes"
	}
	v := m.h.Paths[i].Held[n].Version
	switch v.Kind {
	case model.Absent:
		return e.Path + " goes away"
	case model.File:
		return fmt.Sprintf("%s holds %d bytes, stamped %s", e.Path, v.Content.Size(), wording.Instant(v.Modified, m.h.Day1))
	case model.Symlink:
		return fmt.Sprintf("%s points to %s", e.Path, v.Target)
	}
	return e.Path + " is a directory"
}

// cut enters the end of a run that still had something to wait for: no turn of the
// queue begins what comes then.
func (m *making) cut(e *scenarios.Event) {
	s := m.at(e)
	s.Kind, s.Text = Woken, "the horizon: what is still waited for is not waited for any longer"
	m.Steps = append(m.Steps, s)
}

// woken enters what begins a turn that no statement began.
func (m *making) woken(rest []scenarios.Event, probing bool) {
	e := &rest[0]
	s := m.at(e)
	s.Kind, s.Text = Woken, "what waited for this instant goes on"
	job := 0
	for i := range rest {
		if rest[i].Turn != e.Turn {
			break
		}
		if rest[i].Job != 0 {
			job = rest[i].Job
			break
		}
	}
	switch {
	case len(m.Steps) == 0:
		s.Text = "the world as it begins"
	case e.Kind == "process" && job != 0 && e.Job == 0:
		s.Text = fmt.Sprintf("a process of job %d begins", job)
	case e.Kind == string(model.Queued) || e.Kind == string(model.Active):
		s.Text = "a schedule or a timer is due"
	case job != 0:
		s.Text = fmt.Sprintf("job %d goes on", job)
	}
	if probing && job != 0 {
		s.Text = fmt.Sprintf("job %d, the probe, goes on", job)
	}
	if n := len(m.Steps); n > 0 && m.Steps[n-1].Kind == Woken && m.Steps[n-1].At == s.At {
		return
	}
	m.Steps = append(m.Steps, s)
}
