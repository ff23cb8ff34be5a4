// Package rulebook is the numbered rules of docs/rules.md as values.
//
// A rule is one line of that file, below the heading of its group:
//
//	## V: Veeam, "Background Checkpoint Removal Job"
//	- **V2** The removal job runs all the time, …
//
// The letter of a rule's ID is its group's. All gives the rules in document order,
// which is the order in which `gapless rules` and the reports list them.
package rulebook
