package mutant

import "gapless/scenarios"

// The products that know change journals, snapshots, restarts by themselves and
// deletion after a backup.
const (
	restarts = "backupexec-2012"
	proof    = "gapless"
)

var (
	bitStays    = []scenarios.Override{{Key: "bit-set-again", Value: "stays"}}
	orEqual     = []scenarios.Override{{Key: "time-comparison", Value: "at-or-later"}} // without it a change at the very instant is lost
	changesOnly = []scenarios.Override{{Key: "failed-incremental", Value: "changes"}}
)

// ofRestarts are those of Backup Exec, whose breaks package products lists by rule. Not among
// them are breaks of rules that only take care, and that break no property in this engine:
//
//   - append-after-failure: the catalogue knows each stretch of a medium that has a part of an
//     image, and a medium appends behind what a failed append left. So what was torn is a gap
//     that no restore reads.
//   - delete-after-resume: a client process deletes what it has read itself, after a look that it
//     is as it was read, and when the whole image was read back. What the processes before it
//     read stays where it is.
//   - latest-start-counts: any job that is a base has, with those that it builds on, all that
//     there was at its own start, and the reference that is compared with is that start. So no
//     choice among such jobs loses anything; only more or less is taken again.
//   - differential-records: in the same way the image of a differential and its full have all that
//     there was at the differential's start, and an incremental builds on both.
var ofRestarts = []Mutant{
	{"record-the-end", "A", 1, restarts, orEqual},
	{"record-latest-start", "A", 1, restarts, orEqual},
	{"position-at-snapshot", "A", 2, restarts, nil},
	{"failed-records", "B", 1, restarts, orEqual},
	{"failed-full-forgotten", "B", 1, restarts, orEqual},
	{"record-masters-time", "C", 1, restarts, orEqual},
	{"no-journal", "F", 1, restarts, nil},
	{"no-journal-no-change", "F", 1, restarts, orEqual},
	{"journal-from-start", "G", 1, restarts, nil},
	{"journal-of-any-identity", "G", 1, restarts, nil},
	{"new-journal-believed", "G", 1, restarts, nil},
	{"clear-unlooked", "H", 1, restarts, bitStays},
	{"clear-per-file", "H", 1, restarts, changesOnly},
	{"differential-clears", "H", 6, restarts, nil},
	{"bit-and-time", "H", 1, restarts, nil},
	{"restart-at-last-file", "J", 1, restarts, nil},
	{"gone-unnoticed", "K", 1, restarts, nil},
	{"protection-none", "", 5, restarts, nil},
	{"single-reference", "", 1, restarts, orEqual},
	{"delete-unlooked", "", 7, restarts, nil},
	{"delete-before-verify", "", 7, restarts, nil},
	{"method-unnoticed", "", 1, restarts, nil},
	{"restart-any-method", "J", 1, restarts, nil},
	{"protection-from-allocation", "", 5, restarts, nil},
	{"protection-part-by-part", "", 5, restarts, nil},
}

// ofProof are those of Gapless's own profile. Not among them is append-behind-a-failure, which
// breaks no property for the reason that append-after-failure has.
var ofProof = []Mutant{
	{"reference-of-failed-jobs", "B", 1, proof, nil},
	{"unproven-forgotten", "B", 1, proof, nil},
	{"uptime-not-compared", "D", 1, proof, nil},
	{"restart-unnoticed", "D", 1, proof, nil},
	{"uptime-compared-early", "D", 1, proof, nil},
	{"equal-stamps-are-proof", "E", 1, proof, nil},
	{"any-journal", "G", 1, proof, nil},
	{"trimmed-journal", "G", 1, proof, nil},
	{"position-instead-of-proof", "J", 1, proof, nil},
	{"read-once", "K", 3, proof, nil},
	{"listed-once", "K", 1, proof, nil},
	{"no-tombstones", "K", 6, proof, nil},
	{"nothing-kept", "", 5, proof, nil},
	{"base-unlooked", "", 5, proof, nil},
	{"delete-at-once", "", 7, proof, nil},
}
