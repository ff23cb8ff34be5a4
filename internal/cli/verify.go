package cli

import (
	"cmp"
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

// verification is what the command line asks verify for.
type verification struct {
	quest
	notes    annotating
	thorough bool
}

func newVerifyCommand() *cobra.Command {
	var v verification
	cmd := &cobra.Command{
		Use:   "verify [SCRIPT|DIR…]",
		Short: "Run scripts for all their products and write the report",
		Long: `Run scripts, each twice for each of its products, on all cores: the library, or the
scripts and directories that are named. Shows the verdict on each rule under each product,
explains what is not as expected, and writes the report: report.html for people, report.md
for a pull request, report.json and junit.xml for programs. A script whose two runs differ
has failed.

The library is followed by a search with random scripts, as gapless fuzz does it: 500 for
each product, or as many as --runs or --budget say. The report has what it found, and a
finding that neither a rule nor the product's method excuses fails. With --thorough there
are 20000 for each product, and a situation that a search has to meet and did not fails as
well.

When it is interrupted it writes what was done until then.`,
		Example: `  gapless verify
  gapless verify --thorough --budget 10m
  gapless verify my-scripts nightly.scenario --out results`,
		RunE: func(cmd *cobra.Command, args []string) error { return v.run(cmd, args) },
	}
	v.flags(cmd)
	v.notes.flag(cmd)
	cmd.Flags().BoolVar(&v.thorough, "thorough", false, "search for long, and fail when the search never met what it has to meet")
	cmd.Flags().StringVar(&v.out, "out", "gapless-out", "the directory for the report's files; it is made when it is not there")
	return cmd
}

// searches reports whether a search follows the scripts.
func (v *verification) searches(args []string) bool {
	return len(args) == 0 || v.thorough || v.runs != 0 || v.budget != 0
}

func (v *verification) run(cmd *cobra.Command, args []string) error {
	if err := v.check(); err != nil {
		return wrong(err)
	}
	if _, err := v.notes.wanted(); err != nil {
		return err
	}
	all, err := prepare(args)
	if err != nil {
		return cmp.Or(v.notes.mistakes(cmd.OutOrStdout(), err), wrong(err))
	}
	if err := os.MkdirAll(v.out, 0o755); err != nil {
		return wrong(fmt.Errorf("--out: %w", err))
	}
	ctx, stop := signal.NotifyContext(cmd.Context(), os.Interrupt)
	defer stop()
	context.AfterFunc(ctx, stop) // a second interruption ends the program at once

	step, finish := progress(cmd.ErrOrStderr(), "verifying", len(all))
	done := suite.Run(ctx, len(all), cores(), func(r *scenarios.Runner, i int) (*reports.Case, error) {
		return twice(r, all[i])
	}, func(int, *suite.Done[*reports.Case]) { step() })
	finish()
	g, err := gather(cmd, all, done)
	if err != nil {
		return wrong(err)
	}
	book := compile(g.cases, g.interrupted)
	if v.searches(args) && !g.interrupted && g.status == 0 {
		if book.Search, err = v.search(ctx, cmd); err != nil {
			return err
		}
		book.Interrupted = book.Search == nil
	}
	if err := v.publish(cmd, book); err != nil {
		return &ExitError{exitFailed, err}
	}
	return v.verdict(book, g.status)
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

// gathered is what came of the cases.
type gathered struct {
	cases       []*reports.Case
	status      int // of a harness that failed; else 0
	interrupted bool
}

// gather sorts what came of all cases. The error holds the mistakes of scripts that only
// running them showed.
func gather(cmd *cobra.Command, all []*setup, done []suite.Done[*reports.Case]) (g gathered, err error) {
	var wrongs []error
	for i, d := range done {
		var p *suite.Panic
		switch {
		case !d.Began:
			g.interrupted = true
		case errors.As(d.Err, &p):
			g.status = exitFailed
			fmt.Fprintln(cmd.ErrOrStderr(), failure(all[i], d.Err, cmd.ErrOrStderr()))
			g.cases = append(g.cases, reports.Crashed(all[i].name, all[i].product(), all[i].Script.Covers(), p.Value).From(all[i].file, all[i].text))
		case d.Err != nil:
			wrongs = append(wrongs, d.Err)
		default:
			g.cases = append(g.cases, d.Value)
		}
	}
	return g, errors.Join(wrongs...)
}

// publish shows a book and writes its files.
func (v *verification) publish(cmd *cobra.Command, book *reports.Book) error {
	out := cmd.OutOrStdout()
	if err := book.Table(out, palette(out)); err != nil {
		return err
	}
	if err := v.notes.failures(out, book); err != nil {
		return err
	}
	if book.Search != nil {
		fmt.Fprintln(out)
		if err := reports.WriteSearch(out, book.Search, palette(out)); err != nil {
			return err
		}
		if err := v.quest.publish(book.Search); err != nil {
			return err
		}
	}
	return writeReport(v.out, book)
}

// verdict is the command's error for a book that was published.
func (v *verification) verdict(book *reports.Book, status int) error {
	switch {
	case status != 0:
		return told(status)
	case book.Interrupted:
		return &ExitError{exitInterrupted, errors.New("interrupted: what was done until then is in " + v.out)}
	case book.Totals.Failed > 0 || v.unsatisfied(book.Search):
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
