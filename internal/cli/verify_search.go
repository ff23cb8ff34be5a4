package cli

import (
	"context"
	"errors"
	"fmt"

	"gapless/fuzz/campaign"
	"gapless/fuzz/result"
	"gapless/reports"

	"github.com/spf13/cobra"
)

// usualRuns is how many random scripts verify runs for each product when nobody says: a
// number and no time, so that the same program gives the same report.
const usualRuns = 500

// thoroughRuns is the same for a thorough one.
const thoroughRuns = 20_000

// searchBriefly runs the campaign that is a part of verify. It gives nil when it was
// interrupted: a part of it would make a report that nobody can have again.
func (q *quest) searchBriefly(ctx context.Context, cmd *cobra.Command, thorough bool) (*result.Search, error) {
	if q.runs == 0 && q.budget == 0 {
		q.runs = usualRuns
		if thorough {
			q.runs = thoroughRuns
		}
	}
	o, err := q.options()
	if err != nil {
		return nil, wrong(err)
	}
	told, finish := searching(cmd.ErrOrStderr(), q.budget)
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

// verify adds a campaign to what verify has done, whose error is given: a failure of the
// machine or an interruption stays what it is. It fails when a finding is not excused,
// and, when it is thorough, when an obligation was never met.
func (q *quest) verify(ctx context.Context, cmd *cobra.Command, thorough bool, before error) error {
	var exit *ExitError
	if errors.As(before, &exit) && exit.Code != exitPartly {
		return before
	}
	r, err := q.searchBriefly(ctx, cmd, thorough)
	if err != nil {
		return err
	}
	if r == nil {
		return &ExitError{exitInterrupted, errors.New("interrupted: the search is left out of what is in " + q.out)}
	}
	fmt.Fprintln(cmd.OutOrStdout())
	if err := reports.WriteSearch(cmd.OutOrStdout(), r, palette(cmd.OutOrStdout())); err != nil {
		return &ExitError{exitFailed, err}
	}
	if err := q.publish(r); err != nil {
		return &ExitError{exitFailed, err}
	}
	ok := unexcused(r) == 0
	for _, x := range r.Obligations {
		ok = ok && (x.Met > 0 || !thorough)
	}
	if before == nil && !ok {
		return told(exitPartly)
	}
	return before
}
