package obligation

import (
	"gapless/model"
	"gapless/model/clock"
	"gapless/scenarios"
	"gapless/scenarios/script"
)

// Obligation is a situation that a search has to meet.
type Obligation struct {
	Name  string
	About string
	// Needs is a statement that a product has to have, without which the situation
	// cannot come about; none where every product can get into it.
	Needs []string
	// Wants lists the kinds of package generate that bring it about.
	Wants []string

	met func(s *Sight) bool
}

// All lists the obligations. Their places in it are their numbers in Met.
func All() []Obligation { return all }

// Met is a set of obligations, a bit each.
type Met uint64

// Has reports whether an obligation is in the set.
func (m Met) Has(i int) bool { return m>>i&1 != 0 }

// Look says which obligations a run meets.
func Look(u *scenarios.Setup, h *model.History) (m Met) {
	s := Sight{Setup: u, History: h}
	for i, st := range u.Script.Statements {
		switch {
		case st.Then != nil:
			s.verbs.add(st.Then.Form)
		case st.Form.Section == script.Timeline && s.first == 0:
			s.first = i
		}
		s.verbs.add(st.Form)
	}
	for i := range all {
		if all[i].met(&s) {
			m |= 1 << i
		}
	}
	return m
}

// Sight is a run to look at.
type Sight struct {
	*scenarios.Setup
	*model.History
	verbs forms
	first int // the place of the timeline's first statement
}

// forms is a set of forms, by their index.
type forms [2]uint64

func (f *forms) add(form *script.Form) { f[form.Index()>>6&1] |= 1 << (form.Index() & 63) }

// has reports whether the script has a statement of the timeline of that name. Names
// are looked up once, when the program starts.
func (s *Sight) has(v *script.Form) bool {
	return s.verbs[v.Index()>>6&1]>>(v.Index()&63)&1 != 0
}

// verb is a form of the timeline.
func verb(name string) *script.Form { return scenarios.Language.Lookup(script.Timeline, name) }

// each calls f for the statements of a form that have an instant, with it, until f is
// true; it reports whether that was so.
func (s *Sight) each(v *script.Form, f func(st *script.Statement, at clock.Time[clock.True]) bool) bool {
	if !s.has(v) {
		return false
	}
	for _, st := range s.Script.Statements[s.first:] {
		if st.Form == v && f(st, s.Day1.Add(clock.Of(st.At.Offset))) {
			return true
		}
	}
	return false
}

// job reports whether f is true of some backup that was active.
func (s *Sight) job(f func(j *model.Job) bool) bool {
	for i := range s.Jobs {
		if j := &s.Jobs[i]; len(j.Activations) > 0 && j.Kind.Backup() && !j.Probe && f(j) {
			return true
		}
	}
	return false
}

// based reports whether f is true of some backup and its base.
func (s *Sight) based(f func(base, j *model.Job) bool) bool {
	return s.job(func(j *model.Job) bool {
		if j.Base < 1 || j.Base > len(s.Jobs) {
			return false
		}
		base := &s.Jobs[j.Base-1]
		return len(base.Activations) > 0 && f(base, j)
	})
}

// decision reports whether f is true of some decision of a backup of the run itself.
func (s *Sight) decision(f func(j *model.Job, d *model.Decision) bool) bool {
	for i := range s.Decisions {
		d := &s.Decisions[i]
		if d.Job < 1 || d.Job > len(s.Jobs) || s.Jobs[d.Job-1].Probe || d.Activation >= len(s.Jobs[d.Job-1].Activations) {
			continue
		}
		if f(&s.Jobs[d.Job-1], d) {
			return true
		}
	}
	return false
}

// crash reports whether f is true of some crash.
func (s *Sight) crash(f func(k *model.Crash) bool) bool {
	for i := range s.Crashes {
		if f(&s.Crashes[i]) {
			return true
		}
	}
	return false
}

// within reports whether an instant is after one and before another.
func within(at, from, to clock.Time[clock.True]) bool { return from.Before(at) && at.Before(to) }

// changed reports whether a path got a new version after one instant and before another.
func (s *Sight) changed(path string, from, to clock.Time[clock.True]) bool {
	lo, hi := 0, len(s.Paths)
	for lo < hi {
		if mid := (lo + hi) / 2; s.Paths[mid].Path < path {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	if lo == len(s.Paths) || s.Paths[lo].Path != path {
		return false
	}
	for _, held := range s.Paths[lo].Held {
		if within(held.From, from, to) {
			return true
		}
	}
	return false
}
