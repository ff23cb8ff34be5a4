// Package selection decides which files an incremental takes.
//
// A Method is a value; products choose one and give it what it compares with. It
// sees one file at a time, as it is when its turn comes, and says why it took it or
// left it out.
package selection
