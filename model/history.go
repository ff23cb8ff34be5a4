package model

import "gapless/model/clock"

// History is one run: what was true, what the engine claimed, what it gave back.
type History struct {
	Product     string
	Day1        clock.Time[clock.True] // 00:00 of day 1
	End         clock.Time[clock.True]
	Policies    []Policy
	Paths       []PathHistory // sorted by path
	Reads       []Read        // by people, in the order in which they happened
	Jobs        []Job         // by number
	Decisions   []Decision    // in the order in which they were made
	Fragments   []Fragment    // in the order in which they were catalogued
	Overwrites  []Overwrite   // in the order in which they happened
	Destroyed   []Destroyed   // media, in the order in which they went
	Deletions   []Deletion    // by the engine, in the order in which they happened
	Crashes     []Crash       // in the order in which they happened
	Restores    []Restore     // in the order in which they were asked for
	Continued   []Continued   // jobs that probes went on with
	Mails       []string      // whole messages, in the order sent
	Assumptions []clock.Assumption

	// Checkpoints in object storage, P8. All lists are in the order in which things
	// happened, but for the backups.
	Backups       []Backup
	Checkpoints   []Checkpoint
	Requests      []RemovalRequest
	RemovalStarts []RemovalStart
	Passes        []RemovalPass
	Outages       []Outage
	PollEvery     clock.Duration // how long a request waits at most, V2
}

// Read is somebody's reading of a file. What the engine reads is none.
type Read struct {
	At   clock.Time[clock.True]
	File uint64 // as versions have it
}

// JobKind is what a job was asked to do.
type JobKind string

const (
	Full        JobKind = "full"
	Incremental JobKind = "incremental" // since the last full or incremental
	Cumulative  JobKind = "cumulative"  // since the last full
	Copy        JobKind = "copy"        // everything, and nobody's base
	WorkingSet  JobKind = "working-set" // what was accessed of late, and nobody's base
	Verify      JobKind = "verify"
	Check       JobKind = "check-database"
	Recovery    JobKind = "restore"
)

// Backup reports whether a job of this kind makes an image.
func (k JobKind) Backup() bool {
	return k.Whole() || k == Incremental || k == Cumulative || k == WorkingSet
}

// Whole reports whether a job of this kind takes everything.
func (k JobKind) Whole() bool { return k == Full || k == Copy }

// JobState is a job's place in its life. N15.
type JobState string

const (
	Queued     JobState = "queued"
	Active     JobState = "active"
	Requeued   JobState = "requeued"
	Done       JobState = "done"
	Suspended  JobState = "suspended"
	Incomplete JobState = "incomplete"
	OnHold     JobState = "on-hold"
)

// Job is what the engine said of one job.
type Job struct {
	Number      int
	Policy      string
	Client      string   // the client host that it backs up
	Roots       []string // the policy's volumes on that client; not the engine's word
	Kind        JobKind
	Method      string // how it chose files
	Submitted   clock.Time[clock.True]
	Ended       clock.Time[clock.True] // zero while it has not
	State       JobState
	Status      int      // the product's status code; 0 success, 1 partial success
	Named       []string // paths that it named as not, or not safely, backed up; with / at the end all below
	Taken       int      // files that are in its image
	Base        int      // the job whose image it builds on; 0 for none
	Activations []Activation
	Resumed     bool // it went on from a checkpoint, C1
	Probe       bool // the harness's own last incremental, P6
}

// Succeeded reports whether the job made a restore point.
func (j *Job) Succeeded() bool { return j.State == Done && j.Kind.Backup() && j.Status <= 1 }

// Activation is one stretch in which a job was active: its start or a resume. The
// references are zero where the product has no such thing. N1, N3, N9, N18.
type Activation struct {
	At     clock.Time[clock.True]
	Active clock.Time[clock.Master] // the master's clock when delta was computed
	Base   clock.Time[clock.Master] // the base's backup time
	Offset clock.Duration
	Delta  clock.Duration
	Start  clock.Time[clock.Client] // the client's clock when its process started
	Cutoff clock.Time[clock.Client]
	Began  clock.Time[clock.True] // the true instant of Start

	Snapshot clock.Time[clock.True] // of the snapshot that it read; zero when it read the live volume, P2
}

// Reason is why an engine took a file or left it out.
type Reason string

const (
	ByEverything Reason = "everything is taken"
	ByTime       Reason = "time comparison"
	ByChangeTime Reason = "change time comparison"
	ByArchiveBit Reason = "archive bit"
	ByPosition   Reason = "done before the checkpoint"
	ByListing    Reason = "comparison with the catalogue"
	ByJournal    Reason = "change journal"
	ByProof      Reason = "proof that nothing changed"
	ByAccess     Reason = "access time comparison"
	ByReadError  Reason = "read error"
	ByChanging   Reason = "changed while being read"
)

// Decision is one engine's choice about one file in one activation of a job.
type Decision struct {
	Job        int
	Activation int // index into the job's activations
	Path       string
	At         clock.Time[clock.True]
	Taken      bool
	Reason     Reason
	Rule       string                   // the rule that decided, such as N1
	Stamp      clock.Time[clock.Client] // the file's time, where one was compared
	Cutoff     clock.Time[clock.Client] // what it was compared with
}

// Fragment is a stretch of a medium that the engine catalogued as part of an image.
type Fragment struct {
	Job            int
	Medium         string
	Off, Len       int64                  // bytes
	Written        clock.Time[clock.True] // when the last byte of it was appended; zero where nobody knows
	Catalogued     clock.Time[clock.True]
	ProtectedUntil clock.Time[clock.True] // zero: without limit
	OnMedium       bool                   // the medium held all of it, synced, when it was catalogued
	Read           int                    // how many of the run's decisions had been made when its last byte was appended
	After          int                    // and when it was catalogued
}

// Overwrite is the loss of a stretch of a medium: written over, erased or torn off.
type Overwrite struct {
	At       clock.Time[clock.True]
	Medium   string
	Off, Len int64
	Engine   bool // by the engine; otherwise by the world
}

// Destroyed is a medium that is gone from an instant on, with all that was on it.
type Destroyed struct {
	At     clock.Time[clock.True]
	Medium string
}

// Deletion is a source file that the engine deleted. P7.
type Deletion struct {
	Looked  clock.Time[clock.True] // when the engine said that it had looked at it for the last time
	At      clock.Time[clock.True]
	Job     int
	Path    string
	Version *Version
}

// Continued is what a probe's copy of the world made of a job of the run itself, one that
// waited or was interrupted: it went on before the probe did. Nothing is judged by it, but a
// loss that the probe shows may come from there.
type Continued struct {
	Policy    string // whose probe it was
	Job       Job
	Decisions []Decision
}

// Crash is a host that stopped at an instant.
type Crash struct {
	At   clock.Time[clock.True]
	Host string
	Back clock.Time[clock.True] // when it was started again; zero when it was down to the end
}

// Moment is when a restore was asked for.
type Moment uint8

const (
	AtEnd     Moment = iota // when the restore point's job ended
	AtHorizon               // at the end of the run
	ByProbe                 // after the harness's own last incremental, P6
)

// Restore is what the engine gave back when it was asked for a restore point.
type Restore struct {
	Point   int // N; for ByProbe the last restore point of the policy and client
	Job     int // the job that made the restore point
	Moment  Moment
	At      clock.Time[clock.True]
	Failure string  // why nothing, or not all, was given back
	Spans   bool    // labelled as not a single point in time, P2
	Tree    []Given // sorted by path; only what lies in the job's roots
}

// Given is one path of a restored tree.
type Given struct {
	Path    string
	Version Version
}
