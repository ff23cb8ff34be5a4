package reports

import (
	"fmt"
	"io"
	"strings"
)

// Markdown writes the book as the summary of a pull request: the verdict, a row for
// each product, and each failure with its argument and its command. What a script's
// author chose stands in code, where Markdown means nothing.
func (b *Book) Markdown(w io.Writer) error {
	var out strings.Builder
	v := b.verdict(coded)
	sign := "✅"
	if !v.OK {
		sign = "❌"
	}
	fmt.Fprintf(&out, "## %s Gapless: %s\n\n%s\n", sign, v.Word, strings.Join(v.Sentences, " "))
	b.markdownProducts(&out)
	b.markdownFailures(&out)
	b.markdownSearch(&out)
	fmt.Fprintf(&out, "\n%s runs, %s events, %s of simulated time. All of it is in `report.html`.\n", Count(b.Totals.Runs), Count(b.Totals.Events), b.Totals.Simulated)
	_, err := io.WriteString(w, out.String())
	return err
}

// markdownProducts is the matrix of products and properties.
func (b *Book) markdownProducts(out *strings.Builder) {
	if len(b.Products) == 0 {
		return
	}
	out.WriteString("\n| product | cases | not as expected | silent loss |")
	for _, t := range b.Products[0].Properties {
		fmt.Fprintf(out, " %s |", t.Property)
	}
	out.WriteString("\n|---|--:|--:|--:|" + strings.Repeat(":-:|", len(b.Products[0].Properties)) + "\n")
	for i := range b.Products {
		p := &b.Products[i]
		fmt.Fprintf(out, "| %s | %d | %d | %d |", coded(p.Product), p.Cases, p.Failed, p.Losing)
		for _, t := range p.Properties {
			switch {
			case t.Failed > 0:
				out.WriteString(" ❌ |")
			case t.Broken > 0:
				out.WriteString(" ⚠️ |")
			case t.Holds > 0:
				out.WriteString(" ✅ |")
			default:
				out.WriteString(" – |")
			}
		}
		out.WriteByte('\n')
	}
	out.WriteString("\n✅ holds · ⚠️ broken, as the scripts expect · ❌ not as expected · – never exercised\n")
}

// markdownFailures tells each failure, up to as many as a reader of a pull request
// bears.
func (b *Book) markdownFailures(out *strings.Builder) {
	const most = 20
	failures := b.Failures()
	for i, c := range failures {
		if i == most {
			fmt.Fprintf(out, "\n… and %s more, which `report.html` tells.\n", Count(len(failures)-most))
			return
		}
		fmt.Fprintf(out, "\n### ❌ %s on %s\n\n", coded(c.Script), coded(c.Product))
		var text []string
		for _, q := range c.Problems {
			text = append(text, plain(q.String()))
		}
		for k := range c.Violations {
			if k == 3 {
				text = append(text, "", fmt.Sprintf("… and %d more violations", len(c.Violations)-k))
				break
			}
			text = append(text, "", plain(c.Violations[k].Headline()))
			for _, s := range c.Violations[k].Cause.Sentences {
				text = append(text, "  "+plain(s))
			}
		}
		text = append(text, "", plain(c.Replay))
		out.WriteString(fenced(strings.Join(text, "\n")))
	}
}

// markdownSearch tells what was found beyond the scripts, what nothing excuses first.
func (b *Book) markdownSearch(out *strings.Builder) {
	if b.Search == nil {
		return
	}
	var surprising, excused []string
	for i := range b.Search.Campaigns {
		for k := range b.Search.Campaigns[i].Findings {
			f := &b.Search.Campaigns[i].Findings[k]
			row := fmt.Sprintf("| %s | %s | %s | %d |", coded(f.Product), coded(f.Property), coded(f.Cause), f.Count)
			if f.Excused() {
				excused = append(excused, row)
			} else {
				surprising = append(surprising, row)
			}
		}
	}
	markdownFindings(out, "What the search found, and nothing excuses", surprising)
	if n := len(excused); n > 0 {
		fmt.Fprintf(out, "\nThe search found %d %s more to break a property, as the products' rules and methods let one expect.\n", n, plural(n, "way"))
	}
}

// markdownFindings is a table of findings, up to as many as somebody reads.
func markdownFindings(out *strings.Builder, title string, rows []string) {
	const most = 20
	if len(rows) == 0 {
		return
	}
	fmt.Fprintf(out, "\n### %s\n\n| product | breaks | cause | runs |\n|---|---|---|--:|\n%s\n", title, strings.Join(rows[:min(most, len(rows))], "\n"))
	if n := len(rows) - most; n > 0 {
		fmt.Fprintf(out, "\n… and %d more.\n", n)
	}
}

// coded is text as a span of code that stands in a table, too: a fence longer than any
// run of its backticks, and no bar that would end the cell.
func coded(s string) string {
	s = plain(s)
	if s == "" {
		return ""
	}
	fence := strings.Repeat("`", longestRun(s)+1)
	if strings.HasPrefix(s, "`") || strings.HasSuffix(s, "`") || strings.HasPrefix(s, " ") && strings.HasSuffix(s, " ") {
		s = " " + s + " "
	}
	return fence + strings.ReplaceAll(s, "|", `\|`) + fence
}

// fenced is text as a block of code: a fence longer than any run of its backticks.
func fenced(s string) string {
	fence := strings.Repeat("`", max(3, longestRun(s)+1))
	return fence + "text\n" + strings.TrimRight(s, "\n") + "\n" + fence + "\n"
}

// longestRun is the length of the longest run of backticks.
func longestRun(s string) (longest int) {
	n := 0
	for _, r := range s {
		if n++; r != '`' {
			n = 0
		}
		longest = max(longest, n)
	}
	return longest
}
