// Package model says what happened in a run and what is right.
//
// A world writes down a History: what every path truly held and when, what the
// engine claimed about its jobs, and what restores gave back. Judge reads a
// History and nothing else, and gives a Verdict against the properties P1 to P10
// of docs/specification.md. The package does no I/O and knows no engine.
//
// The nouns:
//
//   - Version: the type, bytes, link target, mode and modification time that a
//     path held; what backing up a file means is to be able to give one back.
//   - PathHistory: the versions that one path held, by true instants.
//   - Job, Activation, Decision, Fragment: claims of the engine.
//   - Restore: the tree that the engine gave back for one restore point.
//   - Violation: one broken property, with the cause as data.
package model
