// Package scenariotest runs scripts for the tests of packages that look at runs: those of
// the library by their names, and others as text.
//
//	text := scenariotest.Library(t, "netbackup/worked-example")
//	scenariotest.Judge(t, "example", text, "netbackup-6.5.2A", scenarios.Options{}, nil,
//		func(u *scenarios.Setup, r *scenarios.Result) { … })
//
// A mistake in a script, or a run that breaks, ends the test.
package scenariotest
