package model

import "gapless/model/clock"

// Property is one of P1 to P10.
type Property uint8

// Properties counts P1 to P10, and the unused 0.
const Properties = 11

func (p Property) String() string {
	return [...]string{"P0", "P1", "P2", "P3", "P4", "P5", "P6", "P7", "P8", "P9", "P10"}[p]
}

// Name is the property in a word.
func (p Property) Name() string {
	return [...]string{"", "capture", "snapshot", "whole files", "said so", "media", "reference",
		"delete after backup", "checkpoints", "progress", "restart"}[p]
}

// Class is how bad a breach of P1 or P2 is.
type Class string

const (
	Loss     Class = "loss"     // content, type or link target missing or stale
	Metadata Class = "metadata" // only mode, mtime or link grouping differ
	Extra    Class = "extra"    // a deleted path came back
)

// Violation is one breach of one property.
type Violation struct {
	Property  Property
	Class     Class // of P1 to P3, P6 and what P5, P7 and P10 lose; empty where no path is concerned
	Path      string
	Expected  *Version // the last version that would have been right; nil without one
	Restored  *Version // Gone when nothing came back; nil where it does not apply
	ChangedAt clock.Time[clock.True]
	Line      int // the script's line that made the expected version
	Point     int // the restore point; 0 where none is concerned
	Job       int // the job that broke it; 0 where none is concerned
	Moment    Moment
	Reported  bool // the job named the path, and its status is not 0
	Why       string
	Cause     *Cause
}

// Silent reports whether the violation is a loss that nobody was told of.
func (v *Violation) Silent() bool { return !v.Reported && v.Class == Loss && v.Property <= 4 }

// Matters reports whether the violation makes a run fail unless it was expected: a
// silent loss, or a breach of P2, P3 or P5 to P10 that nobody was told of.
func (v *Violation) Matters() bool {
	return v.Silent() || !v.Reported && v.Property != 1 && v.Property != 4
}

// Cause is the decision that left the file out, as data.
type Cause struct {
	Decision   Decision
	Job        *Job
	Activation *Activation // of the decision; nil for none
	First      *Activation // the job's first; nil for none
	Short      clock.Duration
}

// PathState is what became of a path at one restore point or over all of them.
type PathState uint8

const (
	NotCovered PathState = iota
	Captured
	Altered  // only metadata is wrong, or a deleted path is back, and the method detects that
	Reported // lost, but named
	Lost     // and not named
)

func (s PathState) String() string {
	return [...]string{"not covered", "captured", "altered", "reported", "lost"}[s]
}

// Point is the verdict on one restore point.
type Point struct {
	N        int
	Job      int
	At       clock.Time[clock.True]
	Lost     []string // sorted
	Reported []string // sorted
	Altered  []string // sorted; see the state of that name
	Left     []string // sorted: what a working set neither promised nor gave back
	Covered  int      // paths judged
	Metadata int      // counted, whether or not the method detects them
	Extra    int
}

// Verdict is what the specification says of a history.
type Verdict struct {
	Violations []Violation // by restore point, property and path
	Points     []Point
	Exercised  [Properties]bool // a property without a subject was never exercised
	Broken     [Properties]int  // violations of each, reported ones too; of P4, the silent losses
	Duplicates int              // files taken again though the last restore point had them
	Leaks      int              // outdated checkpoints that stayed, P8

	history *History // what State asks; it must not be recycled while State is in use
}
