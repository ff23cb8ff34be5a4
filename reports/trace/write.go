package trace

import (
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"gapless/reports/timeline"
	"gapless/reports/wording"
)

// Options say what of a trace is written.
type Options struct {
	Until *timeline.Instant // up to this instant, that included; nil for all
	Job   int               // of the jobs this one alone, and what people and programs do; 0 for all
	// Strong and Bad colour statements, and what lost a file; nil leaves them alone.
	Strong, Bad func(string) string
}

// Select is the steps that options ask for. A step that set off nothing which is shown
// is not shown either, unless it is a statement.
func (t *Trace) Select(o Options) (all []Step) {
	for i := range t.Steps {
		s := &t.Steps[i]
		if o.Until != nil && s.At > *o.Until || o.Job != 0 && !s.concerns(o.Job, t.Steps[i+1:]) {
			continue
		}
		all = append(all, *s)
	}
	return all
}

// concerns reports whether a step has to do with a job, or with the world.
func (s *Step) concerns(job int, rest []Step) bool {
	switch s.Kind {
	case "statement", "changed":
		return true
	case Woken:
		for i := range rest {
			if rest[i].Depth == 0 {
				return false
			}
			if rest[i].concerns(job, nil) {
				return true
			}
		}
		return false
	}
	return s.Job == job
}

// Write writes a trace for a terminal: a column for true time, one for each clock that
// differs from it, and what happened, indented below what set it off. An instant is
// written once.
func (t *Trace) Write(w io.Writer, o Options) error {
	steps := t.Select(o)
	heads := append([]string{"true time"}, t.Hosts...)
	wide := make([]int, len(heads))
	for i, h := range heads {
		wide[i] = utf8.RuneCountInString(wording.Plain(h))
	}
	for i := range steps {
		for k, text := range steps[i].times() {
			wide[k] = max(wide[k], len(text))
		}
	}
	var b strings.Builder
	for i, h := range heads {
		fmt.Fprintf(&b, "%-*s  ", wide[i], wording.Plain(h))
	}
	if len(t.Hosts) == 0 {
		b.WriteString("(all clocks show it)")
	}
	b.WriteString("\n")
	for i := range steps {
		s := &steps[i]
		for k, text := range s.times() {
			if i > 0 && steps[i-1].At == s.At {
				text = ""
			}
			fmt.Fprintf(&b, "%-*s  ", wide[k], text)
		}
		b.WriteString(strings.Repeat("  ", s.Depth) + s.line(o) + "\n")
	}
	if len(steps) < len(t.Steps) {
		fmt.Fprintf(&b, "(%d of %d steps)\n", len(steps), len(t.Steps))
	}
	b.WriteByte('\n')
	_, err := io.WriteString(w, trimmed(b.String()))
	return err
}

// times are the texts of a step's columns.
func (s *Step) times() []string { return append([]string{s.At.String()}, s.Clocks...) }

// line is what happened, for a terminal.
func (s *Step) line(o Options) string {
	text := s.Plain()
	switch {
	case s.Lost && o.Bad != nil:
		return o.Bad(text)
	case s.Kind == "statement" && o.Strong != nil:
		return o.Strong(text)
	}
	return text
}

// Plain is what happened, with nothing in it that a terminal or a page would act on but
// what HTML does.
func (s *Step) Plain() string {
	text := wording.Plain(s.Text)
	if s.Kind == "statement" && s.Line > 0 {
		text = fmt.Sprintf("line %d: %s", s.Line, text)
	}
	if s.Lost && s.Kind == "left-out" {
		text += "  <- this loses it"
	}
	if s.Lost && s.Kind == "changed" {
		text += "  <- this change is lost"
	}
	return text
}

// trimmed is a text without the spaces at the ends of its lines.
func trimmed(s string) string {
	lines := strings.Split(s, "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	return strings.Join(lines, "\n")
}
