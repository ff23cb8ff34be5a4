package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"runtime"
	"runtime/debug"

	"gapless/engine/products"
	"gapless/internal/rulebook"
	"gapless/reports"
	"gapless/scenarios"
	"gapless/scenarios/suite"

	"github.com/spf13/cobra"
)

func newVerifyCommand() *cobra.Command {
	var q quest
	var thorough bool
	cmd := &cobra.Command{
		Use:   "verify [SCRIPT|DIR…]",
		Short: "Run scripts for all their products and write the report",
		Long: `Run scripts, each twice for each of its products, on all cores: the library, or the
scripts and directories that are named. Shows the verdict on each rule under each product,
explains what is not as expected, and writes report.json and junit.xml. A script whose two
runs differ has failed.

The library is followed by a search with random scripts, as gapless fuzz does it: 500 for
each product, or as many as --runs or --budget say. Its findings and result.json are
written, too, and a finding that neither a rule nor the product's method excuses fails.
With --thorough there are 20000 for each product, and a situation that a search has to
meet and did not fails as well.

When it is interrupted it writes what was done until then.`,
		Example: `  gapless verify
  gapless verify --thorough --budget 10m
  gapless verify my-scripts nightly.scenario --out results`,
		RunE: func(cmd *cobra.Command, args []string) error {
			search := len(args) == 0 || thorough || q.runs != 0 || q.budget != 0
			return runVerify(cmd, args, &q, search, thorough)
		},
	}
	q.flags(cmd)
	cmd.Flags().BoolVar(&thorough, "thorough", false, "search for long, and fail when the search never met what it has to meet")
	cmd.Flags().StringVar(&q.out, "out", "gapless-out", "the directory for report.json and junit.xml; it is made when it is not there")
	return cmd
}

// runVerify verifies the scripts that are named, or the library, and searches.
func runVerify(cmd *cobra.Command, args []string, q *quest, search, thorough bool) error {
	if err := q.check(); err != nil {
		return wrong(err)
	}
	out := q.out
	all, err := prepare(args)
	if err != nil {
		return wrong(err)
	}
	if err := os.MkdirAll(out, 0o755); err != nil {
		return wrong(fmt.Errorf("--out: %w", err))
	}
	ctx, stop := signal.NotifyContext(cmd.Context(), os.Interrupt)
	defer stop()
	context.AfterFunc(ctx, stop) // a second interruption ends the program at once

	stderr := cmd.ErrOrStderr()
	step, finish := progress(stderr, "verifying", len(all))
	done := suite.Run(ctx, len(all), cores(), func(r *scenarios.Runner, i int) (*reports.Case, error) {
		return twice(r, all[i])
	}, func(int, *suite.Done[*reports.Case]) { step() })
	finish()
	err = publish(cmd, out, all, done)
	if search {
		err = q.verify(ctx, cmd, thorough, err)
	}
	return err
}

// cores is how many runs are made at once.
func cores() int { return runtime.GOMAXPROCS(0) }

// prepare makes all scripts ready, or tells all that is wrong with them.
func prepare(args []string) (all []*setup, err error) {
	sources, err := loadAll(args)
	errs := []error{err}
	for _, s := range sources {
		setups, err := s.setups(overrides{})
		errs = append(errs, err)
		all = append(all, setups...)
	}
	return all, errors.Join(errs...)
}

// twice runs and judges a setup, runs it again, and compares the hashes.
func twice(r *scenarios.Runner, u *setup) (*reports.Case, error) {
	c, _, err := judge(r, u, scenarios.Options{})
	if err != nil {
		return nil, err
	}
	again, err := r.Run(u.Setup, scenarios.Options{})
	if err != nil {
		return nil, err
	}
	c.Again(again.Hash)
	return c.Settle(), nil
}

// publish shows and writes what came of all cases, and gives the command's error.
func publish(cmd *cobra.Command, out string, all []*setup, done []suite.Done[*reports.Case]) error {
	var cases []*reports.Case
	var wrongs []error
	status := 0
	interrupted := false
	for i, d := range done {
		var p *suite.Panic
		switch {
		case !d.Began:
			interrupted = true
		case errors.As(d.Err, &p):
			status = exitFailed
			fmt.Fprintln(cmd.ErrOrStderr(), failure(all[i], d.Err, cmd.ErrOrStderr()))
			cases = append(cases, reports.Crashed(all[i].name, all[i].product(), all[i].Script.Covers(), p.Value).From(all[i].file, all[i].text))
		case d.Err != nil:
			wrongs = append(wrongs, d.Err)
		default:
			cases = append(cases, d.Value)
		}
	}
	if err := errors.Join(wrongs...); err != nil {
		return wrong(err)
	}
	book := compile(cases, interrupted)
	err := book.Table(cmd.OutOrStdout(), palette(cmd.OutOrStdout()))
	if err == nil {
		err = writeReport(out, book)
	}
	switch {
	case err != nil:
		return &ExitError{exitFailed, err}
	case interrupted:
		return &ExitError{exitInterrupted, errors.New("interrupted: what was done until then is in " + out)}
	case status != 0:
		return told(status)
	case book.Totals.Failed > 0:
		return told(exitPartly)
	}
	return nil
}

// compile makes the book of the cases.
func compile(cases []*reports.Case, interrupted bool) *reports.Book {
	var rules []reports.Rule
	for _, r := range rulebook.All() {
		rules = append(rules, reports.Rule{ID: r.ID, Text: r.Text})
	}
	book := reports.Compile(cases, rules, products.Names())
	book.Interrupted = interrupted
	if info, ok := debug.ReadBuildInfo(); ok {
		book.Environment = reports.EnvironmentOf(info)
	}
	return book
}
