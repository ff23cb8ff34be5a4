package cli

import (
	"io"
	"os"
	"path/filepath"

	"gapless/reports"
	"gapless/reports/compare"

	"github.com/spf13/cobra"
)

func newDiffCommand() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "diff OLD NEW",
		Short: "Compare two reports: what got better, and what worse",
		Long: `Compare two reports that gapless verify wrote: what got worse, what got better, what is
newly exercised and what no longer. OLD and NEW are report.json files, or the directories
that hold them.

The exit status is 1 when anything got worse: a case that is not as expected any more, a
loss or a broken property that was none, a window or an envelope that lets more through, a
planted defect that is not found any more. So it serves as the gate of a release.`,
		Example: `  gapless diff released/report.json gapless-out/report.json
  gapless diff --json released gapless-out`,
		Args: exactly(2, "two reports"),
		RunE: func(cmd *cobra.Command, args []string) error {
			var books [2]*reports.Book
			for i, name := range args {
				if info, err := os.Stat(name); err == nil && info.IsDir() {
					name = filepath.Join(name, reportJSON)
				}
				var err error
				if books[i], err = loadReport(name); err != nil {
					return wrong(err)
				}
			}
			d := compare.Books(books[0], books[1])
			write := d.Write
			if asJSON {
				write = func(w io.Writer) error { return reports.Encode(w, d) }
			}
			if err := write(cmd.OutOrStdout()); err != nil {
				return err
			}
			if len(d.Worse) > 0 {
				return told(exitPartly)
			}
			return nil
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print a JSON object")
	return cmd
}
