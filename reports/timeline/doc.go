// Package timeline draws a run as a picture: what happened when, on which clock, and,
// for a file that was lost, the way from its change to the decision that left it out.
//
//	t := timeline.Of(result)                        // values, which outlive the runner's next run
//	err := t.WriteSVG(w, timeline.Options{})        // the run, with its first loss
//	err = t.WriteSVG(w, timeline.Options{Loss: 3})  // with its fourth
//
// The nouns:
//
//   - Timeline is the run as values, in JSON too, so that a report can be drawn anew
//     from what was saved.
//   - Instant is true time. What hosts' clocks showed is text, since times of different
//     clocks do not belong on one axis; where a cutoff lies on it was reckoned from what
//     the client's clock did.
//   - A scale maps instants to places. It folds time in which nothing happens, and
//     stretches time in which much does, so that 18 hours and 10 milliseconds can both
//     be read; it says so where it did.
//
// A picture is a function of its timeline and options, byte for byte. It carries a
// title and a description for those who do not see it, tells things apart by shape and
// pattern as well as by colour, and takes its ink from the page (currentColor) and its
// colours from CSS variables, see Style.
package timeline
