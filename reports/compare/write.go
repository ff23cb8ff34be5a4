package compare

import (
	"fmt"
	"io"
	"strings"

	"gapless/reports"
)

// Write writes the difference for people, what is worse first.
func (d *Difference) Write(w io.Writer) error {
	var b strings.Builder
	for _, part := range []struct {
		title string
		list  []Change
	}{{"worse", d.Worse}, {"better", d.Better}, {"newly exercised", d.Newly}, {"no longer exercised", d.Gone}} {
		if len(part.list) == 0 {
			continue
		}
		fmt.Fprintf(&b, "%s\n", part.title)
		for _, c := range part.list {
			b.WriteString("  " + reports.Plain(c.String()) + "\n")
			if c.Replay != "" && part.title == "worse" {
				b.WriteString("      " + reports.Plain(c.Replay) + "\n")
			}
		}
		b.WriteByte('\n')
	}
	fmt.Fprintf(&b, "%d worse, %d better, %d newly exercised, %d no longer exercised\n", len(d.Worse), len(d.Better), len(d.Newly), len(d.Gone))
	_, err := io.WriteString(w, b.String())
	return err
}

// String is a change in one line.
func (c Change) String() string {
	if c.Product == "" {
		return c.Subject + ": " + c.What
	}
	return c.Subject + " on " + c.Product + ": " + c.What
}
