package reports

import (
	"fmt"
	"strings"
	"time"

	"gapless/model"
	"gapless/model/clock"
	"gapless/reports/timeline"
	"gapless/scenarios"
)

// Case is a run with what else a report tells of it.
type Case struct {
	Run
	OK          bool              `json:"ok"`              // nothing is other than expected
	File        string            `json:"file,omitempty"`  // of the script; empty for one of the library
	Judged      bool              `json:"judged"`          // the script's expectations count
	Problems    []Problem         `json:"problems"`        // why it is not OK
	Covers      []string          `json:"covers"`          // rules
	Jobs        []Job             `json:"jobs"`            // by number
	Windows     []Window          `json:"windows"`         // those that expectations asked for
	Idle        []Idle            `json:"idle"`            // statements that found nothing to act on
	Assumptions []string          `json:"assumptions"`     // of the engine, that two clocks agree
	Properties  map[string]string `json:"properties"`      // P1 to P10: holds, broken or never exercised
	Runs        int               `json:"runs"`            // how often the engine ran for all this
	Events      int               `json:"events"`          // of the run itself
	Duplicates  int               `json:"duplicates"`      // files taken again without need
	Simulated   string            `json:"simulated"`       // the run's length in true time
	Replay      string            `json:"replay"`          // the command that shows it again
	Panic       string            `json:"panic,omitempty"` // the harness or the engine failed

	// Timeline is the run as it can be drawn; nil where nothing is broken.
	Timeline *timeline.Timeline `json:"timeline,omitempty"`

	Exercised [model.Properties]bool `json:"-"`

	span   clock.Duration
	text   string // the script's
	points []pointLists
}

// From says where the case's script comes from: its file, empty for one of the
// library, and its text.
func (c *Case) From(file, text string) *Case {
	c.File, c.text = file, text
	return c
}

// Problem is one thing that is other than the script expects.
type Problem struct {
	Line int    `json:"line"` // of the script; 0 for none
	Text string `json:"text"`
}

// Job is what the engine said of a job.
type Job struct {
	Number      int      `json:"number"`
	Kind        string   `json:"kind"`
	Policy      string   `json:"policy"`
	Client      string   `json:"client"`
	Method      string   `json:"method"`
	State       string   `json:"state"`
	Status      int      `json:"status"`
	Files       int      `json:"files"` // in its image
	Base        int      `json:"base"`  // the job that it builds on; 0 for none
	Named       []string `json:"named"` // what it said was not, or not safely, backed up
	Activations []string `json:"activations"`
	Ended       string   `json:"ended"` // empty while it has not
	Probe       bool     `json:"probe"` // the harness's own last incremental
}

// Window is the instants at which a change would be lost.
type Window struct {
	Path    string     `json:"path"`
	Line    int        `json:"line"` // of the change
	Runs    int        `json:"runs"` // that it took to find them
	Windows []Interval `json:"windows"`
}

// Interval is from From up to, and without, To.
type Interval struct {
	From string `json:"from"`
	To   string `json:"to"`

	length time.Duration
}

// Idle is a statement that did nothing, and why.
type Idle struct {
	Line int    `json:"line"`
	Why  string `json:"why"`
}

// pointLists are a restore point's paths.
type pointLists struct {
	lost, reported, altered []string
	covered                 int
}

// jobs enters the jobs.
func (c *Case) jobs(h *model.History) {
	c.Jobs = []Job{}
	for i := range h.Jobs {
		j := &h.Jobs[i]
		out := Job{
			Number: j.Number, Kind: string(j.Kind), Policy: j.Policy, Client: j.Client, Method: j.Method, State: string(j.State),
			Status: j.Status, Files: j.Taken, Base: j.Base, Named: append([]string{}, j.Named...), Activations: []string{},
			Ended: instant(j.Ended, h.Day1), Probe: j.Probe,
		}
		for k := range j.Activations {
			out.Activations = append(out.Activations, instant(j.Activations[k].At, h.Day1))
		}
		c.Jobs = append(c.Jobs, out)
	}
}

// windows enters the windows that expectations asked for.
func (c *Case) windows(res *scenarios.Result) {
	c.Windows = []Window{}
	for _, w := range res.Windows {
		c.Windows = append(c.Windows, *WindowOf(w))
		c.Runs += w.Runs
	}
}

// WindowOf is a search's answer as a value.
func WindowOf(w *scenarios.Windows) *Window {
	out := &Window{Path: w.Path, Line: w.Line, Runs: w.Runs, Windows: []Interval{}}
	for _, i := range w.Windows {
		out.Windows = append(out.Windows, Interval{i.From.Instant(), i.To.Instant(), i.To.Std() - i.From.Std()})
	}
	return out
}

// Settle fills in what follows from the rest. A case is settled when all is known of
// it, and so after Fail.
func (c *Case) Settle() *Case {
	c.OK = len(c.Problems) == 0 && c.Panic == ""
	if c.Problems == nil {
		c.Problems = []Problem{}
	}
	if c.Idle == nil {
		c.Idle = []Idle{}
	}
	c.Assumptions = some(c.Assumptions)
	if c.Replay == "" {
		c.Replay = ReplayCommand(c.Script, c.Product)
	}
	breaks := map[string]bool{}
	for i := range c.Violations {
		v := &c.Violations[i]
		breaks[v.Property] = true
		if v.Silent() {
			breaks["P4"] = true
		}
	}
	c.Properties = map[string]string{}
	for p := model.Property(1); p < model.Properties; p++ {
		switch {
		case breaks[p.String()]:
			c.Properties[p.String()] = broken
		case c.Exercised[p]:
			c.Properties[p.String()] = holds
		default:
			c.Properties[p.String()] = never
		}
	}
	return c
}

// Fail adds a problem.
func (c *Case) Fail(format string, args ...any) {
	c.Problems = append(c.Problems, Problem{Text: fmt.Sprintf(format, args...)})
}

// Again compares the hash of a second run with the first's. A run is a function of its
// script, so they must not differ.
func (c *Case) Again(hash uint64) {
	c.Runs++
	if second := fmt.Sprintf("%016x", hash); second != c.Hash {
		c.Fail("two runs differ: the first has hash %s, the second %s", c.Hash, second)
	}
}

// Crashed is the case of a run in which the harness or the engine failed.
func Crashed(name, product string, covers []string, what any) *Case {
	c := &Case{Run: Run{
		Script: name, Product: product, RestorePoints: []RestorePoint{}, Violations: []Violation{},
		Lost: []string{}, Captured: []string{}, Reported: []string{}, Expectations: []Expectation{},
	}, Judged: true, Covers: some(covers), Jobs: []Job{}, Windows: []Window{}, Panic: fmt.Sprint(what)}
	c.Fail("the run did not come to its end: %s", plain(c.Panic))
	return c.Settle()
}

// Loses reports whether the run has a silent loss, expected or not.
func (c *Case) Loses() bool { return len(c.Lost) > 0 }

// ReplayCommand is the command that shows a run again.
func ReplayCommand(name, product string) string {
	return "gapless replay " + quote(name) + " --product " + quote(product)
}

// quote makes a word one argument of a shell.
func quote(s string) string {
	const safe = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./+,:=@%"
	if strings.HasPrefix(s, "-") {
		s = "./" + s // a file, not a flag
	}
	if s != "" && strings.Trim(s, safe) == "" {
		return s
	}
	if plain(s) != s {
		return "$'" + strings.ReplaceAll(plain(strings.ReplaceAll(s, `\`, `\\`)), "'", `\'`) + "'"
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}
