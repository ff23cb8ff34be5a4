package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"gapless/model/clock"
	"gapless/reports"
	"gapless/reports/page"
	"gapless/reports/perfetto"
	"gapless/reports/timeline"
	"gapless/reports/trace"
	"gapless/scenarios"
	"gapless/scenarios/script"
	"gapless/scenarios/suite"

	"github.com/spf13/cobra"
)

// view is what of a run is shown, and how.
type view struct {
	json, trace, step bool
	until             string // an instant; empty for the end
	job               int    // 0 for all
	html, perfetto    string // files to write; empty for none

	options trace.Options // what until and job come to
}

func newReplayCommand() *cobra.Command {
	var o overrides
	var v view
	cmd := &cobra.Command{
		Use:   "replay SCRIPT",
		Short: "Run one script and explain what came of it",
		Long: `Run one script, for each of its products, and explain what came of it: the jobs, the
restore points, why each loss came about, and whether each expectation held. SCRIPT is a
file, or the name of a script of the library.

--trace shows first all that happened: each statement, and below it what it set off, with
the time on each clock that is not true, and the decision on each file. --until and --job
show a part of that. --step goes forward and back through the run's instants and shows the
world as it was at each of them. --html writes a page with a picture, the trace and the
argument; --perfetto writes a trace for ui.perfetto.dev and chrome://tracing.

--product picks one of the script's products. Another product, or --set, overrides the
script: its expectations are then shown, and not judged.`,
		Example: `  gapless replay netbackup/worked-example --product netbackup-6.5.2A
  gapless replay nightly.scenario --trace --until 19:45:49 --job 2
  gapless replay nightly.scenario --product netbackup-6.5.2A --step
  gapless replay nightly.scenario --product netbackup-6.5.3 --set delta-offset=0s
  gapless replay nightly.scenario --html nightly.html --perfetto nightly.json
  gapless replay nightly.scenario --json`,
		Args: exactly(1, "a script"),
		RunE: func(cmd *cobra.Command, args []string) error { return runReplay(cmd, args[0], o, &v) },
	}
	o.flags(cmd)
	flags := cmd.Flags()
	flags.BoolVar(&v.json, "json", false, "print a JSON object; an array when the script has several products")
	flags.BoolVar(&v.trace, "trace", false, "show all that happened, first")
	flags.StringVar(&v.until, "until", "", "show what happened up to this instant, such as 19:45:49 or \"day 2 18:00\"")
	flags.IntVar(&v.job, "job", 0, "of what happened show what concerns this job")
	flags.BoolVar(&v.step, "step", false, "go through the run's instants, in a terminal")
	flags.StringVar(&v.html, "html", "", "write it all as a page into this file")
	flags.StringVar(&v.perfetto, "perfetto", "", "write a trace for trace viewers into this file")
	return cmd
}

// check makes sense of the flags together.
func (v *view) check(all []*setup) error {
	if v.until != "" {
		at, err := script.ParseInstant(v.until)
		if err != nil {
			return fmt.Errorf("--until: %w", err)
		}
		until := timeline.Instant(at)
		v.options.Until = &until
	}
	if v.job < 0 {
		return fmt.Errorf("--job %d: jobs are numbered from 1", v.job)
	}
	v.options.Job = v.job
	if len(all) > 1 && (v.step || v.perfetto != "") {
		flag := "--perfetto"
		if v.step {
			flag = "--step"
		}
		var names []string
		for _, u := range all {
			names = append(names, u.product())
		}
		return fmt.Errorf("%s shows one run, and the script has one for each of %s; pick one with --product", flag, strings.Join(names, ", "))
	}
	if v.step && (v.json || v.html != "" || v.perfetto != "") {
		return errors.New("--step goes without --json, --html and --perfetto")
	}
	return nil
}

// traced reports whether what happened is wanted.
func (v *view) traced() bool {
	return v.html != "" || v.perfetto != "" || v.listed()
}

// listed reports whether what happened is shown with the rest.
func (v *view) listed() bool {
	return !v.json && (v.trace || v.until != "" || v.job != 0)
}

