package reports

import (
	"fmt"
	"io"
	"strings"
)

// Annotation is a remark that a code-hosting service shows at a line of a file.
type Annotation struct {
	File  string // as the repository calls it; empty for none
	Line  int    // from 1; 0 for the whole file
	Col   int    // from 1; 0 for the whole line
	Title string
	Text  string
}

// Annotations are the book's failures: one for each thing that is not as expected, with
// what explains it and the command that replays it. file tells a case's file.
func (b *Book) Annotations(file func(*Case) string) (all []Annotation) {
	for _, c := range b.Failures() {
		var why []string
		for i := range c.Violations {
			if v := &c.Violations[i]; v.Silent() {
				why = v.Cause.Sentences
				break
			}
		}
		for _, q := range c.Problems {
			lines := append([]string{q.Text}, why...)
			all = append(all, Annotation{
				File: file(c), Line: q.Line, Title: c.Script + " on " + c.Product, Text: strings.Join(append(lines, c.Replay), "\n"),
			})
		}
	}
	return all
}

// GitHub writes annotations as the workflow commands of GitHub Actions.
func GitHub(w io.Writer, all []Annotation) error {
	var b strings.Builder
	for _, a := range all {
		var fields []string
		field := func(name, value string) { fields = append(fields, name+"="+githubField.Replace(plain(value))) }
		if a.File != "" {
			field("file", a.File)
			if a.Line > 0 {
				field("line", fmt.Sprint(a.Line))
			}
			if a.Line > 0 && a.Col > 0 {
				field("col", fmt.Sprint(a.Col))
			}
		}
		field("title", a.Title)
		var lines []string
		for line := range strings.SplitSeq(a.Text, "\n") {
			lines = append(lines, plain(line))
		}
		fmt.Fprintf(&b, "::error %s::%s\n", strings.Join(fields, ","), githubText.Replace(strings.Join(lines, "\n")))
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// What would end a command or a field of it is written as GitHub's runner reads it.
var (
	githubText  = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	githubField = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
)
