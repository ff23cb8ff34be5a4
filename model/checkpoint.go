package model

import "gapless/model/clock"

// Backup is what one policy keeps of its client in an object repository.
type Backup struct {
	Policy  string
	Remover string        // the host on which the removal job of this backup runs, V7
	Restart RestartFilter // what a restart of the removal job does to it
}

// RestartFilter says what a removal job that starts does to a backup. V5, V6.
type RestartFilter uint8

const (
	RestartSkips    RestartFilter = iota // nothing
	RestartCompares                      // works on it unless nothing was created since the last pass
	RestartWorks                         // works on it
)

// Checkpoint is a state of a chain of backups in object storage. What it consists of
// the engine has said; what became of that is the truth.
type Checkpoint struct {
	Backup   int // index into the history's backups
	N        int // counts the checkpoints of the backup from 1 in the order in which they were begun
	Job      int // that writes it
	Began    clock.Time[clock.True]
	Finished clock.Time[clock.True] // zero while it is not complete
	// HeldUntil is until when the repository's immutability promises to keep it; zero
	// without.
	HeldUntil clock.Time[clock.True]
	// LockedUntil is when the last lock ends that the repository has on it; zero
	// without.
	LockedUntil clock.Time[clock.True]
	Broken      clock.Time[clock.True] // when the first object that it needs went; zero while all are there
	Removed     clock.Time[clock.True] // when it was gone itself
	Foreign     bool                   // it was not the engine that broke it
}

// RemovalRequest is a job's request to the removal service. V1.
type RemovalRequest struct {
	Backup int // index into the history's backups
	Sent   clock.Time[clock.True]
	Lost   bool // the world lost it on its way
}

// RemovalStart is the start of a removal job.
type RemovalStart struct {
	At   clock.Time[clock.True]
	Host string
}

// RemovalPass is what the engine says of one pass of the removal job over a backup.
type RemovalPass struct {
	Backup  int                    // index into the history's backups
	Began   clock.Time[clock.True] // true instants, as the world knows them
	Ended   clock.Time[clock.True]
	Remover string   // the host on which the removal job ran, V7
	Agent   string   // the host on which the agent ran, V3; empty when none started
	Newest  int      // the newest complete checkpoint that it saw; 0 for none
	Errors  []string // what went wrong; the mail names it, V8
}

// Outage is a time in which the removal of checkpoints could not do its work, for a
// reason outside of it: a stopped service, a host or network that is down.
type Outage struct {
	From clock.Time[clock.True]
	To   clock.Time[clock.True] // zero while it lasts
}
