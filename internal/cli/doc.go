// Package cli is the command line: one file a command, each of which finds its
// scripts, has something else do the work, and writes what came of it.
//
// Results go to the standard output, everything else to the standard error. A command
// ends with 0 when all is as expected, 1 when an expectation or a property failed, 2
// when the call or a script is wrong, 3 when the harness itself failed, and 130 when
// its user interrupted it.
package cli
