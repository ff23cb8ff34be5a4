// Package image is the form in which files lie on media.
//
// An image is a list of fragments, one for each stretch between two checkpoints. A
// fragment is a stream of frames, and lies on one or more media: a head, then for
// each file an entry, its blocks and how its reading ended, then a tail that counts
// the frames. A fragment without its tail was never finished and is never
// catalogued. Each frame carries its checksum.
package image
