package cli

import (
	"context"
	"errors"
	"slices"

	"gapless/fuzz/campaign"
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
	told, finish := searching(cmd.ErrOrStderr(), v.budget)
	o.Told = told
	s, err := campaign.Run(ctx, o, nil)
	finish()
	switch {
	case errors.Is(err, context.Canceled):
		return nil, nil
	case err != nil:
		return nil, &ExitError{exitFailed, err}
	}
	return s.Result(), nil
}

// fails reports whether a search makes verify fail: a finding is not excused, or, when it
// is thorough, an obligation was never met.
func (v *verification) fails(s *result.Search) bool {
	return unexcused(s) > 0 || v.thorough && slices.ContainsFunc(s.Obligations, func(o result.Obligation) bool { return o.Met == 0 })
}
