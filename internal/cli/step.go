package cli

import (
	"errors"
	"fmt"
	"os"
	"os/signal"

	"gapless/internal/step"
	"gapless/model/clock"
	"gapless/reports/timeline"
	"gapless/reports/trace"
	"gapless/scenarios"

	"github.com/spf13/cobra"
)

// runSteps goes through a run's instants in a terminal.
func runSteps(cmd *cobra.Command, u *setup) error {
	in, ok := cmd.InOrStdin().(*os.File)
	if !ok || !isTerminal(in) || !isTerminal(cmd.OutOrStdout()) {
		return wrong(errors.New("--step needs a terminal; --trace and --html show the same elsewhere"))
	}
	r := scenarios.NewRunner()
	defer r.Close()
	_, res, err := judge(r, u, scenarios.Options{Trace: true})
	if err != nil {
		return failure(u, err, cmd.ErrOrStderr())
	}
	s := &step.Session{
		Title: fmt.Sprintf("%s on %s", u.name, u.product()), Trace: trace.Of(res), Timeline: timeline.Of(res),
		Look:    func(at clock.Duration) (*scenarios.View, error) { return r.View(u.Setup, at) },
		Palette: palette(cmd.OutOrStdout()),
	}
	whole.Lock() // the terminal has to be put back as it was
	defer whole.Unlock()
	ctx, stop := signal.NotifyContext(cmd.Context(), os.Interrupt)
	defer stop()
	err = step.Run(ctx, s, in, cmd.OutOrStdout())
	switch {
	case errors.Is(err, step.ErrInterrupted):
		return told(exitInterrupted)
	case err != nil:
		return &ExitError{exitFailed, fmt.Errorf("the terminal: %w", err)}
	}
	return nil
}
