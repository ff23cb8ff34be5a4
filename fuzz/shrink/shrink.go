package shrink

import (
	"slices"
	"time"

	"gapless/scenarios"
	"gapless/scenarios/script"
)

// Shows reports whether a script still shows what is looked for. It is asked with
// scripts that scenarios.Check accepts, and must not keep or change them.
type Shows func(s *script.Script) bool

// Stats says what a reduction took.
type Stats struct {
	Executions int // of scripts
	Before     int // statements
	After      int
}

// enough bounds the executions of one reduction. One that needs more ends with what it
// has, which shows the same but may not be minimal.
const enough = 4000

// Reduce gives the shortest script that it finds and that shows the same as s. The
// script given is not changed; expectations, products, rules covered and relative
// instants are not kept. A script that does not show it to begin with comes back as it is.
func Reduce(s *script.Script, shows Shows) (*script.Script, Stats) {
	r := reducer{shows: shows, known: map[string]bool{}, now: plain(s)}
	r.stats.Before = len(r.now.Statements)
	r.stats.After = r.stats.Before
	if !r.try(r.now) {
		return s, r.stats
	}
	r.tail()
	r.stories()
	r.fewer()
	r.arguments()
	r.numbers()
	r.instants()
	r.names()
	for r.grew() {
		r.singles()
		r.pairs()
		r.arguments()
	}
	r.stats.After = len(r.now.Statements)
	return r.now, r.stats
}

// reducer is one reduction.
type reducer struct {
	shows Shows
	now   *script.Script  // the shortest so far
	known map[string]bool // answers, by text
	stats Stats
	size  int // of now when the last round began; see grew
}

// unkept are the declarations that are about the script, and not about its run.
var unkept = []string{"gapless", "covers", "product"}

// plain is a copy without what a reduction does not keep.
func plain(s *script.Script) *script.Script {
	c := &script.Script{Name: s.Name}
	for _, st := range s.Statements {
		if st.Form.Section == script.Expectation || slices.Contains(unkept, st.Form.Name) {
			continue
		}
		st = st.Clone()
		st.Before, st.Comment = nil, ""
		st.Line = len(c.Statements) + 1
		if st.Timed {
			st.At = script.At(st.At.Offset)
		}
		c.Statements = append(c.Statements, st)
	}
	return c
}

// try takes a script when it is right and shows the same.
func (r *reducer) try(s *script.Script) bool {
	text := s.Format()
	if yes, asked := r.known[text]; asked {
		if yes {
			r.now = s
		}
		return yes
	}
	yes := false
	if r.stats.Executions < enough && scenarios.Check(s, scenarios.Catalogue) == nil {
		r.stats.Executions++
		yes = r.shows(s)
	}
	r.known[text] = yes
	if yes {
		r.now = s
	}
	return yes
}

// without tries the script with these statements left out.
func (r *reducer) without(drop func(st *script.Statement) bool) bool {
	c := &script.Script{Name: r.now.Name}
	for _, st := range r.now.Statements {
		if !drop(st) {
			c.Statements = append(c.Statements, st)
		}
	}
	return len(c.Statements) < len(r.now.Statements) && r.try(c)
}

// with tries the script with one statement in another's place.
func (r *reducer) with(old, st *script.Statement) bool {
	c := &script.Script{Name: r.now.Name, Statements: slices.Clone(r.now.Statements)}
	i := slices.Index(c.Statements, old)
	c.Statements[i] = st
	return r.try(c)
}

// grew reports whether another round can make the script shorter: in the first round,
// and as long as the last one did.
func (r *reducer) grew() bool {
	size := 0
	for _, st := range r.now.Statements {
		size += 1 + len(st.Args)
	}
	shorter := r.size == 0 || size < r.size
	r.size = size
	return shorter
}

// tail cuts what comes last, by bisection over the instants in their order.
func (r *reducer) tail() {
	ordered := r.now.Ordered()
	low, high := 0, len(ordered) // what shows it is longer than low and at most high
	for high-low > 1 {
		middle := (low + high) / 2
		cut := ordered[middle:]
		if r.without(func(st *script.Statement) bool { return slices.Contains(cut, st) }) {
			high = middle
		} else {
			low = middle
		}
	}
}

// timed lists the instants of the timeline.
func timed(s *script.Script) (all []time.Duration) {
	for _, st := range s.Timeline() {
		all = append(all, st.At.Offset)
	}
	return all
}
