package reports

import (
	"fmt"
	"io"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"
)

// Table writes the verdict on each rule under each product, and below it each failure
// with the command that shows it again.
func (b *Book) Table(w io.Writer, p Palette) error {
	var out strings.Builder
	b.writeTable(&out, p)
	b.writeExample(&out, p)
	for _, c := range b.Failures() {
		fmt.Fprintf(&out, "\n%s\n", p.bad(fmt.Sprintf("%s on %s:", plain(c.Script), c.Product)))
		for _, q := range c.Problems {
			fmt.Fprintf(&out, "%s\n", wrapped(q.String(), "    "))
		}
		c.writeReasons(&out)
		fmt.Fprintf(&out, "    %s\n", c.Replay)
	}
	t := &b.Totals
	fmt.Fprintf(&out, "\n%d %s, %d %s: %d as expected, %d not; %d with a silent loss\n", t.Scripts, plural(t.Scripts, "script"),
		t.Cases, plural(t.Cases, "case"), t.Cases-t.Failed, t.Failed, t.Losing)
	fmt.Fprintf(&out, "%d runs, %d events, %s of simulated time\n", t.Runs, t.Events, t.Simulated)
	if b.Interrupted {
		fmt.Fprintf(&out, "%s\n", p.warn("interrupted: this is what was done until then"))
	}
	_, err := io.WriteString(w, out.String())
	return err
}

func (b *Book) writeTable(out *strings.Builder, p Palette) {
	if len(b.Rules) == 0 {
		return
	}
	t := table.NewWriter()
	t.SetStyle(table.StyleLight)
	t.Style().Format.Header = text.FormatDefault
	head := table.Row{"rule"}
	for _, column := range b.Products {
		head = append(head, column.Product)
	}
	t.AppendHeader(head)
	for i := range b.Rules {
		row := table.Row{b.Rules[i].Rule}
		for _, column := range b.Products {
			row = append(row, b.Rules[i].Cell(column.Product).text(p))
		}
		t.AppendRow(row)
	}
	out.WriteString(t.Render() + "\n")
	out.WriteString("Of the cases that cover a rule: how many have a silent loss, and the widest window in\n" +
		"which a change is lost. All is as the scripts expect unless it says FAILED.\n")
}

// writeExample explains one silent loss that was expected, so that who reads the table
// sees what a loss is: that of the case which covers the most rules.
func (b *Book) writeExample(out *strings.Builder, p Palette) {
	var best *Case
	for _, c := range b.Cases {
		if c.OK && c.firstLoss() != nil && (best == nil || len(c.Covers) > len(best.Covers)) {
			best = c
		}
	}
	if best == nil {
		return
	}
	v := best.firstLoss()
	fmt.Fprintf(out, "\nFor example, %s on %s. %s\n", plain(best.Script), best.Product, p.warn(v.Headline()))
	for _, s := range v.Cause.Sentences {
		fmt.Fprintf(out, "%s\n", wrapped(s, "    "))
	}
	fmt.Fprintf(out, "    %s\n", best.Replay)
}

// firstLoss is the case's first silent loss; nil without one.
func (c *Case) firstLoss() *Violation {
	for i := range c.Violations {
		if v := &c.Violations[i]; v.Silent() {
			return v
		}
	}
	return nil
}

// text is a cell's verdict in a few words.
func (x *Cell) text(p Palette) string {
	switch {
	case x == nil:
		return ""
	case x.Failed > 0:
		return p.bad(fmt.Sprintf("%d of %d FAILED", x.Failed, x.Cases)) + x.window()
	case x.Losing == 0:
		return p.good(fmt.Sprintf("%d: no loss", x.Cases)) + x.window()
	}
	return p.warn(fmt.Sprintf("%d: %d lose", x.Cases, x.Losing)) + x.window()
}

func (x *Cell) window() string {
	if x.Widest == "" {
		return ""
	}
	return ", " + x.Widest
}

// writeReasons explains the silent losses of a failure.
func (c *Case) writeReasons(out *strings.Builder) {
	const most = 3
	n := 0
	for i := range c.Violations {
		v := &c.Violations[i]
		if n++; n > most {
			fmt.Fprintf(out, "    … and %d more violations\n", len(c.Violations)-most)
			return
		}
		for _, s := range v.Cause.Sentences {
			fmt.Fprintf(out, "%s\n", wrapped(s, "      "))
		}
	}
}
