package reports

import (
	"fmt"
	"io"
	"strings"

	"github.com/jedib0t/go-pretty/v6/text"
)

// Rule is one rule with what exercises it: what `gapless rules --json` prints.
type Rule struct {
	ID        string   `json:"id"`
	Text      string   `json:"text"`
	Source    string   `json:"source"`
	Scenarios []string `json:"scenarios"` // that cover it
	Breaks    []string `json:"breaks"`    // that break it on purpose
}

// columns is the width of running text.
const columns = 92

// Rules writes rules for people.
func Rules(w io.Writer, rules []Rule) error {
	var b strings.Builder
	source := ""
	for i, r := range rules {
		if r.Source != source {
			source = r.Source
			fmt.Fprintf(&b, "%s\n\n", wrapped(source, ""))
		}
		fmt.Fprintf(&b, "%s\n", hung(fmt.Sprintf("%-4s", r.ID), unmarked.Replace(r.Text)))
		if len(r.Scenarios) > 0 {
			fmt.Fprintf(&b, "%s\n", hung("    scripts: ", strings.Join(r.Scenarios, ", ")))
		}
		if len(r.Breaks) > 0 {
			fmt.Fprintf(&b, "%s\n", hung("    breaks:  ", strings.Join(r.Breaks, ", ")))
		}
		if i+1 < len(rules) {
			b.WriteByte('\n')
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// unmarked takes Markdown's marks out of prose.
var unmarked = strings.NewReplacer("**", "", "`", "")

// wrapped breaks text into lines that begin with an indent.
func wrapped(s, indent string) string {
	s = text.WrapSoft(s, columns-len(indent))
	lines := strings.Split(s, "\n")
	for i := range lines {
		lines[i] = indent + strings.TrimSpace(lines[i])
	}
	return strings.Join(lines, "\n")
}

// hung is wrapped text whose first line begins with a word and whose others are
// indented below it.
func hung(word, s string) string {
	return word + strings.TrimPrefix(wrapped(s, strings.Repeat(" ", len(word))), strings.Repeat(" ", len(word)))
}
