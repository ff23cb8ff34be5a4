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
	"gapless/fuzz/result"
	"gapless/internal/rulebook"
	"gapless/reports"
	"gapless/scenarios"
	"gapless/scenarios/suite"

	"github.com/spf13/cobra"
)

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
each product, or as many as --runs or --budget say. Its findings and result.json are
written, too, and a finding that neither a rule nor the product's method excuses fails.
The report also says how much delay, clock step, drift and granularity each product
bears. With --thorough there are 20000 scripts for each product, every script up to a bound
is run, and defects are planted in the engine: a situation that a search has to meet and
did not, or a defect that it did not find, fails as well. That takes minutes.

When it is interrupted it writes what was done until then.`,
		Example: `  gapless verify
  gapless verify --thorough --budget 10m
  gapless verify my-scripts nightly.scenario --out results`,
		RunE: func(cmd *cobra.Command, args []string) error {
			v.search = len(args) == 0 || v.thorough || v.runs != 0 || v.budget != 0
			return v.run(cmd, args)
		},
	}
	v.flags(cmd)
	v.flag(cmd)
	cmd.Flags().BoolVar(&v.thorough, "thorough", false, "search for long, and fail when the search never met what it has to meet")
	cmd.Flags().StringVar(&v.out, "out", "gapless-out", "the directory for the report's files; it is made when it is not there")
	return cmd
}

// verification is what the command line says of a verification.
type verification struct {
	quest
	annotating
	search   bool // for losses that no script shows, too
	thorough bool
}

// run verifies the scripts that are named, or the library, and searches.
func (v *verification) run(cmd *cobra.Command, args []string) error {
	if _, err := v.wanted(); err != nil {
		return err
	}
	if err := v.check(); err != nil {
		return wrong(err)
	}
	all, err := prepare(args)
	if err != nil {
		return cmp.Or(v.mistakes(cmd.OutOrStdout(), err), wrong(err))
	}
	if err := os.MkdirAll(v.out, 0o755); err != nil {
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
	var s *result.Search
	if v.search && ctx.Err() == nil {
		if s, err = v.searchBriefly(ctx, cmd); err != nil {
			return err
		}
	}
	return v.publish(cmd, all, done, s)
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
