package shrink

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"gapless/fuzz/finding"
	"gapless/model"
	"gapless/scenarios"
	"gapless/scenarios/script"
)

// Finding shrinks a script to what shows one finding, and makes a script of it that is
// ready for a library: for the key's product alone, with a comment that says what it
// shows, and with its expectations, so that a replay finds all as expected. The error
// says why the script cannot be run, or that it does not show the finding.
func Finding(r *scenarios.Runner, s *script.Script, k finding.Key) (*script.Script, Stats, error) {
	if _, _, err := find(r, plain(s), k); err != nil {
		return nil, Stats{}, fmt.Errorf("%s: %w", s.Name, err)
	}
	small, stats := Reduce(s, func(s *script.Script) bool {
		_, _, err := find(r, s, k)
		return err == nil
	})
	told, err := tell(r, small, k)
	return told, stats, err
}

// errNotShown is the error of a script that does not show what is looked for.
var errNotShown = errors.New("the script does not show this")

// find runs a script and gives what it shows of a key.
func find(r *scenarios.Runner, s *script.Script, k finding.Key) (*scenarios.Result, *model.Violation, error) {
	u, err := scenarios.NewSetup(s, k.Product, nil)
	if err != nil {
		return nil, nil, err
	}
	res, err := r.Judge(u, scenarios.Options{})
	if err != nil {
		return nil, nil, err
	}
	shown, ok := finding.Find(u, res.Outcome.History, &res.Verdict, k)
	if !ok {
		return nil, nil, errNotShown
	}
	return res, &res.Verdict.Violations[shown.Violation], nil
}

// tell gives a script its comment and its expectations.
func tell(r *scenarios.Runner, s *script.Script, k finding.Key) (*script.Script, error) {
	res, v, err := find(r, s, k)
	if err != nil {
		return nil, err
	}
	only, err := scenarios.Language.Declare("product", k.Product)
	if err != nil {
		return nil, err
	}
	c := s.Clone()
	c.Statements = append([]*script.Statement{only}, c.Statements...)
	for _, line := range expected(&res.Verdict) {
		st, err := scenarios.Language.Expect(line...)
		if err != nil {
			return nil, err
		}
		c.Statements = append(c.Statements, st)
	}
	c.Statements[0].Before = comment(s, k, v)
	again, err := scenarios.Parse(s.Name, []byte(c.Format()))
	if err != nil {
		return nil, err
	}
	u, err := scenarios.NewSetup(again, k.Product, nil)
	if err != nil {
		return nil, err
	}
	held, err := r.Judge(u, scenarios.Options{})
	if err != nil {
		return nil, err
	}
	if !held.OK() {
		return nil, fmt.Errorf("%s: what was found does not come back when its text is read again", s.Name)
	}
	return again, nil
}

// expected is what a script has to expect, so that all that is wrong in a run is named.
func expected(v *model.Verdict) (lines [][]string) {
	for i := range v.Violations {
		x := &v.Violations[i]
		if !x.Matters() {
			continue
		}
		line := []string{"expect", "violation", x.Property.String()}
		switch {
		case x.Silent() && x.Property == 1 && x.Point > 0 && v.State(x.Path, x.Point) == model.Lost:
			line = []string{"expect", "lost", x.Path}
		case x.Path != "":
			line = append(line, x.Path)
		}
		if x.Point > 0 {
			line = append(line, fmt.Sprintf("at=%d", x.Point))
		}
		if !slices.ContainsFunc(lines, func(o []string) bool { return slices.Equal(o, line) }) {
			lines = append(lines, line)
		}
	}
	return lines
}

// comment says what a script shows, in lines of a comment.
func comment(s *script.Script, k finding.Key, v *model.Violation) []string {
	text := fmt.Sprintf("%s breaks %s, %s: ", k.Product, v.Property, v.Property.Name())
	if v.Path != "" {
		text += v.Path + " is " + state(v)
		if v.Point > 0 {
			text += fmt.Sprintf(" at restore point %d", v.Point)
		}
		text += ". "
	}
	if i := v.Line - 1; i >= 0 && v.Path != "" {
		if j := slices.IndexFunc(s.Statements, func(st *script.Statement) bool { return st.Line == v.Line }); j >= 0 {
			text += fmt.Sprintf("What is missing is what %q did. ", s.Statements[j].String())
		}
	}
	text += "The cause: " + k.Cause + "."
	if c := v.Cause; c != nil && c.Decision.Job > 0 && !c.Decision.Cutoff.IsZero() && !c.Decision.Stamp.IsZero() {
		text += fmt.Sprintf(" Job %d compared the file's time, %v, with its cutoff, %v, and left the file out.",
			c.Decision.Job, c.Decision.Stamp, c.Decision.Cutoff)
	}
	return wrapped(text)
}

// state is what became of a path, in words.
func state(v *model.Violation) string {
	switch {
	case v.Class == model.Extra:
		return "back, though it was deleted,"
	case v.Class == model.Metadata:
		return "back with other metadata"
	}
	return "silently lost"
}

// wrapped breaks a text into the lines of a comment.
func wrapped(text string) (lines []string) {
	line := "#"
	for word := range strings.FieldsSeq(text) {
		if len(line)+1+len(word) > 90 {
			lines, line = append(lines, line), "#"
		}
		line += " " + word
	}
	return append(lines, line)
}
