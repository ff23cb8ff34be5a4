package cli

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"gapless/scenarios"

	"github.com/rogpeppe/go-internal/diff"
	"github.com/spf13/cobra"
)

func newFmtCommand() *cobra.Command {
	var show bool
	cmd := &cobra.Command{
		Use:   "fmt SCRIPT…",
		Short: "Rewrite scripts in their canonical form",
		Long: `Rewrite scripts in their canonical form. What a script means does not change, and its
comments stay. A file that is canonical already is left alone; - reads the standard input
and writes the standard output.

With -d no file is written: the differences are shown, and the exit status is 1 when
there are some.`,
		Example: `  gapless fmt nightly.scenario
  gapless fmt -d scenarios/library/netbackup
  gapless fmt - < nightly.scenario`,
		Args: atLeastOne,
		RunE: func(cmd *cobra.Command, args []string) error { return runFmt(cmd, args, show) },
	}
	cmd.Flags().BoolVarP(&show, "diff", "d", false, "show what would change, and write nothing")
	return cmd
}

func runFmt(cmd *cobra.Command, args []string, show bool) error {
	names, err := expand(args)
	if err != nil {
		return wrong(err)
	}
	var errs []error
	differ := false
	for _, name := range names {
		old, text, err := canonical(cmd.InOrStdin(), name)
		changed := !bytes.Equal(old, text)
		switch {
		case err != nil:
		case show && changed:
			differ = true
			_, err = cmd.OutOrStdout().Write(diff.Diff(name+".orig", old, name, text))
		case show:
		case name == "-":
			_, err = cmd.OutOrStdout().Write(text)
		case changed:
			err = writeFile(name, func(w io.Writer) error {
				_, err := w.Write(text)
				return err
			})
		}
		errs = append(errs, err)
	}
	if err := errors.Join(errs...); err != nil {
		fmt.Fprintln(cmd.ErrOrStderr(), err)
		return told(exitCall)
	}
	if differ {
		return told(exitPartly)
	}
	return nil
}

// canonical is a script as it is and as it should be written. It is read and not
// checked, so that a script in the making can be put in order, too.
func canonical(stdin io.Reader, name string) (old, text []byte, err error) {
	if name == "-" {
		name = "standard input"
		old, err = io.ReadAll(io.LimitReader(stdin, maxScript+1))
	} else {
		old, err = readFile(name)
	}
	if err != nil {
		return nil, nil, err
	}
	s, err := scenarios.Parse(name, old)
	if err != nil {
		return nil, nil, err
	}
	return old, s.AppendFormat(nil), nil
}
