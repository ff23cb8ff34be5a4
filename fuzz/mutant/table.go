package mutant

import (
	"slices"

	"gapless/scenarios"
)

// The products that mutants are made of: one whose rules lose nothing inside its
// envelope, its forerunner without cumulative fixes, and one with object repositories.
const (
	fixed   = "netbackup-6.5.3"
	early   = "netbackup-5.1"
	objects = "veeam-12.2"
)

var (
	noOffset   = []scenarios.Override{{Key: "delta-offset", Value: "0s"}}
	changeTime = []scenarios.Override{{Key: "use-ctime", Value: "on"}}
)

// Canary is found by whatever finds anything. It is not among the mutants.
var Canary = Mutant{Name: "canary", Property: 1, Product: fixed}

// All lists the mutants, by the class of failures of real products that they stand for:
//
//	A  a reference taken too late
//	B  a reference that a failed, partial or interrupted run moved
//	C  a duration anchored at another instant, or on another clock
//	D  a clock set between change and scan
//	E  equal instants and granularity
//	F  a change that does not move the stamp
//	G  a change log that was cut, made anew or began again, and nobody noticed
//	H  a mark cleared after a newer change
//	I  a change with an old stamp that comes in after the reference
//	J  on resume, more is passed over than was stored
//	K  what is known of a file is stale
//
// Breaks that break no property are not among them: a rule that is another need not lose
// anything. Of these systems that are
//
//   - windows-by-date: Windows clients select by date by default. That is the method that
//     others have, with the overlap of N7; what it does not see is what this method does not see
//     by design, and inside the envelope it sees all.
//   - wrong-side: the removal job runs on the other side. It has the same requests, lists with the
//     same agent and deletes by the same rules. Which crashes delay it is another matter, and an
//     outage that delays it is none of P8's.
//   - base-by-completion: an incremental builds on the image that was done last. What it loses N18 has
//     the product lose as well.
func All() []Mutant { return all }

var all = slices.Concat(ofReleases, ofRestarts, ofProof)

// ofReleases are those of systems that take images by a cutoff, and of checkpoints in
// object repositories.
var ofReleases = []Mutant{
	{"image-time-at-end", "A", 1, fixed, nil},
	{"delta-since-end", "A", 1, fixed, nil},
	{"image-time-latest", "A", 6, fixed, nil},
	{"cumulative-since-incremental", "A", 6, fixed, nil},
	{"failed-is-base", "B", 1, fixed, nil},
	{"waiting-is-base", "B", 1, fixed, nil},
	{"status-forgotten", "B", 1, fixed, nil},
	{"anchor-turned", "C", 1, fixed, nil},
	{"old-release-anchors-first", "C", 1, early, nil},
	{"send-a-date", "C", 1, fixed, nil},
	{"no-offset", "C", 1, fixed, nil},
	{"no-overlap", "C", 1, fixed, nil},
	{"negative-delta-runs", "D", 1, fixed, nil},
	{"take-later-only", "E", 1, fixed, noOffset},
	{"cutoff-rounded-up", "E", 1, fixed, noOffset},
	{"sure-at-once", "E", 1, objects, nil},
	{"ctime-ignored", "F", 1, fixed, changeTime},
	{"change-time-ignored", "F", 1, objects, nil},
	{"bits-at-once", "H", 1, fixed, nil},
	{"clear-set-again", "H", 1, fixed, nil},
	{"clear-unasked", "H", 1, fixed, nil},
	{"cumulative-clears", "H", 1, fixed, nil},
	{"old-stamp-left-out", "I", 1, fixed, nil},
	{"resume-at-last-file", "J", 1, fixed, nil},
	{"position-first", "J", 1, fixed, nil},
	{"directory-done", "J", 1, fixed, nil},
	{"image-begun-anew", "J", 1, fixed, nil},
	{"second-look-skipped", "K", 3, fixed, nil},
	{"changing-is-sure", "K", 3, objects, nil},

	{"cut-fulls", "", 6, fixed, nil},
	{"chain-by-completion", "", 1, fixed, nil},
	{"first-volume-only", "", 1, fixed, nil},
	{"empty-left-out", "", 1, fixed, nil},
	{"read-error-is-end", "", 3, fixed, nil},
	{"links-unchecked", "", 1, fixed, nil},
	{"batch-tail-lost", "", 5, fixed, nil},
	{"media-unsynced", "", 5, fixed, nil},
	{"span-forgotten", "", 5, fixed, nil},
	{"erase-kept", "", 5, fixed, nil},
	{"active-media-free", "", 5, fixed, nil},
	{"expired-at-once", "", 5, fixed, nil},
	{"names-forgotten", "", 4, fixed, nil},
	{"queue-forgotten", "", 9, fixed, nil},
	{"active-forgotten", "", 9, fixed, nil},
	{"catalog-unsynced", "", 10, fixed, nil},
	{"oldest-entry-wins", "", 6, fixed, nil},
	{"newest-too", "", 8, objects, nil},
	{"unfinished-outdates", "", 8, objects, nil},
	{"no-lock", "", 8, objects, nil},
	{"keep-locks", "", 8, objects, nil},
	{"trust-the-list", "", 8, objects, nil},
	{"poll-once", "", 8, objects, nil},
	{"restart-skips-others", "", 8, objects, nil},
	{"restart-skips-agents", "", 8, objects, nil},
}
