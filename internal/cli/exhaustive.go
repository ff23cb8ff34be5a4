package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"gapless/engine/products"
	"gapless/fuzz/exhaustive"
	"gapless/fuzz/result"
	"gapless/scenarios"
	"gapless/scenarios/suite"

	"github.com/spf13/cobra"
)

// mostDisturbances bounds --exhaustive: three are some 20,000 stories.
const mostDisturbances = 3

// searchExhaustive goes through every script of a product up to a bound.
func searchExhaustive(ctx context.Context, w io.Writer, product string, b exhaustive.Bound) (out result.Exhaustive, err error) {
	stories, refused, err := exhaustive.Stories(product, b)
	if err != nil {
		return out, err
	}
	step, finish := progress(w, product, len(stories))
	done := suite.Run(ctx, len(stories), cores(), func(r *scenarios.Runner, i int) (exhaustive.Found, error) {
		return exhaustive.Run(r, stories[i])
	}, func(int, *suite.Done[exhaustive.Found]) { step() })
	finish()
	var all []exhaustive.Found
	for i, d := range done {
		switch {
		case !d.Began:
			return out, context.Canceled
		case d.Err != nil:
			return out, fmt.Errorf("%v: %w", stories[i], d.Err)
		}
		all = append(all, d.Value)
	}
	r := scenarios.NewRunner()
	defer r.Close()
	return exhaustive.Join(r, product, b, refused, all)
}

// runExhaustive is gapless fuzz --exhaustive.
func runExhaustive(cmd *cobra.Command, q *quest) error {
	b := exhaustive.Bound{Disturbances: q.disturbances}
	if b.Disturbances < 0 || b.Disturbances > mostDisturbances {
		return wrong(fmt.Errorf("--exhaustive %d: expected a number from 0 to %d", b.Disturbances, mostDisturbances))
	}
	if err := os.MkdirAll(q.out, 0o755); err != nil {
		return wrong(fmt.Errorf("--out: %w", err))
	}
	if _, err := q.earlier(); err != nil {
		return wrong(err)
	}
	ctx, stop := interruptible(cmd)
	defer stop()
	names := q.products
	if len(names) == 0 {
		names = products.Names()
	}
	for n, name := range names {
		if _, ok := products.Find(name); !ok {
			return wrong(unknownProduct(name))
		}
		began := time.Now()
		e, err := searchExhaustive(ctx, cmd.ErrOrStderr(), name, b)
		if errors.Is(err, context.Canceled) {
			return q.stopped(n, "products")
		}
		if err != nil {
			return &ExitError{exitFailed, err}
		}
		rate := float64(e.Explored) / time.Since(began).Seconds()
		fmt.Fprintf(cmd.ErrOrStderr(), "%.0f scripts a second on %d cores\n", rate, cores())
		if err := writeExhaustive(cmd.OutOrStdout(), e); err != nil {
			return &ExitError{exitFailed, err}
		}
		err = q.add(func(s *result.Search) {
			s.Exhaustive = placed(s.Exhaustive, e, func(o result.Exhaustive) bool { return o.Product == e.Product })
		})
		if err != nil {
			return &ExitError{exitFailed, err}
		}
	}
	return nil
}

// writeExhaustive shows what a search came to.
func writeExhaustive(w io.Writer, e result.Exhaustive) error {
	text := fmt.Sprintf("%s: every script of %s.\n  %d explored, %d pruned, %d lose.\n", e.Product, e.Bound, e.Explored, e.Pruned, e.Losing)
	for _, k := range e.Known {
		inside := "no script inside the bound shows it"
		if k.Inside {
			inside = "lies inside the bound"
		}
		text += fmt.Sprintf("  %s %s\n", k.Rule, inside)
	}
	_, err := fmt.Fprintln(w, text)
	return err
}
