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

// searchMutants looks for each mutant with the first so many scripts of a seed.
func searchMutants(ctx context.Context, w io.Writer, seed uint64, runs int64) ([]hunted, error) {
	all := mutant.All()
	step, finish := progress(w, "planting", len(all))
	done := suite.Run(ctx, len(all), cores(), func(r *scenarios.Runner, i int) (hunted, error) {
		began := time.Now()
		m, err := mutant.Search(r, all[i], seed, runs)
		return hunted{m, time.Since(began)}, err
	}, func(int, *suite.Done[hunted]) { step() })
	finish()
	var found []hunted
	for i, d := range done {
		switch {
		case !d.Began:
			return found, context.Canceled
		case d.Err != nil:
			return found, fmt.Errorf("%s: %w", all[i].Name, d.Err)
		}
		found = append(found, d.Value)
	}
	return found, nil
}

// runMutants is gapless fuzz --mutants.
func runMutants(cmd *cobra.Command, q *quest) error {
	if err := os.MkdirAll(filepath.Join(q.out, "mutants"), 0o755); err != nil {
		return wrong(fmt.Errorf("--out: %w", err))
	}
	found, err := searchMutants(cmd.Context(), cmd.ErrOrStderr(), q.seed, cmp.Or(q.runs, mutantRuns))
	if err != nil {
		return &ExitError{exitFailed, err}
	}
	var plain []result.Mutant
	missed := 0
	for _, m := range found {
		plain = append(plain, m.Mutant)
		if !m.Found {
			missed++
			continue
		}
		name := filepath.Join(q.out, "mutants", m.Name+ending)
		if err := writeFile(name, func(w io.Writer) error { _, err := io.WriteString(w, m.Script); return err }); err != nil {
			return &ExitError{exitFailed, err}
		}
	}
	if err := q.add(func(s *result.Search) { s.Seed, s.Mutants = q.seed, plain }); err != nil {
		return &ExitError{exitFailed, err}
	}
	if err := writeMutants(cmd.OutOrStdout(), found); err != nil {
		return &ExitError{exitFailed, err}
	}
	if missed > 0 {
		return told(exitPartly)
	}
	return nil
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
	name := filepath.Join(q.out, "result.json")
	var s result.Search
	b, err := os.ReadFile(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return err
	default:
		if err := json.Unmarshal(b, &s); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	put(&s)
	return writeFile(name, func(w io.Writer) error { return reports.Encode(w, &s) })
}
