package reports

import (
	"fmt"
	"io"
	"strings"
	"time"

	"gapless/fuzz/result"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"
)

// WriteSearch writes what a search did and found: what it ran under each product, what
// nobody can excuse, what is by the product's rules or by its method, and which
// situations it never met.
func WriteSearch(w io.Writer, r *result.Search, p Palette) error {
	var out strings.Builder
	t := table.NewWriter()
	t.SetStyle(table.StyleLight)
	t.Style().Format.Header = text.FormatDefault
	t.AppendHeader(table.Row{"product", "runs", "events", "simulated", "restore points", "findings", "by rule", "by method", "not excused"})
	for i := range r.Campaigns {
		c := &r.Campaigns[i]
		known, method, other := 0, 0, 0
		for j := range c.Findings {
			switch f := &c.Findings[j]; {
			case f.Known != "":
				known++
			case f.ByMethod:
				method++
			default:
				other++
			}
		}
		t.AppendRow(table.Row{c.Product, c.Runs, c.Events, simulated(c.Simulated), c.Points, len(c.Findings), known, method, other})
	}
	out.WriteString(t.Render() + "\n")
	writeFindings(&out, r, "Not excused by a rule or by the method:", func(f *result.Finding) string {
		if f.Excused() {
			return ""
		}
		return p.bad(f.Cause)
	})
	writeFindings(&out, r, "As the documents say of these releases:", func(f *result.Finding) string {
		if f.Known == "" {
			return ""
		}
		return f.Cause + " (" + f.Known + ")"
	})
	writeFindings(&out, r, "What the products' methods cannot see, or clocks beyond what they bear:", func(f *result.Finding) string {
		if !f.ByMethod || f.Known != "" {
			return ""
		}
		return f.Cause
	})
	writeUnmet(&out, r, p)
	_, err := io.WriteString(w, out.String())
	return err
}

// writeFindings writes the findings for which tell has something to say.
func writeFindings(out *strings.Builder, r *result.Search, title string, tell func(f *result.Finding) string) {
	for i := range r.Campaigns {
		for j := range r.Campaigns[i].Findings {
			f := &r.Campaigns[i].Findings[j]
			what := tell(f)
			if what == "" {
				continue
			}
			if title != "" {
				fmt.Fprintf(out, "\n%s\n", title)
				title = ""
			}
			fmt.Fprintf(out, "  %s %s %s: %s; %d %s, first in run %d\n    findings/%s.scenario\n", f.Product, f.Property, f.Class, what,
				f.Count, plural(int(f.Count), "run"), f.Run, f.Name)
		}
	}
}

// writeUnmet writes the obligations that no run met.
func writeUnmet(out *strings.Builder, r *result.Search, p Palette) {
	met := 0
	for _, o := range r.Obligations {
		if o.Met > 0 {
			met++
		}
	}
	fmt.Fprintf(out, "\n%d of %d obligations met\n", met, len(r.Obligations))
	for _, o := range r.Obligations {
		if o.Met == 0 {
			fmt.Fprintf(out, "  %s %s: %s\n", p.warn("never met"), o.Name, o.About)
		}
	}
}

// simulated is a number of seconds in days, or in hours where that is little.
func simulated(seconds int64) string {
	d := time.Duration(min(seconds, int64(1<<62/time.Second))) * time.Second
	if days := d / (24 * time.Hour); days > 9 {
		return fmt.Sprintf("%d d", days)
	}
	return fmt.Sprintf("%d h", d/time.Hour)
}
