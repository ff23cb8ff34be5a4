// Package trace is all that happened in a run, as a text that shows what set off what.
//
//	t := trace.Of(result)                  // values, which outlive the runner's next run
//	err := t.Write(w, trace.Options{})     // for a terminal
//
// A Step is one line of it. A statement of the script, or a wait that is over, stands at
// the margin; what it set off stands below it, deeper the further it is from it: jobs,
// their processes, what these decide. Which step set off which is known from the run's
// own queue of events, and not guessed from instants.
//
// Clocks that differ from true time have a column each.
package trace
