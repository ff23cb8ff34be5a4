// Package scenarios puts an engine into a world and lets a script happen to it.
//
// It is the only place where engine and sim meet: simulated processes become the
// engine's ports here, and everything that happens is written down in a
// model.History, which says nothing about being right.
//
// The nouns:
//
//   - Setup: a script made ready for one product (NewSetup).
//   - Runner: runs setups one after another in the same memory (NewRunner).
//   - Outcome: the history of one run, its hash, and its trace if wanted.
//   - Result: an outcome judged, with the script's expectations (Judge).
//   - Window: the instants at which a change is lost (FindWindows).
//
// Each statement of the language is one file: its form, its documentation and what it
// does to the world.
package scenarios
