package script

import (
	"cmp"
	"slices"
	"strings"
	"time"
)

// Script is one file: its statements as they stand, declarations before the
// timeline before expectations, and the comments that no statement follows.
type Script struct {
	Name       string // of the file
	Statements []*Statement
	After      []string // comments and empty lines after the last statement
}

// DefaultHorizon is how long a run goes on after the last statement at most.
const DefaultHorizon = 30 * Day

// defaultDate is day 1 when a script does not say: a Monday.
var defaultDate = time.Date(2009, 1, 5, 0, 0, 0, 0, time.UTC)

// All lists the statements of one form, by the form's name, in file order. A name
// that is used in two sections gives both.
func (s *Script) All(name string) []*Statement {
	var all []*Statement
	for _, st := range s.Statements {
		if st.Form.Name == name {
			all = append(all, st)
		}
	}
	return all
}

// first is the first statement of a form, or nil.
func (s *Script) first(name string) *Statement {
	for _, st := range s.Statements {
		if st.Form.Name == name {
			return st
		}
	}
	return nil
}

func (s *Script) section(x Section) []*Statement {
	var all []*Statement
	for _, st := range s.Statements {
		if st.Form.Section == x {
			all = append(all, st)
		}
	}
	return all
}

// Declarations lists what exists at the start, in file order.
func (s *Script) Declarations() []*Statement { return s.section(Declaration) }

// Expectations lists what is expected, in file order.
func (s *Script) Expectations() []*Statement { return s.section(Expectation) }

// Timeline lists the statements that have an instant, in file order.
func (s *Script) Timeline() []*Statement {
	all := s.section(Timeline)
	return slices.DeleteFunc(all, func(st *Statement) bool { return !st.Timed })
}

// Ordered lists the statements that have an instant in the order in which they act:
// by instant, and at one instant in file order.
func (s *Script) Ordered() []*Statement {
	all := s.Timeline()
	slices.SortStableFunc(all, func(a, b *Statement) int { return cmp.Compare(a.At.Offset, b.At.Offset) })
	return all
}

// Hooks lists the statements that wait for an operation, in file order.
func (s *Script) Hooks() []*Statement {
	all := s.section(Timeline)
	return slices.DeleteFunc(all, func(st *Statement) bool { return st.Then == nil })
}

// lists gathers the words of every statement of a form.
func (s *Script) lists(form, arg string) []string {
	var all []string
	for _, st := range s.All(form) {
		all = append(all, st.List(arg)...)
	}
	return all
}

// Version is the language's version that the script is written in.
func (s *Script) Version() int { return 1 }

// Covers lists the rules that the script exercises.
func (s *Script) Covers() []string { return s.lists("covers", "ID") }

// Products lists the products that the script runs for; empty when it names none.
func (s *Script) Products() []string { return s.lists("product", "NAME") }

// Policy is the declaration of that policy, or nil.
func (s *Script) Policy(name string) *Statement {
	for _, st := range s.Statements {
		if st.Form.Name == "policy" && st.Text("NAME") == name {
			return st
		}
	}
	return nil
}

// Date is 00:00 UTC of day 1.
func (s *Script) Date() time.Time {
	if st := s.first("date"); st != nil {
		return time.Unix(0, st.Int("DATE")).UTC()
	}
	return defaultDate
}

// Zone is the local time that FAT and schedules use.
func (s *Script) Zone() *time.Location {
	if st := s.first("zone"); st != nil {
		if loc, err := time.LoadLocation(st.Text("ZONE")); err == nil {
			return loc
		}
	}
	return time.UTC
}

// Horizon is how long the run goes on after the last statement at most.
func (s *Script) Horizon() time.Duration {
	if st := s.first("horizon"); st != nil {
		return st.Duration("DUR")
	}
	return DefaultHorizon
}

// Prose is the comment that the script opens with, up to the first empty line or
// statement, without its marks.
func (s *Script) Prose() string {
	lines := s.After
	if len(s.Statements) > 0 {
		lines = s.Statements[0].Before
	}
	var b strings.Builder
	for _, line := range lines {
		if line == "" {
			break
		}
		b.WriteString(strings.TrimPrefix(strings.TrimPrefix(line, "#"), " "))
		b.WriteByte('\n')
	}
	return b.String()
}

// Clone is a copy that shares nothing that can change.
func (s *Script) Clone() *Script {
	c := *s
	c.After = slices.Clone(s.After)
	c.Statements = make([]*Statement, len(s.Statements))
	for i, st := range s.Statements {
		c.Statements[i] = st.Clone()
	}
	return &c
}
