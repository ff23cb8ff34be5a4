package reports

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
)

// Write writes a case for people: its jobs, its restore points, each violation with
// its explanation, each expectation, and the statements that did nothing. A case that
// is not OK ends in the command that shows it again.
func (c *Case) Write(w io.Writer, p Palette) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n", p.bold(fmt.Sprintf("%s on %s, hash %s", plain(c.Script), c.Product, c.Hash)))
	c.writeJobs(&b)
	c.writePoints(&b)
	c.writeViolations(&b, p)
	c.writeWindows(&b)
	c.writeExpectations(&b, p)
	for _, i := range c.Idle {
		fmt.Fprintf(&b, "\nline %d does nothing: %s\n", i.Line, plain(i.Why))
	}
	for _, a := range c.Assumptions {
		fmt.Fprintf(&b, "\nassumed: %s\n", plain(a))
	}
	c.writeOutcome(&b, p)
	_, err := io.WriteString(w, b.String())
	return err
}

// columned gives lines of cells that are separated by tabs their columns.
func columned(b *strings.Builder, title string, lines []string) {
	if len(lines) == 0 {
		return
	}
	fmt.Fprintf(b, "\n%s\n", title)
	w := tabwriter.NewWriter(b, 0, 0, 2, ' ', 0)
	for _, l := range lines {
		fmt.Fprintf(w, "  %s\n", l)
	}
	w.Flush()
}

func (c *Case) writeJobs(b *strings.Builder) {
	var lines []string
	for i := range c.Jobs {
		if !c.Jobs[i].Probe {
			lines = append(lines, c.Jobs[i].line())
		}
	}
	columned(b, "jobs", lines)
}

// line is a job as one line of cells.
func (j *Job) line() string {
	when := "never active"
	if len(j.Activations) > 0 {
		when = strings.Join(j.Activations, ", resumed ")
	}
	if j.Ended != "" {
		when += " to " + j.Ended
	}
	on := j.Policy
	if j.Client != "" && j.Client != "client" {
		on += " " + j.Client
	}
	text := fmt.Sprintf("%d\t%s\t%s\t%s\t%s, status %d\t%d %s", j.Number, j.Kind, plain(on), when, j.State, j.Status,
		j.Files, plural(j.Files, "file"))
	if len(j.Named) > 0 {
		text += ", names " + plain(strings.Join(j.Named, ", "))
	}
	return text
}

func plural(n int, noun string) string {
	if n == 1 {
		return noun
	}
	return noun + "s"
}

func (c *Case) writePoints(b *strings.Builder) {
	var lines []string
	for i, r := range c.RestorePoints {
		var what []string
		l := c.points[i]
		for _, list := range []struct {
			word  string
			paths []string
		}{{"lost", l.lost}, {"reported", l.reported}, {"altered", l.altered}} {
			if len(list.paths) > 0 {
				what = append(what, list.word+": "+listed(list.paths))
			}
		}
		if len(what) == 0 {
			what = []string{fmt.Sprintf("all %d %s right", l.covered, plural(l.covered, "path"))}
		}
		lines = append(lines, fmt.Sprintf("%d\tjob %d\t%s\t%s", r.N, r.Job, r.At, strings.Join(what, "; ")))
	}
	columned(b, "restore points", lines)
}

// listed shows the first few of many paths.
func listed(paths []string) string {
	const few = 5
	text := plain(strings.Join(paths[:min(few, len(paths))], ", "))
	if n := len(paths) - few; n > 0 {
		text += fmt.Sprintf(" and %d more", n)
	}
	return text
}

func (c *Case) writeViolations(b *strings.Builder, p Palette) {
	for i := range c.Violations {
		v := &c.Violations[i]
		head := v.Headline()
		if v.Silent() {
			head = p.bad(head)
		} else {
			head = p.warn(head)
		}
		fmt.Fprintf(b, "\n%s\n", head)
		for _, s := range v.Cause.Sentences {
			fmt.Fprintf(b, "%s\n", wrapped(s, "    "))
		}
	}
}

func (c *Case) writeWindows(b *strings.Builder) {
	var lines []string
	for i := range c.Windows {
		lines = append(lines, fmt.Sprintf("%s\t%s", plain(c.Windows[i].Path), c.Windows[i].Text()))
	}
	columned(b, "windows", lines)
}

// Text is the list of intervals as expect window writes them.
func (w *Window) Text() string {
	if len(w.Windows) == 0 {
		return "none"
	}
	var all []string
	for _, i := range w.Windows {
		all = append(all, i.From+" to "+i.To)
	}
	return strings.Join(all, ", ")
}

func (c *Case) writeExpectations(b *strings.Builder, p Palette) {
	title := "expectations"
	if !c.Judged {
		title = "expectations (not judged: the command line overrides the script)"
	}
	fmt.Fprintf(b, "\n%s\n", title)
	for _, e := range c.Expectations {
		line := ""
		if e.Line > 0 {
			line = fmt.Sprintf("line %d", e.Line)
		}
		mark := p.good("held  ")
		if !e.Held {
			mark = p.bad("failed")
		}
		fmt.Fprintf(b, "  %s  %-8s  %s\n", mark, line, plain(e.Text))
		if e.why != "" {
			fmt.Fprintf(b, "%s\n", wrapped("but "+plain(e.why), "                      "))
		}
	}
}

func (c *Case) writeOutcome(b *strings.Builder, p Palette) {
	switch {
	case !c.Judged && c.Loses():
		fmt.Fprintf(b, "\n%s\n", p.bad(fmt.Sprintf("%d %s silently lost", len(c.Lost), plural(len(c.Lost), "path"))))
	case !c.Judged:
		fmt.Fprintf(b, "\nnothing is silently lost\n")
	case c.OK:
		fmt.Fprintf(b, "\n%s\n", p.good("as expected"))
	default:
		fmt.Fprintf(b, "\n%s\n", p.bad("not as expected"))
		for _, q := range c.Problems {
			fmt.Fprintf(b, "  %s\n", q.String())
		}
		fmt.Fprintf(b, "%s\n", c.Replay)
	}
}

// String is a problem with its line.
func (q Problem) String() string {
	if q.Line == 0 {
		return q.Text
	}
	return fmt.Sprintf("line %d: %s", q.Line, q.Text)
}
