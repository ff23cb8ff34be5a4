// Package house holds no code: its tests are the rules of the house, read off the
// source itself.
//
//   - imports_test.go: an import points down the floors, never up or sideways.
//   - determinism_test.go: nothing below the command line asks the machine for the
//     time, for chance or for another thread, walks a map where order matters, or
//     takes a number out of a time.
//   - shape_test.go: files and functions that fit a screen, packages that say what
//     they are for.
//   - message_test.go: what processes say to each other is plain values.
//
// An exception is a line of a table there, with its reason.
package house
