package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"gapless/engine/products"
	"gapless/fuzz/campaign"
	"gapless/fuzz/result"
	"gapless/reports"

	"github.com/spf13/cobra"
)

// quest is what the command line says of a search.
type quest struct {
	products []string
	seed     uint64
	runs     int64
	budget   time.Duration
	out      string
	again    bool

	mutants      bool
	disturbances int // of an exhaustive search; negative for none
}

// unbounded is more runs than there will ever be.
const unbounded = 1 << 62

func newFuzzCommand() *cobra.Command {
	var q quest
	cmd := &cobra.Command{
		Use:   "fuzz",
		Short: "Search for losses with random scripts",
		Long: `Run random scripts for each product on all cores, judge every run, and gather what they
show. Findings of one property and one cause are one; each is shrunk to a script that is
ready for a library, DIR/findings/NAME.scenario. DIR/result.json has all of it.

The same seed and the same number of runs give the same findings, byte for byte, on any
number of cores. A budget only decides the number of runs, and the result says it.

A search that was interrupted, or killed, goes on where it was when it is started again
with the same products, seed and directory, and ends as if it had been left alone.

Exit status 1 means that there is a finding which is neither what the product's method
cannot see by design, nor what the documents say that this very release does. An affected
release is expected to lose by its rule; a fixed one is not.`,
		Example: `  gapless fuzz --product netbackup-6.5.3 --budget 60s
  gapless fuzz --runs 100000 --seed 7 --out search
  gapless fuzz --mutants --out search
  gapless fuzz --exhaustive 2 --product netbackup-6.5.2A
  gapless replay search/findings/NAME.scenario`,
		Args: nothing,
		RunE: func(cmd *cobra.Command, _ []string) error {
			switch {
			case q.mutants:
				return runMutants(cmd, &q)
			case cmd.Flags().Changed("exhaustive"):
				return runExhaustive(cmd, &q)
			}
			return runFuzz(cmd, &q)
		},
	}
	flags := cmd.Flags()
	flags.StringArrayVar(&q.products, "product", nil, "search this product alone; may be given several times")
	q.flags(cmd)
	flags.StringVar(&q.out, "out", "gapless-fuzz", "the directory for findings and state; it is made when it is not there")
	flags.BoolVar(&q.mutants, "mutants", false, "look for planted defects instead, and tell how many runs each takes; at most --runs each (20000 without it)")
	flags.IntVar(&q.disturbances, "exhaustive", 1, "run every script up to a bound instead, with at most so many disturbances")
	cmd.MarkFlagsMutuallyExclusive("mutants", "exhaustive")
	cmd.MarkFlagsMutuallyExclusive("mutants", "product")
	flags.BoolVar(&q.again, "again", false, "begin anew, also where the directory holds a search")
	return cmd
}

// flags adds those that say how long a search is.
func (q *quest) flags(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.Uint64Var(&q.seed, "seed", 1, "what chance starts from")
	flags.Int64Var(&q.runs, "runs", 0, "runs of each product")
	flags.DurationVar(&q.budget, "budget", 0, "search for so long, in whole rounds (60s without --runs)")
	cmd.MarkFlagsMutuallyExclusive("runs", "budget")
}

// nothing refuses arguments.
func nothing(_ *cobra.Command, args []string) error {
	if len(args) > 0 {
		return wrong(fmt.Errorf("%q: the command takes flags only", args[0]))
	}
	return nil
}

// check refuses numbers that mean nothing.
func (q *quest) check() error {
	switch {
	case q.runs < 0:
		return fmt.Errorf("--runs %d: expected a number from 1", q.runs)
	case q.budget < 0:
		return fmt.Errorf("--budget %v: expected a duration such as 60s", q.budget)
	}
	return nil
}

// options are those of the search, for all products unless some are named.
func (q *quest) options() (o campaign.Options, err error) {
	if err := q.check(); err != nil {
		return o, err
	}
	o = campaign.Options{Products: q.products, Seed: q.seed, Runs: q.runs, Workers: cores()}
	if len(o.Products) == 0 {
		o.Products = products.Names()
	}
	if o.Runs == 0 {
		o.Runs = unbounded
		if q.budget == 0 {
			q.budget = time.Minute
		}
		until := time.Now().Add(q.budget)
		o.More = func() bool { return time.Now().Before(until) }
	}
	_, err = campaign.New(o) // tells of products that there are not
	return o, err
}

