// Package exhaustive runs every script up to a stated bound.
//
// The bound is small, so that all of it can be gone through, and made of what matters:
//
//   - A Story is two jobs, a full and one more, and at most so many disturbances between
//     them, out of a table: a late start, a suspend with its resume, a clock that is set,
//     a crash, a failure.
//   - A lane is one file with at most two changes of it, out of the verbs that change
//     files. Their instants are not all instants, but one of each kind: scenarios'
//     search for windows says at which instants a decision about the change would go
//     another way, and between two of these every instant is like every other.
//
// A script of the bound is one story with one lane. Files that nothing but their own
// statements touch do not know of each other, so a story is run with many lanes at once,
// each on files of its own, and each is judged by itself. That is what makes 50,000
// scripts a second possible; a test runs lanes alone and compares.
//
// Symmetry is removed: of disturbances only one order, of two changes at one instant only
// what differs, of instants at which nothing can be lost any more only the first. What is
// left out so is counted as pruned.
package exhaustive
