// Package backup is the client process (bpbkar): it walks a job's volumes, chooses
// files, reads them and sends them to the writer, with a checkpoint at file
// boundaries, and clears archive bits, or deletes files, once the image is acknowledged.
//
// Before it reads anything it notes what the next job will be compared with, its
// clock and the positions of the volumes' change journals, and only then has the volumes
// frozen (start.go). Incrementals whose base left such a mark go by the journal
// (journal.go, changed.go), and fall back to comparing when it cannot be followed.
// Methods that compare with a listing write one themselves (listing.go), and a job that
// is to prove something lists a living tree until it rests (again.go).
package backup
