package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"

	"github.com/spf13/cobra"
)

// Main runs the program with its arguments, without its name, and gives the exit
// status.
func Main(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	root := newRoot()
	root.SetArgs(args)
	root.SetIn(stdin)
	root.SetOut(stdout)
	root.SetErr(stderr)
	err := root.ExecuteContext(ctx)
	if err == nil {
		return 0
	}
	if text := err.Error(); text != "" {
		fmt.Fprintln(stderr, "gapless:", text)
	}
	var exit *ExitError
	if errors.As(err, &exit) {
		return exit.Code
	}
	return exitCall // cobra's own errors are about the call
}

// errTold is the error of a command that has said all there is to say.
var errTold = errors.New("")

// told ends a command that has said all there is to say.
func told(code int) error { return &ExitError{code, errTold} }

// wrong ends a command whose call or script is wrong.
func wrong(err error) error { return &ExitError{exitCall, err} }

func newRoot() *cobra.Command {
	root := &cobra.Command{
		Use:   "gapless",
		Short: "Test backup engines: is every changed file captured?",
		Long: `Gapless runs a complete backup engine in a world whose clocks, disks, media and network
it owns, lets the world misbehave as a script says, restores what was backed up, and
compares it with what the files really held.

Exit status: 0 as expected, 1 an expectation or a property failed, 2 the call or a
script is wrong, 3 the harness itself failed, 130 interrupted.`,
		Example: `  gapless verify
  gapless replay netbackup/worked-example --product netbackup-6.5.2A
  gapless help scenario`,
		SilenceUsage:  true,
		SilenceErrors: true,
		Args:          known,

		PersistentPreRun: endAtOnce,
		RunE:             func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	root.SuggestionsMinimumDistance = 2
	root.SetFlagErrorFunc(wrongCall)
	root.CompletionOptions.HiddenDefaultCmd = true
	root.AddCommand(
		saving(newVerifyCommand()), saving(newFuzzCommand()), newReplayCommand(), newShrinkCommand(), newWindowCommand(), newCheckCommand(), newFmtCommand(),
		newProductsCommand(), newRulesCommand(), newReportCommand(), newDiffCommand(), saving(newBackupCommand()), saving(newRestoreCommand()), newScenarioTopic(),
	)
	return root
}

// known refuses words that are no command, and names the nearest.
func known(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	text := fmt.Sprintf("unknown command %q", args[0])
	if near := cmd.SuggestionsFor(args[0]); len(near) > 0 {
		text += fmt.Sprintf("; did you mean %q?", near[0])
	}
	return wrong(errors.New(text + "; see gapless --help"))
}

// saves marks a command that saves what was done when its user interrupts it.
const saves = "saves"

// saving marks a command so.
func saving(cmd *cobra.Command) *cobra.Command {
	cmd.Annotations = map[string]string{saves: "yes"}
	return cmd
}

// endAtOnce lets a command that has nothing to save end when its user interrupts it.
// Those that have something catch the signal themselves.
func endAtOnce(cmd *cobra.Command, _ []string) {
	if cmd.Annotations[saves] != "" {
		return
	}
	stop := make(chan os.Signal, 1)
	signal.Notify(stop, os.Interrupt)
	go func() {
		<-stop
		os.Exit(exitInterrupted)
	}()
}
