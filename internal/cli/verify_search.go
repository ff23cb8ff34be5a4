package cli

import (
	"context"
	"errors"
	"io"
	"slices"

	"gapless/fuzz/campaign"
	"gapless/fuzz/exhaustive"
	"gapless/fuzz/result"

	"github.com/spf13/cobra"
)

// usualRuns is how many random scripts verify runs for each product when nobody says: a
// number and no time, so that the same program gives the same report.
const usualRuns = 500

// thoroughRuns is the same for a thorough one.
const thoroughRuns = 20_000

// searchBriefly runs the campaign that is a part of verify. It gives nil when it was
// interrupted: a part of it would make a report that nobody can have again.
func (v *verification) searchBriefly(ctx context.Context, cmd *cobra.Command) (*result.Search, error) {
	if v.runs == 0 && v.budget == 0 {
		v.runs = usualRuns
		if v.thorough {
			v.runs = thoroughRuns
		}
	}
	o, err := v.options()
	if err != nil {
		return nil, wrong(err)
	}
	stderr := cmd.ErrOrStderr()
	told, finish := searching(stderr, v.budget)
	o.Told = told
	s, err := campaign.Run(ctx, o, nil)
	finish()
	var r *result.Search
	if err == nil {
		r = s.Result()
		r.Envelopes, err = findEnvelopes(ctx, stderr, o.Products)
	}
	if err == nil && v.thorough {
		err = v.thoroughly(ctx, stderr, o.Products, r)
	}
	switch {
	case errors.Is(err, context.Canceled):
		return nil, nil
	case err != nil:
		return nil, &ExitError{exitFailed, err}
	}
	return r, nil
}

// thoroughly adds the searches that take minutes: planted defects, and every script up
// to a bound.
func (v *verification) thoroughly(ctx context.Context, w io.Writer, names []string, r *result.Search) error {
	found, err := searchMutants(ctx, w, v.seed, mutantRuns)
	for _, m := range found {
		r.Mutants = append(r.Mutants, m.Mutant)
	}
	for i := 0; i < len(names) && err == nil; i++ {
		var e result.Exhaustive
		if e, err = searchExhaustive(ctx, w, names[i], exhaustive.Bound{Disturbances: 1}); err == nil {
			r.Exhaustive = append(r.Exhaustive, e)
		}
	}
	return err
}

// fails reports whether a search makes verify fail: a finding is not excused, or, when it
// is thorough, an obligation was never met, or a planted defect never found.
func (v *verification) fails(s *result.Search) bool {
	return unexcused(s) > 0 || v.thorough &&
		(slices.ContainsFunc(s.Obligations, func(o result.Obligation) bool { return o.Met == 0 }) ||
			slices.ContainsFunc(s.Mutants, func(m result.Mutant) bool { return !m.Found }))
}
