package cli

import (
	"context"
	"fmt"
	"io"
	"slices"
	"text/tabwriter"

	"gapless/engine/products"
	"gapless/fuzz/envelope"
	"gapless/fuzz/result"
	"gapless/reports"
	"gapless/scenarios"
	"gapless/scenarios/suite"

	"github.com/spf13/cobra"
)

// runEnvelope finds and shows how much a product bears. G2.
func runEnvelope(cmd *cobra.Command, product string, asJSON bool) error {
	if !slices.Contains(products.Names(), product) {
		return wrong(unknownProduct(product))
	}
	all, err := findEnvelopes(cmd.Context(), cmd.ErrOrStderr(), []string{product})
	if err != nil {
		return &ExitError{exitFailed, err}
	}
	e := all[0]
	if asJSON {
		return reports.Encode(cmd.OutOrStdout(), e)
	}
	return writeEnvelope(cmd.OutOrStdout(), e)
}

// findEnvelopes finds the envelopes of products. The error is context.Canceled when they
// are not all found.
func findEnvelopes(ctx context.Context, w io.Writer, names []string) (all []result.Envelope, err error) {
	n := envelope.Axes()
	step, finish := progress(w, "what is borne", n*len(names))
	done := suite.Run(ctx, n*len(names), cores(), func(r *scenarios.Runner, i int) (*result.Axis, error) {
		return envelope.FindAxis(r, names[i/n], i%n)
	}, func(int, *suite.Done[*result.Axis]) { step() })
	finish()
	var axes []*result.Axis
	for i, d := range done {
		switch {
		case !d.Began:
			return nil, context.Canceled
		case d.Err != nil:
			return nil, d.Err
		}
		if axes = append(axes, d.Value); i%n == n-1 {
			all, axes = append(all, envelope.Join(names[i/n], axes)), nil
		}
	}
	return all, nil
}

// writeEnvelope shows an envelope to people.
func writeEnvelope(w io.Writer, e result.Envelope) error {
	fmt.Fprintf(w, "%s, with nothing else out of order:\n\n", e.Product)
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "  \tbears\tloses from\t")
	for _, a := range e.Axes {
		bears, loses := envelope.Amount(a.Unit, a.Bears), "nothing was lost up to that"
		if a.Loses > 0 {
			loses = envelope.Amount(a.Unit, a.Loses)
		}
		fmt.Fprintf(t, "  %s\t%s\t%s\t\n", a.Name, bears, loses)
	}
	if err := t.Flush(); err != nil {
		return err
	}
	fmt.Fprintln(w)
	for _, a := range e.Axes {
		fmt.Fprintf(w, "  %s: %s\n", a.Name, envelope.About(a.Name))
	}
	if len(e.Axes) > 0 && e.Axes[0].Rest > 0 {
		fmt.Fprintf(w, "\n  Even with nothing out of order a change is lost at instants that are %s long together;\n"+
			"  what is borne loses at no more than these.\n", envelope.Amount("ns", e.Axes[0].Rest))
	}
	return nil
}
