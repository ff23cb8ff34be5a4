package script

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// Statement is one line of a script.
type Statement struct {
	Form    *Form
	Timed   bool // it has an instant: every timeline statement that no hook holds
	At      Instant
	Args    []Arg      // in the order of the synopsis
	Then    *Statement // what a hook makes happen
	Before  []string   // the comments, and empty lines, above it
	Comment string     // at the end of its line, from its #
	Line    int        // from 1; 0 when it was built and not read
	Col     int        // of its first word, in characters, from 1
}

// Arg is one argument of a statement.
type Arg struct {
	Param *Param
	Text  string // as written, without quotes and key
	Col   int

	num int64
	rel bool
}

// Name is the argument's name in the synopsis.
func (a *Arg) Name() string { return a.Param.Name }

// List takes a list apart at its commas; of a single word it is that word.
func (a *Arg) List() []string {
	if a.Param.List {
		return strings.Split(a.Text, ",")
	}
	return []string{a.Text}
}

// set gives the argument a value. An instant is kept as it is printed, since it may
// be several words.
func (a *Arg) set(text string, num int64, rel bool) {
	if a.Param.kind != nil && a.Param.kind.long {
		text = FormatInstant(time.Duration(num))
	}
	a.Text, a.num, a.rel = text, num, rel
}

// arg finds an argument. Asking for a name that the form does not have is a mistake
// in the program.
func (st *Statement) arg(name string) *Arg {
	for i := range st.Args {
		if st.Args[i].Param.Name == name {
			return &st.Args[i]
		}
	}
	if !st.Form.has(name) {
		panic(fmt.Sprintf("script: %q has no argument %s", st.Form.Name, name))
	}
	return nil
}

// Has reports whether the argument was given.
func (st *Statement) Has(name string) bool { return st.arg(name) != nil }

// Text is the argument as written, or nothing.
func (st *Statement) Text(name string) string {
	if a := st.arg(name); a != nil {
		return a.Text
	}
	return ""
}

// Path is an argument that is a path.
func (st *Statement) Path(name string) string { return st.Text(name) }

// Is reports whether the argument was given as this word.
func (st *Statement) Is(name, word string) bool { a := st.arg(name); return a != nil && a.Text == word }

// List is every word of a repeated argument, or every element of a list.
func (st *Statement) List(name string) []string {
	var all []string
	st.arg(name)
	for i := range st.Args {
		if a := &st.Args[i]; a.Param.Name == name {
			all = append(all, a.List()...)
		}
	}
	return all
}

// Int is the argument's number, 0 when it was not given: a count as it is, a size
// in bytes, a rate in bytes a second, a mode's permission bits, the K of OP#K, a
// drift in parts per billion (fast is positive).
func (st *Statement) Int(name string) int64 {
	if a := st.arg(name); a != nil {
		return a.num
	}
	return 0
}

// Size is an argument in bytes, 0 when it was not given.
func (st *Statement) Size(name string) int64 { return st.Int(name) }

// Duration is a duration, a step, or an instant since 00:00 of day 1; 0 when it was
// not given or is a word such as off.
func (st *Statement) Duration(name string) time.Duration { return time.Duration(st.Int(name)) }

// Stamp is a time given by hand; ok is false when it was not given.
func (st *Statement) Stamp(name string) (s Stamp, ok bool) {
	a := st.arg(name)
	if a == nil {
		return Stamp{}, false
	}
	if a.rel {
		return Stamp{Relative: true, Offset: time.Duration(a.num)}, true
	}
	return Stamp{At: time.Unix(0, a.num).UTC()}, true
}

// Operation is the kind and the count of an OP#K argument; the count is 1 when it
// was left out.
func (st *Statement) Operation(name string) (kind string, k int) {
	kind, _, _ = strings.Cut(st.Text(name), "#")
	return kind, int(st.Int(name))
}

// Due lists the starts of a schedule.
func (st *Statement) Due(name string) []Due {
	if a := st.arg(name); a != nil {
		return dues(a.Text)
	}
	return nil
}

// With is a copy of the statement with one argument changed to another text. The
// name must be of an argument that is there and not repeated.
func (st *Statement) With(name, text string) (*Statement, error) {
	a := st.arg(name)
	if a == nil {
		return nil, fmt.Errorf("%s has no %s to change", st.Form.Name, name)
	}
	num, rel, bad := a.Param.read(text)
	if bad != nil {
		return nil, fmt.Errorf("%s: %s: expected %s", st.Form.Name, bad.msg, a.Param.want())
	}
	c := st.Clone()
	c.arg(name).set(text, num, rel)
	return c, nil
}

// Clone is a copy that shares nothing that can change.
func (st *Statement) Clone() *Statement {
	c := *st
	c.Args = slices.Clone(st.Args)
	c.Before = slices.Clone(st.Before)
	if st.Then != nil {
		c.Then = st.Then.Clone()
	}
	return &c
}
