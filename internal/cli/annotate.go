package cli

import (
	"fmt"
	"io"
	"os"
	"path"
	"strings"

	"gapless/reports"
	"gapless/scenarios/script"

	"github.com/spf13/cobra"
)

// annotating is for whom failures are annotated: nobody, or GitHub.
type annotating struct{ how string }

func (a *annotating) flag(cmd *cobra.Command) {
	cmd.Flags().StringVar(&a.how, "annotate", "auto", "show failures at their lines in a CI service: github, off, or auto, which is github inside GitHub Actions")
}

// wanted reports whether GitHub reads what is printed.
func (a *annotating) wanted() (bool, error) {
	switch a.how {
	case "github":
		return true, nil
	case "off":
		return false, nil
	case "auto":
		return os.Getenv("GITHUB_ACTIONS") == "true", nil
	}
	return false, wrong(fmt.Errorf("--annotate %s: expected github, off or auto", a.how))
}

// failures annotates a report's failures.
func (a *annotating) failures(w io.Writer, book *reports.Book) error {
	if on, err := a.wanted(); err != nil || !on {
		return err
	}
	return reports.GitHub(w, book.Annotations(fileOf))
}

// mistakes annotates what is wrong with scripts.
func (a *annotating) mistakes(w io.Writer, err error) error {
	if on, err := a.wanted(); err != nil || !on {
		return err
	}
	var all []reports.Annotation
	for _, e := range scriptErrors(err) {
		all = append(all, reports.Annotation{File: e.File, Line: e.Line, Col: e.Col, Title: "a mistake in a script", Text: e.Error()})
	}
	return reports.GitHub(w, all)
}

// fileOf is the file of a case's script. Those of the library are files in Gapless's own
// repository, and nowhere else.
func fileOf(c *reports.Case) string {
	if c.File != "" {
		return c.File
	}
	name := path.Join("scenarios", "library", strings.TrimSuffix(c.Script, ending)+ending)
	if _, err := os.Stat(name); err != nil {
		return ""
	}
	return name
}

// scriptErrors are the mistakes of scripts among joined errors.
func scriptErrors(err error) (all []*script.Error) {
	switch e := err.(type) {
	case *script.Error:
		return []*script.Error{e}
	case script.Errors:
		return e
	case interface{ Unwrap() []error }:
		for _, one := range e.Unwrap() {
			all = append(all, scriptErrors(one)...)
		}
	case interface{ Unwrap() error }:
		return scriptErrors(e.Unwrap())
	}
	return all
}
