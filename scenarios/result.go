package scenarios

import (
	"fmt"
	"slices"
	"strings"

	"gapless/model"
	"gapless/scenarios/script"
)

// Result is a run, judged: what the specification says of it, and whether that is
// what the script expects. It stays valid until the runner's next run.
type Result struct {
	Setup        *Setup
	Outcome      *Outcome
	Verdict      model.Verdict
	Expectations []Held
	// Unnamed lists what is wrong and no expectation names: silent losses, and breaches
	// of P2, P3 and P5 to P10.
	Unnamed []model.Violation
	Windows []*Windows // those that expectations asked for
	// Media is the state of each medium at the end, as the engine sees it.
	Media map[string]string
	// Journals are the states of the active change journals that expectations ask for, by
	// mount point.
	Journals map[string]model.JournalState
	// Offered lists the jobs whose images disaster recovery offers, C12.
	Offered map[int]bool
}

// Held is one expectation and what came of it.
type Held struct {
	Line int
	Text string
	OK   bool
	Why  string // what is so instead; empty where it held
}

// OK reports whether all expectations held and nothing else is wrong.
func (r *Result) OK() bool {
	return len(r.Unnamed) == 0 && !slices.ContainsFunc(r.Expectations, func(h Held) bool { return !h.OK })
}

// Judge runs a setup and holds the run against the specification and the script.
func (r *Runner) Judge(u *Setup, o Options) (*Result, error) {
	out, err := r.Run(u, o)
	if err != nil {
		return nil, err
	}
	res := &Result{Setup: u, Outcome: out, Verdict: r.court.Judge(out.History), Media: u.system.stores(r.w), Journals: r.journals(u)}
	if s, ok := u.system.(recovering); ok {
		res.Offered = s.offered(r.w)
	}
	if err := r.expect(res); err != nil {
		return nil, err
	}
	for _, v := range res.Verdict.Violations {
		if v.Matters() && !res.named(&v) {
			res.Unnamed = append(res.Unnamed, v)
		}
	}
	return res, nil
}

// expect holds a result against the script's expectations for its product.
func (r *Runner) expect(res *Result) error {
	u := res.Setup
	if len(u.expect) == 0 {
		ok, why := holdsNothingLost(&judged{Result: res}, nil)
		res.Expectations = append(res.Expectations, Held{Text: "expect nothing lost", OK: ok, Why: why})
	}
	for _, st := range u.expect {
		if !concerns(st, u.Product.Name) {
			continue
		}
		j := judged{Result: res, runner: r}
		ok, why := expectationOf(st).holds(&j, st)
		if j.err != nil {
			return placeError(u.Script, st, j.err)
		}
		res.Expectations = append(res.Expectations, Held{Line: st.Line, Text: st.String(), OK: ok, Why: why})
	}
	return nil
}

// concerns reports whether a statement holds for a product: on= names it, or is not
// there.
func concerns(st *script.Statement, product string) bool {
	return !st.Has("on") || slices.Contains(st.List("on"), product)
}

func expectationOf(st *script.Statement) *expectation {
	return expectations[st.Form.Index()-len(declarations)-len(verbs)]
}

// judged is what an expectation looks at.
type judged struct {
	*Result
	runner *Runner
	err    error
}

// named reports whether an expectation of the script speaks of a violation.
func (r *Result) named(v *model.Violation) bool {
	for _, st := range r.Setup.expect {
		if concerns(st, r.Setup.Product.Name) && speaksOf(st, v) {
			return true
		}
	}
	return false
}

func speaksOf(st *script.Statement, v *model.Violation) bool {
	at := func() bool { return !st.Has("at") || int(st.Int("at")) == v.Point }
	switch st.Form.Name {
	case "expect lost":
		return v.Silent() && (v.Path == "" || st.Path("PATH") == v.Path) && at()
	case "expect window":
		return v.Silent() && st.Path("PATH") == v.Path && st.Has("FROM")
	case "expect violation":
		return slices.Contains(st.List("PROPERTY"), v.Property.String()) &&
			(!st.Has("PATH") || st.Path("PATH") == v.Path) && at()
	}
	return false
}

// path holds an expectation about the state of a path.
func (j *judged) path(st *script.Statement, want model.PathState) (bool, string) {
	p, n := st.Path("PATH"), int(st.Int("at"))
	if n > len(j.Verdict.Points) {
		return false, fmt.Sprintf("there are %d restore points", len(j.Verdict.Points))
	}
	got := j.Verdict.State(p, n)
	if got == want {
		return true, ""
	}
	return false, fmt.Sprintf("%s is %s", p, got)
}

// window holds all expect window lines of a path: together they are its whole list.
func (j *judged) window(st *script.Statement) (bool, string) {
	p := st.Path("PATH")
	w, err := j.windows(p, int(st.Int("change")))
	if err != nil {
		j.err = err
		return false, ""
	}
	var want []string
	for _, o := range j.Setup.expect {
		if o.Form == st.Form && o.Path("PATH") == p && o.Int("change") == st.Int("change") &&
			concerns(o, j.Setup.Product.Name) && o.Has("FROM") {
			want = append(want, nanos(o.Int("FROM")).Instant()+" "+nanos(o.Int("TO")).Instant())
		}
	}
	var got []string
	for _, i := range w.Windows {
		got = append(got, i.String())
	}
	slices.Sort(want)
	if slices.Equal(want, sorted(got)) {
		return true, ""
	}
	if len(got) == 0 {
		return false, p + " has no window"
	}
	return false, fmt.Sprintf("the windows of %s are %s", p, strings.Join(got, ", "))
}

func sorted(list []string) []string {
	list = slices.Clone(list)
	slices.Sort(list)
	return list
}

// windows finds the windows of a path, once for all lines that ask.
func (j *judged) windows(p string, change int) (*Windows, error) {
	line, err := j.Setup.Change(p, change)
	if err != nil {
		return nil, err
	}
	for _, w := range j.Windows {
		if w.Path == p && w.Line == line {
			return w, nil
		}
	}
	w, err := j.runner.searcher().FindWindows(j.Setup, p, line)
	if err == nil {
		j.Windows = append(j.Windows, w)
	}
	return w, err
}

// searcher is a second runner, since a search would overwrite the run that is being
// judged.
func (r *Runner) searcher() *Runner {
	if r.second == nil {
		r.second = NewRunner()
	}
	return r.second
}

// Change is the line of the n-th change of a path in the file; for 0 of the only one.
func (u *Setup) Change(path string, n int) (line int, err error) {
	lines := u.Script.Changes(path)
	switch {
	case len(lines) == 0:
		return 0, fmt.Errorf("nothing in the timeline changes %s, so it has no window", path)
	case n > len(lines):
		return 0, fmt.Errorf("%s has no change %d in the timeline", path, n)
	case n > 0:
		return lines[n-1].Line, nil
	case len(lines) == 1:
		return lines[0].Line, nil
	}
	return 0, fmt.Errorf("%d lines change %s, so its window is not clear; pick one of them", len(lines), path)
}

// String is the interval as expect window writes it.
func (i Interval) String() string { return i.From.Instant() + " " + i.To.Instant() }
