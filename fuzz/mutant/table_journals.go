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

// ofRestarts are those of Backup Exec, whose breaks package products lists by rule. Other
// breaks were tried with 4,000 to 9,000 scripts each and not found, and are not among
// them: restart-any-method, method-unnoticed, latest-start-counts, differential-records,
// append-after-failure, protection-from-allocation, protection-part-by-part,
// delete-after-resume and delete-before-verify. Some of these lose nothing by themselves;
// of the others the product without the defect shows the like too often.
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
}

// ofProof are those of Gapless's own profile. Of its breaks base-unlooked and
// append-behind-a-failure were tried with 6,000 scripts each, and not found.
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
	{"delete-at-once", "", 7, proof, nil},
}
