package cli

import (
	"context"
	"fmt"
	"io"
	"time"

	"gapless/reports"
	"gapless/scenarios"
	"gapless/scenarios/script"
	"gapless/scenarios/suite"

	"github.com/spf13/cobra"
)

// view is what of a run is shown.
type view struct {
	json, trace bool
	until       time.Duration // since 00:00 of day 1; negative for all
	job         int           // 0 for all
}

func newReplayCommand() *cobra.Command {
	var o overrides
	var v view
	var until string
	cmd := &cobra.Command{
		Use:   "replay SCRIPT",
		Short: "Run one script and explain what came of it",
		Long: `Run one script, for each of its products, and explain what came of it: the jobs, the
restore points, why each loss came about, and whether each expectation held. SCRIPT is a
file, or the name of a script of the library.

--product picks one of the script's products. Another product, or --set, overrides the
script: its expectations are then shown, and not judged.`,
		Example: `  gapless replay netbackup/worked-example --product netbackup-6.5.2A
  gapless replay nightly.scenario --trace --until 19:45:49 --job 2
  gapless replay nightly.scenario --product netbackup-6.5.3 --set delta-offset=0s
  gapless replay nightly.scenario --json`,
		Args: exactly(1, "a script"),
		RunE: func(cmd *cobra.Command, args []string) error {
			v.until = -1
			if until != "" {
				at, err := script.ParseInstant(until)
				if err != nil {
					return wrong(fmt.Errorf("--until: %w", err))
				}
				v.until = at
			}
			return runReplay(cmd, args[0], o, v)
		},
	}
	o.flags(cmd)
	flags := cmd.Flags()
	flags.BoolVar(&v.json, "json", false, "print a JSON object; an array when the script has several products")
	flags.BoolVar(&v.trace, "trace", false, "show all that happened, first")
	flags.StringVar(&until, "until", "", "end the trace at this instant, such as 19:45:49 or \"day 2 18:00\"")
	flags.IntVar(&v.job, "job", 0, "of the trace's jobs show this one alone")
	return cmd
}

// replayed is a run with its trace.
type replayed struct {
	*reports.Case
	trace []reports.Step
}

func runReplay(cmd *cobra.Command, name string, o overrides, v view) error {
	s, err := load(name)
	if err != nil {
		return wrong(err)
	}
	all, err := s.setups(o)
	if err != nil {
		return wrong(err)
	}
	done := suite.Run(context.Background(), len(all), cores(), func(r *scenarios.Runner, i int) (replayed, error) {
		c, trace, err := judge(r, all[i], scenarios.Options{Trace: v.trace && !v.json})
		if err != nil {
			return replayed{}, err
		}
		return replayed{c.Settle(), reports.Steps(trace)}, nil
	}, nil)
	status := 0
	var runs []reports.Run
	for i, d := range done {
		if d.Err != nil {
			return failure(all[i], d.Err, cmd.ErrOrStderr())
		}
		if !d.Value.OK {
			status = exitPartly
		}
		runs = append(runs, d.Value.Run)
	}
	if v.json {
		err = reports.Encode(cmd.OutOrStdout(), reports.OneOrAll(runs))
	} else {
		err = show(cmd.OutOrStdout(), done, v)
	}
	if err == nil && status != 0 {
		err = told(status)
	}
	return err
}

// show writes runs for people.
func show(w io.Writer, done []suite.Done[replayed], v view) error {
	for i, d := range done {
		if i > 0 {
			fmt.Fprintln(w)
		}
		if err := reports.WriteSteps(w, d.Value.trace, v.until, v.job); err != nil {
			return err
		}
		if err := d.Value.Write(w, palette(w)); err != nil {
			return err
		}
	}
	return nil
}