func runFuzz(cmd *cobra.Command, q *quest) error {
	o, err := q.options()
	if err != nil {
		return wrong(err)
	}
	if err := os.MkdirAll(q.out, 0o755); err != nil {
		return wrong(fmt.Errorf("--out: %w", err))
	}
	if _, err := q.earlier(); err != nil {
		return wrong(err)
	}
	from, err := q.saved(cmd.ErrOrStderr())
	if err != nil {
		return wrong(err)
	}
	ctx, stop := interruptible(cmd)
	defer stop()
	s, err := q.search(ctx, o, from, cmd.ErrOrStderr())
	switch {
	case s == nil:
		return wrong(err)
	case errors.Is(err, context.Canceled):
		return &ExitError{exitInterrupted, fmt.Errorf("interrupted: what was found until then is in %s; the same command goes on with it", q.out)}
	case err != nil:
		return &ExitError{exitFailed, err}
	}
	r := s.Result()
	if err := q.publish(r); err != nil {
		return &ExitError{exitFailed, err}
	}
	if err := reports.WriteSearch(cmd.OutOrStdout(), r, palette(cmd.OutOrStdout())); err != nil {
		return &ExitError{exitFailed, err}
	}
	if unexcused(r) > 0 {
		return told(exitPartly)
	}
	return nil
}

// unexcused counts the findings that make a search fail.
func unexcused(r *result.Search) (n int) {
	for _, c := range r.Campaigns {
		for _, f := range c.Findings {
			if !f.Excused() {
				n++
			}
		}
	}
	return n
}

// stateFile is where a search is saved.
func (q *quest) stateFile() string { return filepath.Join(q.out, "state.json") }

// saved is the search that the directory holds; nil for none.
func (q *quest) saved(w io.Writer) (*campaign.State, error) {
	b, err := os.ReadFile(q.stateFile())
	switch {
	case errors.Is(err, fs.ErrNotExist) || q.again:
		return nil, nil
	case err != nil:
		return nil, err
	}
	s, err := campaign.Decode(b)
	if err != nil {
		return nil, fmt.Errorf("%s: %w; name another directory with --out, or begin anew with --again", q.stateFile(), err)
	}
	fmt.Fprintf(w, "going on with the search in %s, after %d runs\n", q.out, s.Progress().Runs)
	return s, nil
}

// saveEvery is how much work a search that is killed does again at most, about.
var saveEvery = 2 * time.Second // a test saves more often

// search runs the search, and saves it meanwhile and at its end.
func (q *quest) search(ctx context.Context, o campaign.Options, from *campaign.State, w io.Writer) (*campaign.State, error) {
	last := time.Now()
	o.Save = func(s *campaign.State) error {
		if time.Since(last) < saveEvery {
			return nil
		}
		last = time.Now()
		return q.save(s)
	}
	told, finish := searching(w, q.budget)
	o.Told = told
	s, err := campaign.Run(ctx, o, from)
	finish()
	if errors.Is(err, campaign.ErrOther) {
		return nil, fmt.Errorf("%s: %w; name another directory with --out, or begin anew with --again", q.out, err)
	}
	return s, errors.Join(err, q.save(s))
}

// save writes the state so that, whatever happens meanwhile, the old one or the new one
// is there.
func (q *quest) save(s *campaign.State) error {
	b, err := s.Encode()
	if err != nil {
		return err
	}
	return writeFile(q.stateFile(), func(w io.Writer) error { _, err := w.Write(b); return err })
}

// publish writes the scripts of the findings, and the result beside what other searches
// left in the directory.
func (q *quest) publish(r *result.Search) error {
	if err := os.MkdirAll(filepath.Join(q.out, "findings"), 0o755); err != nil {
		return err
	}
	for _, c := range r.Campaigns {
		for _, f := range c.Findings {
			name := filepath.Join(q.out, "findings", f.Name+".scenario")
			if err := writeFile(name, func(w io.Writer) error { _, err := io.WriteString(w, f.Script); return err }); err != nil {
				return err
			}
		}
	}
	return q.add(func(s *result.Search) { s.Seed, s.Campaigns, s.Obligations = r.Seed, r.Campaigns, r.Obligations })
}
