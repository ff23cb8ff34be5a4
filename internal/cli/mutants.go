package cli

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"text/tabwriter"
	"time"

	"gapless/fuzz/mutant"
	"gapless/fuzz/result"
	"gapless/reports"
	"gapless/scenarios"
	"gapless/scenarios/suite"

	"github.com/spf13/cobra"
)

// mutantRuns is how many scripts are tried for each mutant when the call does not say.
const mutantRuns = 20_000

// hunted is a mutant and how long it took, which no file says.
type hunted struct {
	result.Mutant
	took time.Duration
}

// searchMutants looks for each mutant with the first so many scripts of a seed. When it
// is interrupted it gives those that it is through with, and context.Canceled.
func searchMutants(ctx context.Context, w io.Writer, seed uint64, runs int64) ([]hunted, error) {
	all := mutant.All()
	step, finish := progress(w, "planting", len(all))
	done := suite.Run(ctx, len(all), cores(), func(r *scenarios.Runner, i int) (hunted, error) {
		began := time.Now()
		m, err := mutant.Search(ctx, r, all[i], seed, runs)
		return hunted{m, time.Since(began)}, err
	}, func(int, *suite.Done[hunted]) { step() })
	finish()
	var found []hunted
	for i, d := range done {
		switch {
		case !d.Began || errors.Is(d.Err, context.Canceled):
			continue
		case d.Err != nil:
			return found, fmt.Errorf("%s: %w", all[i].Name, d.Err)
		}
		found = append(found, d.Value)
	}
	return found, ctx.Err()
}

// runMutants is gapless fuzz --mutants.
func runMutants(cmd *cobra.Command, q *quest) error {
	if err := os.MkdirAll(filepath.Join(q.out, "mutants"), 0o755); err != nil {
		return wrong(fmt.Errorf("--out: %w", err))
	}
	if _, err := q.earlier(); err != nil {
		return wrong(err)
	}
	ctx, stop := interruptible(cmd)
	defer stop()
	found, broken := searchMutants(ctx, cmd.ErrOrStderr(), q.seed, cmp.Or(q.runs, mutantRuns))
	if broken != nil && !errors.Is(broken, context.Canceled) {
		return &ExitError{exitFailed, broken}
	}
	missed, err := q.keepMutants(found)
	if err == nil {
		err = writeMutants(cmd.OutOrStdout(), found)
	}
	switch {
	case err != nil:
		return &ExitError{exitFailed, err}
	case broken != nil:
		return q.stopped(len(found), "planted defects")
	case missed > 0:
		return told(exitPartly)
	}
	return nil
}

// keepMutants writes what came of mutants, each in the place of what an earlier search
// had of it, and counts those that were not found.
func (q *quest) keepMutants(found []hunted) (missed int, err error) {
	for _, m := range found {
		if !m.Found {
			missed++
			continue
		}
		name := filepath.Join(q.out, "mutants", m.Name+ending)
		if err := writeFile(name, func(w io.Writer) error { _, err := io.WriteString(w, m.Script); return err }); err != nil {
			return missed, err
		}
	}
	return missed, q.add(func(s *result.Search) {
		s.Seed = q.seed
		for _, m := range found {
			s.Mutants = placed(s.Mutants, m.Mutant, func(o result.Mutant) bool { return o.Name == m.Name && o.Product == m.Product })
		}
	})
}

// placed is a list with x in the place of the one that is the same, or at the end.
func placed[T any](list []T, x T, same func(T) bool) []T {
	if i := slices.IndexFunc(list, same); i >= 0 {
		list[i] = x
		return list
	}
	return append(list, x)
}

// interruptible is the context of a command that somebody may interrupt; a second
// interruption ends the program at once.
func interruptible(cmd *cobra.Command) (context.Context, context.CancelFunc) {
	ctx, stop := signal.NotifyContext(cmd.Context(), os.Interrupt)
	context.AfterFunc(ctx, stop)
	return ctx, stop
}

// stopped says that a search was interrupted, and what there is of it.
func (q *quest) stopped(n int, what string) error {
	return &ExitError{exitInterrupted, fmt.Errorf("interrupted: what came of %d %s is in %s", n, what, filepath.Join(q.out, "result.json"))}
}

// writeMutants shows what each mutant took.
func writeMutants(w io.Writer, all []hunted) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "mutant\tclass\tbreaks\tproduct\truns\ttime\twhat it does")
	var runs []int64
	for _, m := range all {
		took, class := "not found", m.Class
		if m.Found {
			took = m.took.Round(time.Millisecond).String()
			runs = append(runs, m.Runs)
		}
		if class == "" {
			class = "-"
		}
		fmt.Fprintf(t, "%s\t%s\t%s\t%s\t%d\t%s\t%s\n", m.Name, class, m.Property, m.Product, m.Runs, took, m.About)
	}
	if err := t.Flush(); err != nil {
		return err
	}
	slices.Sort(runs)
	text := fmt.Sprintf("\n%d of %d found", len(runs), len(all))
	if n := len(runs); n > 0 {
		text += fmt.Sprintf(", in %d runs in the median and %d at most", runs[n/2], runs[n-1])
	}
	_, err := fmt.Fprintln(w, text)
	return err
}

// add puts a part of a search into the directory's result.json, beside what is there.
func (q *quest) add(put func(s *result.Search)) error {
	s, err := q.earlier()
	if err != nil {
		return err
	}
	put(&s)
	return writeFile(q.resultFile(), func(w io.Writer) error { return reports.Encode(w, &s) })
}

func (q *quest) resultFile() string { return filepath.Join(q.out, "result.json") }

// earlier is what the directory's result.json holds.
func (q *quest) earlier() (s result.Search, err error) {
	b, err := os.ReadFile(q.resultFile())
	if errors.Is(err, fs.ErrNotExist) {
		return s, nil
	}
	if err == nil {
		err = json.Unmarshal(b, &s)
	}
	if err != nil {
		err = fmt.Errorf("%s: %w; name another directory with --out, or remove the file", q.resultFile(), err)
	}
	return s, err
}
