package cli

import (
	"fmt"
	"io"
	"os"
	"path/filepath"

	"gapless/reports"
	"gapless/reports/document"

	"github.com/spf13/cobra"
)

func newReportCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "report DIR",
		Short: "Write a report's files anew from its report.json",
		Long: `Read DIR/report.json, which gapless verify wrote, and write the files beside it anew:
report.html for people, report.md for a pull request, and junit.xml. Nothing is run, and
report.json stays as it is.`,
		Example: `  gapless report gapless-out`,
		Args:    exactly(1, "a directory"),
		RunE: func(cmd *cobra.Command, args []string) error {
			book, err := loadReport(filepath.Join(args[0], reportJSON))
			if err != nil {
				return wrong(err)
			}
			if err := writeShown(args[0], book); err != nil {
				return &ExitError{exitFailed, err}
			}
			v := book.Verdict()
			fmt.Fprintf(cmd.OutOrStdout(), "%s: %s\n", filepath.Join(args[0], "report.html"), v.Word)
			return nil
		},
	}
}

// reportJSON is the file that all others can be written from.
const reportJSON = "report.json"

// loadReport reads a report.json. The errors name the file.
func loadReport(name string) (*reports.Book, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	book, err := reports.Load(f)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return book, nil
}

// writeReport writes the book's files.
func writeReport(dir string, book *reports.Book) error {
	err := writeFile(filepath.Join(dir, reportJSON), func(w io.Writer) error { return reports.Encode(w, book) })
	if err != nil {
		return err
	}
	return writeShown(dir, book)
}

// writeShown writes those of the book's files that are made from report.json.
func writeShown(dir string, book *reports.Book) error {
	for _, f := range []struct {
		name  string
		write func(io.Writer) error
	}{
		{"report.html", func(w io.Writer) error { return document.Write(w, book, document.Options{}) }},
		{"report.md", book.Markdown},
		{"junit.xml", book.JUnit},
	} {
		if err := writeFile(filepath.Join(dir, f.name), f.write); err != nil {
			return err
		}
	}
	return nil
}
