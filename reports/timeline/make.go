package timeline

import (
	"cmp"
	"slices"
	"strings"

	"gapless/model"
	"gapless/model/clock"
	"gapless/reports/wording"
	"gapless/scenarios"
	"gapless/scenarios/script"
)

// Limits of what a timeline holds, so that a run which lost a hundred thousand files
// still has one.
const (
	mostPaths  = 40
	mostLosses = 40
)

// making is a timeline in the making.
type making struct {
	*Timeline
	h      *model.History
	course *scenarios.Course
	lines  map[int]*script.Statement
	lost   map[string]int // place of a path among the losses, from 1
}

// Of turns a result into values that outlive it.
func Of(res *scenarios.Result) *Timeline {
	h := res.Outcome.History
	m := making{
		Timeline: &Timeline{Script: res.Setup.Script.Name, Product: res.Setup.Product.Name},
		h:        h, course: res.Outcome.Course, lines: map[int]*script.Statement{}, lost: map[string]int{},
	}
	m.To = m.at(h.End)
	for _, st := range res.Setup.Script.Statements {
		m.lines[st.Line] = st
	}
	m.jobs(&res.Verdict)
	m.losses(&res.Verdict)
	m.windows(res)
	m.paths()
	m.acts(res)
	m.clocks()
	m.removal()
	m.from()
	return m.Timeline
}

// at is a true instant as a report has it.
func (m *making) at(t clock.Time[clock.True]) Instant { return Instant(t.Sub(m.h.Day1).Std()) }

// maybe is an instant that may not be.
func (m *making) maybe(t clock.Time[clock.True]) *Instant {
	if t.IsZero() {
		return nil
	}
	at := m.at(t)
	return &at
}

func (m *making) jobs(v *model.Verdict) {
	for i := range m.h.Jobs {
		j := &m.h.Jobs[i]
		if j.Number == 0 || j.Probe {
			continue
		}
		out := Job{
			Number: j.Number, Kind: string(j.Kind), Policy: j.Policy, Client: j.Client, Base: j.Base, State: string(j.State),
			Status: j.Status, Taken: j.Taken, Ended: m.maybe(j.Ended), Phases: []Phase{}, Starts: []Start{}, Checkpoints: []Instant{},
		}
		if b := m.job(j.Base); b != nil && len(b.Activations) > 0 {
			out.BaseAt = m.maybe(b.Activations[0].At)
		}
		for k := range j.Activations {
			out.Starts = append(out.Starts, m.start(j, &j.Activations[k]))
		}
		m.Jobs = append(m.Jobs, out)
	}
	for _, p := range m.course.Phases {
		if j := m.Job(p.Job); j != nil {
			j.Phases = append(j.Phases, Phase{Instant(p.At.Std()), string(p.State)})
		}
	}
	for i := range v.Points {
		if j := m.Job(v.Points[i].Job); j != nil {
			j.Point = v.Points[i].N
		}
	}
	for i := range m.h.Fragments {
		f := &m.h.Fragments[i]
		j, at := m.Job(f.Job), m.at(f.Catalogued)
		if j != nil && !slices.Contains(j.Checkpoints, at) && (j.Ended == nil || at < *j.Ended) {
			j.Checkpoints = append(j.Checkpoints, at)
		}
	}
}

// start is a start of a job's client process, or of the job where there was none.
func (m *making) start(j *model.Job, a *model.Activation) Start {
	out := Start{At: m.at(a.At)}
	if !a.Began.IsZero() {
		out.At = m.at(a.Began)
	}
	if !a.Cutoff.IsZero() {
		out.Shows = wording.Instant(a.Cutoff, m.h.Day1)
		at := m.placed(j.Client, Instant(wording.Offset(a.Cutoff, m.h.Day1).Std()), out.At)
		out.Cutoff = &at
	}
	return out
}

func (m *making) job(number int) *model.Job {
	if number < 1 || number > len(m.h.Jobs) {
		return nil
	}
	return &m.h.Jobs[number-1]
}

// Job is the job of that number; nil for none.
func (t *Timeline) Job(number int) *Job {
	i, ok := slices.BinarySearchFunc(t.Jobs, number, func(j Job, n int) int { return cmp.Compare(j.Number, n) })
	if !ok {
		return nil
	}
	return &t.Jobs[i]
}

