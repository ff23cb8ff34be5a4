package cli

import (
	"errors"
	"fmt"
	"io"

	"gapless/reports"
	"gapless/scenarios"
	"gapless/scenarios/suite"
	"gapless/sim/sched"
)

// judge runs a setup and holds it against its script.
func judge(r *scenarios.Runner, u *setup, o scenarios.Options) (*reports.Case, *scenarios.Result, error) {
	res, err := r.Judge(u.Setup, o)
	if err != nil {
		return nil, nil, err
	}
	c := reports.Digest(u.name, res, u.judged).From(u.file, u.text)
	if res.Outcome.Ended == sched.Exhausted {
		return nil, nil, &suite.Panic{Value: "the engine goes round in circles: " + res.Outcome.Ended.String() + " after too many steps"}
	}
	return c, res, nil
}

// interrupted ends a command that its user interrupted and that leaves nothing behind.
func interrupted() error {
	return &ExitError{exitInterrupted, errors.New("interrupted: nothing was written")}
}

// failure is the error of a run that did not come to its end, as a command's error: a
// panic is the harness's fault and ends in the command that shows it again, the rest
// is a mistake in the script.
func failure(u *setup, err error, stderr io.Writer) error {
	var p *suite.Panic
	if !errors.As(err, &p) {
		return wrong(err)
	}
	fmt.Fprintf(stderr, "%s", p.Stack)
	return &ExitError{exitFailed, fmt.Errorf("%s on %s: %w\n%s", u.name, u.product(), p, reports.ReplayCommand(u.name, u.product()))}
}
