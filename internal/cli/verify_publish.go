package cli

import (
	"context"
	"errors"
	"fmt"

	"gapless/fuzz/result"
	"gapless/reports"
	"gapless/scenarios"
	"gapless/scenarios/suite"

	"github.com/spf13/cobra"
)

// publish shows and writes what came of all cases and of the search, nil for none, and
// gives the command's error.
func (v *verification) publish(cmd *cobra.Command, all []*setup, done []suite.Done[*reports.Case], s *result.Search) error {
	var cases []*reports.Case
	var wrongs []error
	status := 0
	interrupted := v.search && s == nil
	for i, d := range done {
		var p *suite.Panic
		switch {
		case !d.Began:
			interrupted = true
		case errors.As(d.Err, &p):
			status = exitFailed
			fmt.Fprintln(cmd.ErrOrStderr(), failure(all[i], d.Err, cmd.ErrOrStderr()))
			cases = append(cases, reports.Crashed(all[i].name, all[i].product(), all[i].Script.Covers(), p.Value).From(all[i].file, all[i].text))
		case d.Err != nil:
			wrongs = append(wrongs, d.Err)
		default:
			cases = append(cases, d.Value)
		}
	}
	if err := errors.Join(wrongs...); err != nil {
		return wrong(err)
	}
	book := compile(cases, interrupted)
	if s != nil {
		book.Search, book.Found = s, explain(s)
	}
	switch err := v.write(cmd, book); {
	case err != nil:
		return &ExitError{exitFailed, err}
	case interrupted:
		return &ExitError{exitInterrupted, errors.New("interrupted: what was done until then is in " + v.out)}
	case status != 0:
		return told(status)
	case book.Totals.Failed > 0 || s != nil && v.fails(s):
		return told(exitPartly)
	}
	return nil
}

// write shows a book, and writes its files and the findings' scripts.
func (v *verification) write(cmd *cobra.Command, book *reports.Book) error {
	w := cmd.OutOrStdout()
	if err := book.Table(w, palette(w)); err != nil {
		return err
	}
	if book.Search != nil {
		fmt.Fprintln(w)
		if err := reports.WriteSearch(w, book.Search, palette(w)); err != nil {
			return err
		}
		if err := v.quest.publish(book.Search); err != nil {
			return err
		}
	}
	if err := v.failures(w, book); err != nil {
		return err
	}
	return writeReport(v.out, book)
}

// explain runs the scripts of a search's findings, so that the report can tell why each
// loses. The commands that replay them work in the report's directory.
func explain(s *result.Search) []*reports.Case {
	var all []*result.Finding
	for i := range s.Campaigns {
		for k := range s.Campaigns[i].Findings {
			all = append(all, &s.Campaigns[i].Findings[k])
		}
	}
	cases := make([]*reports.Case, len(all))
	for i, d := range suite.Run(context.Background(), len(all), cores(), func(r *scenarios.Runner, i int) (*reports.Case, error) {
		src, err := parse(findingFile(all[i]), []byte(all[i].Script))
		if err != nil {
			return nil, err
		}
		setups, err := src.setups(overrides{product: all[i].Product})
		if err != nil {
			return nil, err
		}
		c, _, err := judge(r, setups[0], scenarios.Options{})
		if err != nil {
			return nil, err
		}
		return c.Settle(), nil
	}, nil) {
		if cases[i] = d.Value; d.Err != nil {
			cases[i] = reports.Crashed(findingFile(all[i]), all[i].Product, nil, d.Err)
		}
	}
	return cases
}

// findingFile is a finding's script below the report's directory.
func findingFile(f *result.Finding) string { return "findings/" + f.Name + ending }