// losses enters what is lost, each path once for each restore point.
func (m *making) losses(v *model.Verdict) {
	for i := range v.Violations {
		x := &v.Violations[i]
		if x.Path == "" || x.Class != model.Loss {
			continue
		}
		if len(m.Losses) == mostLosses {
			m.MoreLosses++
			continue
		}
		l := Loss{Path: x.Path, Point: x.Point, Reported: x.Reported, Line: x.Line, ChangedAt: m.maybe(x.ChangedAt)}
		if c := x.Cause; c != nil && c.Decision.Job != 0 && m.Job(c.Decision.Job) != nil {
			d := &c.Decision
			l.Job, l.Start, l.DecidedAt, l.Reason, l.Rule = d.Job, d.Activation, m.maybe(d.At), string(d.Reason), d.Rule
			l.Stamp, l.Cutoff = wording.Instant(d.Stamp, m.h.Day1), wording.Instant(d.Cutoff, m.h.Day1)
		} else {
			l.Job = x.Job
			if m.Job(l.Job) == nil {
				l.Job = 0
			}
		}
		m.Losses = append(m.Losses, l)
		if m.lost[x.Path] == 0 {
			m.lost[x.Path] = len(m.Losses)
		}
	}
}

// windows enters when changes would be lost: what a search found, and, for losses by a
// comparison of times that nobody searched, from the base to the cutoff.
func (m *making) windows(res *scenarios.Result) {
	searched := map[string]bool{}
	for _, w := range res.Windows {
		searched[w.Path] = true
		for _, i := range w.Windows {
			m.Windows = append(m.Windows, Window{w.Path, Instant(i.From.Std()), Instant(i.To.Std()), true})
		}
	}
	for _, l := range m.Losses {
		j := m.Job(l.Job)
		if searched[l.Path] || l.Cutoff == "" || j == nil || j.BaseAt == nil || l.Start >= len(j.Starts) {
			continue
		}
		searched[l.Path] = true
		if c := j.Starts[l.Start].Cutoff; c != nil && *c > *j.BaseAt {
			m.Windows = append(m.Windows, Window{l.Path, *j.BaseAt, *c, false})
		}
	}
}

// paths enters the paths that were lost, in the order of the losses, and then those
// that changed.
func (m *making) paths() {
	var all []*model.PathHistory
	for i := range m.h.Paths {
		p := &m.h.Paths[i]
		last := p.Held[len(p.Held)-1]
		if m.lost[p.Path] > 0 || last.From.After(m.h.Day1) && !last.From.After(m.h.End) {
			all = append(all, p)
		}
	}
	rank := func(p *model.PathHistory) int { return cmp.Or(m.lost[p.Path], mostLosses+1) }
	slices.SortStableFunc(all, func(a, b *model.PathHistory) int { return cmp.Compare(rank(a), rank(b)) })
	for _, p := range all {
		if len(m.Paths) == mostPaths {
			m.MorePaths = len(all) - mostPaths
			break
		}
		out := Path{Path: p.Path, Changes: []Change{}}
		for _, held := range p.Held {
			start := held.From.Equal(m.h.Day1)
			if start && !m.lostFromTheStart(p.Path) || held.From.After(m.h.End) {
				continue
			}
			c := Change{At: m.at(held.From), Line: held.Line, What: "changes", Gone: held.Version.Kind == model.Absent}
			if st := m.lines[held.Line]; st != nil {
				c.What = verb(st)
			}
			if start {
				c.What = "there from the start"
			}
			out.Changes = append(out.Changes, c)
		}
		m.Paths = append(m.Paths, out)
	}
}

// lostFromTheStart reports whether what was lost of a path was there at the start.
func (m *making) lostFromTheStart(path string) bool {
	return slices.ContainsFunc(m.Losses, func(l Loss) bool { return l.Path == path && l.ChangedAt != nil && *l.ChangedAt == 0 })
}

// verb is the word that says what a statement does, also when it waits for something.
func verb(st *script.Statement) string {
	if st.Then != nil {
		st = st.Then
	}
	return st.Form.Name
}

// acts enters what the script did but for changes of files, which are their paths'.
func (m *making) acts(res *scenarios.Result) {
	changed := map[int]bool{}
	for i := range m.h.Paths {
		for _, held := range m.h.Paths[i].Held {
			changed[held.Line] = true
		}
	}
	for _, st := range res.Setup.Script.Ordered() {
		if at := Instant(st.At.Offset); !changed[st.Line] && at <= m.To {
			m.Acts = append(m.Acts, Act{at, st.Line, strings.TrimSpace(strings.TrimPrefix(st.String(), st.At.String()))})
		}
	}
	for _, c := range m.h.Crashes {
		at := m.at(c.At)
		if !slices.ContainsFunc(m.Acts, func(a Act) bool { return a.At == at && strings.HasPrefix(a.Text, "kill") }) {
			m.Acts = append(m.Acts, Act{at, 0, c.Host + " crashes"})
		}
	}
	slices.SortStableFunc(m.Acts, func(a, b Act) int { return cmp.Compare(a.At, b.At) })
}

// from finds when the first thing happens.
func (m *making) from() {
	m.From = m.To
	for _, at := range m.instants() {
		m.From = min(m.From, at)
	}
	m.From = max(m.From, 0)
}
