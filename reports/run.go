package reports

import (
	"fmt"
	"strings"

	"gapless/model"
	"gapless/reports/timeline"
	"gapless/scenarios"
	"gapless/scenarios/script"
)

// Run is one script under one product: what `gapless replay --json` prints.
type Run struct {
	Script        string         `json:"script"`
	Product       string         `json:"product"`
	Seed          uint64         `json:"seed"` // of generated scripts; 0 for those that people write
	Hash          string         `json:"hash"` // 16 hexadecimal digits
	RestorePoints []RestorePoint `json:"restorePoints"`
	Violations    []Violation    `json:"violations"`
	Lost          []string       `json:"lost"`
	Captured      []string       `json:"captured"`
	Reported      []string       `json:"reported"`
	Expectations  []Expectation  `json:"expectations"`
}

// RestorePoint is one job that ended with status 0 or 1.
type RestorePoint struct {
	N      int    `json:"n"`
	Job    int    `json:"job"`
	At     string `json:"at"` // the true instant of its end
	Kind   string `json:"kind"`
	State  string `json:"state"`
	Status int    `json:"status"`
}

// Violation is one breach of one property.
type Violation struct {
	Property     string `json:"property"`
	Class        string `json:"class"`        // loss, metadata or extra; empty where no path is concerned
	Path         string `json:"path"`         // empty where no path is concerned
	ChangedAt    string `json:"changedAt"`    // true instant; empty where no change is concerned
	RestorePoint int    `json:"restorePoint"` // 0 where none is concerned
	Reported     bool   `json:"reported"`
	Cause        *Cause `json:"cause"`
}

// Expectation is one expectation of the script, and what came of it. Line is 0 for the
// one that a script without expectations has.
type Expectation struct {
	Line int    `json:"line"`
	Text string `json:"text"`
	Held bool   `json:"held"`

	why string // what is so instead
}

// Digest turns a result into values that outlive it. name is the script's, as its
// user gave it; judged is false when the command line overrode the script.
func Digest(name string, res *scenarios.Result, judged bool) *Case {
	u, h := res.Setup, res.Outcome.History
	c := &Case{
		Run: Run{
			Script: name, Product: u.Product.Name, Hash: fmt.Sprintf("%016x", res.Outcome.Hash),
			RestorePoints: []RestorePoint{}, Violations: []Violation{}, Expectations: []Expectation{},
			Lost: some(res.Verdict.LostPaths()), Captured: some(res.Verdict.CapturedPaths()), Reported: some(res.Verdict.ReportedPaths()),
		},
		Covers: some(u.Script.Covers()), Judged: judged, Runs: 1, Events: res.Outcome.Events,
		Simulated: h.End.Sub(h.Day1).Short(), Exercised: res.Verdict.Exercised,
		span: h.End.Sub(h.Day1), Duplicates: res.Verdict.Duplicates,
	}
	for i := range res.Verdict.Points {
		c.point(h, &res.Verdict.Points[i])
	}
	story := Story{History: h, Statement: statements(u.Script)}
	for i := range res.Verdict.Violations {
		c.Violations = append(c.Violations, story.violation(&res.Verdict.Violations[i]))
	}
	for _, e := range res.Expectations {
		c.Expectations = append(c.Expectations, Expectation{Line: e.Line, Text: e.Text, Held: e.OK, why: e.Why})
	}
	c.jobs(h)
	c.windows(res)
	for _, i := range res.Outcome.Idle {
		c.Idle = append(c.Idle, Idle{Line: i.Line, Why: i.Why})
	}
	for _, a := range h.Assumptions {
		c.Assumptions = append(c.Assumptions, fmt.Sprintf("a time of the %s's clock is taken for one of the %s's: %s", a.From, a.To, a.Why))
	}
	if judged {
		c.problems(res, &story)
	}
	if len(c.Violations)+len(c.Problems) > 0 {
		c.Timeline = timeline.Of(res)
	}
	return c
}

// point enters a restore point.
func (c *Case) point(h *model.History, p *model.Point) {
	j := &h.Jobs[p.Job-1]
	c.RestorePoints = append(c.RestorePoints, RestorePoint{
		N: p.N, Job: p.Job, At: instant(p.At, h.Day1), Kind: string(j.Kind), State: string(j.State), Status: j.Status,
	})
	c.points = append(c.points, pointLists{lost: p.Lost, reported: p.Reported, altered: p.Altered, covered: p.Covered})
}

// problems lists what a judged run has that was not expected, or lacks that was.
func (c *Case) problems(res *scenarios.Result, story *Story) {
	for _, e := range c.Expectations {
		if !e.Held {
			c.Problems = append(c.Problems, Problem{Line: e.Line, Text: fmt.Sprintf("%s does not hold: %s", plain(e.Text), plain(e.why))})
		}
	}
	for i := range res.Unnamed {
		v := story.violation(&res.Unnamed[i])
		c.Problems = append(c.Problems, Problem{Line: res.Unnamed[i].Line, Text: "no expectation names this: " + v.Headline()})
	}
}

// violation is a violation as a value, with its cause.
func (s *Story) violation(v *model.Violation) Violation {
	return Violation{
		Property: v.Property.String(), Class: string(v.Class), Path: v.Path, ChangedAt: instant(v.ChangedAt, s.History.Day1),
		RestorePoint: v.Point, Reported: v.Reported, Cause: s.Explain(v),
	}
}

// property is the number of a property's ID; 0 for what is none.
func property(id string) model.Property {
	for p := model.Property(1); p < model.Properties; p++ {
		if p.String() == id {
			return p
		}
	}
	return 0
}

// PropertyName is the property of an ID in a word, such as capture for P1.
func PropertyName(id string) string { return property(id).Name() }

// Silent reports whether the violation is a loss that nobody was told of.
func (v *Violation) Silent() bool {
	as := model.Violation{Property: property(v.Property), Class: model.Class(v.Class), Reported: v.Reported}
	return as.Silent()
}

// Headline is a violation in one line.
func (v *Violation) Headline() string {
	text := v.Property + " " + PropertyName(v.Property) + ": "
	path := plain(v.Path)
	switch {
	case path == "" && v.RestorePoint > 0:
		return text + fmt.Sprintf("restore point %d", v.RestorePoint)
	case path == "" && v.Cause.Job > 0:
		return text + fmt.Sprintf("job %d", v.Cause.Job)
	case path == "":
		return text + "broken"
	case v.Silent():
		text += path + " is silently lost"
	case v.Reported:
		text += path + " is lost, and reported,"
	case v.Class == string(model.Loss):
		text += path + " is lost"
	case v.Class == string(model.Extra):
		text += path + " comes back though it was deleted"
	default:
		text += path + " has other metadata"
	}
	if v.RestorePoint > 0 {
		text += fmt.Sprintf(" at restore point %d", v.RestorePoint)
	}
	return text
}

// statements gives the text of a script's lines, without instants.
func statements(s *script.Script) func(line int) string {
	byLine := map[int]string{}
	for _, st := range s.Statements {
		byLine[st.Line] = bare(st)
	}
	return func(line int) string { return byLine[line] }
}

// bare is a statement's text without its instant.
func bare(st *script.Statement) string {
	if !st.Timed {
		return st.String()
	}
	return strings.TrimSpace(strings.TrimPrefix(st.String(), st.At.String()))
}

// some is a list that is written as [] when it is empty.
func some(list []string) []string {
	if list == nil {
		return []string{}
	}
	return list
}