func runReplay(cmd *cobra.Command, name string, o overrides, v *view) error {
	s, err := load(name)
	if err != nil {
		return wrong(err)
	}
	all, err := s.setups(o)
	if err != nil {
		return wrong(err)
	}
	if err := v.check(all); err != nil {
		return wrong(err)
	}
	if v.step {
		return runSteps(cmd, all[0])
	}
	ctx := cmd.Context()
	done := suite.Run(ctx, len(all), cores(), func(r *scenarios.Runner, i int) (*page.Run, error) {
		return replayed(r, all[i], v)
	}, nil)
	var runs []*page.Run
	for i, d := range done {
		switch {
		case !d.Began:
			return interrupted()
		case d.Err != nil:
			return failure(all[i], d.Err, cmd.ErrOrStderr())
		}
		runs = append(runs, d.Value)
	}
	return v.show(ctx, cmd, runs)
}

// replayed is a run as values, as far as they are wanted.
func replayed(r *scenarios.Runner, u *setup, v *view) (*page.Run, error) {
	c, res, err := judge(r, u, scenarios.Options{Trace: v.traced()})
	if err != nil {
		return nil, err
	}
	out := &page.Run{Case: c.Settle()}
	if v.traced() {
		out.Trace, out.Timeline = trace.Of(res), timeline.Of(res)
	}
	if v.html == "" {
		return out, nil
	}
	for _, s := range out.Trace.Select(v.options) {
		n := len(out.States)
		if n == page.MostStates {
			break
		}
		if n > 0 && out.States[n-1].At == s.At {
			continue
		}
		world, err := r.View(u.Setup, clock.Of(time.Duration(s.At)))
		if err != nil {
			return nil, err
		}
		out.States = append(out.States, page.StateOf(world))
	}
	return out, nil
}

// show writes runs as they are wanted, and gives the command's error.
func (v *view) show(ctx context.Context, cmd *cobra.Command, runs []*page.Run) error {
	if v.job > 0 && !slices.ContainsFunc(runs, func(r *page.Run) bool { return v.job <= len(r.Case.Jobs) }) {
		return wrong(fmt.Errorf("--job %d: there are %d jobs, numbered from 1", v.job, len(runs[0].Case.Jobs)))
	}
	if ctx.Err() != nil {
		return interrupted()
	}
	if err := v.files(runs); err != nil {
		return err
	}
	status := 0
	var err error
	w := cmd.OutOrStdout()
	if v.json {
		var found []reports.Run
		for _, r := range runs {
			found = append(found, r.Case.Run)
		}
		err = reports.Encode(w, reports.OneOrAll(found))
	}
	for i, r := range runs {
		if !r.Case.OK {
			status = exitPartly
		}
		if err == nil && !v.json {
			err = v.text(w, r, i > 0)
		}
	}
	if isTerminal(w) && !v.json && !v.listed() {
		fmt.Fprintln(cmd.ErrOrStderr(), "\n--trace shows all that happened, --step goes through it, --html FILE draws it")
	}
	if err == nil && status != 0 {
		err = told(status)
	}
	return err
}

// text writes one run for people.
func (v *view) text(w io.Writer, r *page.Run, another bool) error {
	p := palette(w)
	if another {
		fmt.Fprintln(w)
	}
	if v.listed() {
		o := v.options
		o.Strong, o.Bad = p.Strong, p.Bad
		if err := r.Trace.Write(w, o); err != nil {
			return err
		}
	}
	return r.Case.Write(w, p)
}

// files writes the files that are wanted.
func (v *view) files(runs []*page.Run) error {
	if v.html != "" {
		if err := writeFile(v.html, func(w io.Writer) error { return page.Write(w, runs, v.options) }); err != nil {
			return wrong(fmt.Errorf("--html: %w", err))
		}
	}
	if v.perfetto != "" {
		if err := writeFile(v.perfetto, func(w io.Writer) error { return perfetto.Write(w, runs[0].Trace, runs[0].Timeline) }); err != nil {
			return wrong(fmt.Errorf("--perfetto: %w", err))
		}
	}
	return nil
}
