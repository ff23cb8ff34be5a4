package cli

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"
)

func newCheckCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "check SCRIPT|DIR…",
		Short: "Look for mistakes in scripts, and run nothing",
		Long: `Look for mistakes in scripts, and run nothing. Each mistake is told with file, line and
column on the standard error; the exit status is 2 when there is one. Of a directory all
scripts in it and below it are checked.`,
		Example: `  gapless check scenarios/library
  gapless check nightly.scenario`,
		Args: atLeastOne,
		RunE: func(cmd *cobra.Command, args []string) error {
			all, err := loadAll(args)
			errs := []error{err}
			for _, s := range all {
				_, err := s.setups(overrides{})
				errs = append(errs, err)
			}
			if err := errors.Join(errs...); err != nil {
				fmt.Fprintln(cmd.ErrOrStderr(), err)
				return told(exitCall)
			}
			return nil
		},
	}
}

// atLeastOne wants a script.
func atLeastOne(cmd *cobra.Command, args []string) error {
	if len(args) > 0 {
		return nil
	}
	return wrong(fmt.Errorf("expected a script; see %s --help", cmd.CommandPath()))
}
