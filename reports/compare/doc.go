// Package compare says what changed between two reports: for the gate of a release.
//
//	d := compare.Books(old, new)
//	if len(d.Worse) > 0 { … }
//
// Cases are the same when script and product are, findings when product, property,
// class and cause are. What two reports both say is not told. Something is worse when a
// user could lose by it: a case that is not as expected any more, a loss or a broken
// property that was none, an instant at which a change is now lost, a boundary that came
// nearer, a planted defect that is not found any more. What merely was not looked at
// before, or is not looked at any more, has its own lists.
package compare
