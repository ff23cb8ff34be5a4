package timeline

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"gapless/model/clock"
	"gapless/scenarios/script"
)

// Instant is true time, in nanoseconds since 00:00 of day 1. Its text is that of
// scripts: [day N] HH:MM:SS[.fraction].
type Instant int64

func (i Instant) String() string { return clock.Of(time.Duration(i)).Instant() }

// MarshalText writes the instant as scripts do.
func (i Instant) MarshalText() ([]byte, error) { return []byte(i.String()), nil }

// UnmarshalText reads what MarshalText wrote, days before the first one too.
func (i *Instant) UnmarshalText(b []byte) error {
	text, day := string(b), 1
	if rest, ok := strings.CutPrefix(text, "day "); ok {
		number, of, _ := strings.Cut(rest, " ")
		n, err := strconv.Atoi(number)
		if err != nil || n > 1<<20 || n < -1<<20 {
			return fmt.Errorf("%q is no instant: expected [day N] HH:MM:SS[.fraction]", text)
		}
		text, day = of, n
	}
	d, err := script.ParseInstant(text)
	if err != nil {
		return err
	}
	*i = Instant(d + time.Duration(day-1)*script.Day)
	return nil
}

// Timeline is one run as values. Lists are in order of time but where they say so.
type Timeline struct {
	Script  string   `json:"script"`
	Product string   `json:"product"`
	From    Instant  `json:"from"`
	To      Instant  `json:"to"`
	Clocks  []Clock  `json:"clocks,omitempty"` // those that differ from true time, by host
	Acts    []Act    `json:"acts,omitempty"`   // what the script did but for changes of files
	Paths   []Path   `json:"paths,omitempty"`  // that changed, or were lost; lost ones first
	Jobs    []Job    `json:"jobs,omitempty"`   // by number, without probes
	Windows []Window `json:"windows,omitempty"`
	Losses  []Loss   `json:"losses,omitempty"` // in the verdict's order
	Removal *Removal `json:"removal,omitempty"`
	Outages []Span   `json:"outages,omitempty"`

	MorePaths  int `json:"morePaths,omitempty"`  // that changed and are not listed
	MoreLosses int `json:"moreLosses,omitempty"` // that are not listed
}

// Clock is a host's clock and what it showed at the instants of its jobs and steps.
type Clock struct {
	Host     string    `json:"host"`
	Readings []Reading `json:"readings"`
}

// Reading is what a clock showed.
type Reading struct {
	At    Instant `json:"at"`
	Shows string  `json:"shows"`          // as scripts write instants, counted from 00:00 of day 1 on this clock
	Ahead string  `json:"ahead"`          // of true time, such as 3s or -1h
	Step  bool    `json:"step,omitempty"` // the clock was set, or given another rate, at this instant
}

// Act is a statement of the script that acted, or a host's crash (with line 0).
type Act struct {
	At   Instant `json:"at"`
	Line int     `json:"line"`
	Text string  `json:"text"` // without its instant
}

// Path is what happened to one path.
type Path struct {
	Path    string   `json:"path"`
	Changes []Change `json:"changes"`
}

// Change is a new version of a path.
type Change struct {
	At   Instant `json:"at"`
	Line int     `json:"line"` // of the script; 0 for none
	What string  `json:"what"` // the statement's first word, such as write
	Gone bool    `json:"gone,omitempty"`
}

// Span is a stretch of true time; To is nil while it lasts.
type Span struct {
	From Instant  `json:"from"`
	To   *Instant `json:"to,omitempty"`
}

// Job is one job.
type Job struct {
	Number      int       `json:"number"`
	Kind        string    `json:"kind"`
	Policy      string    `json:"policy"`
	Client      string    `json:"client"`
	Base        int       `json:"base,omitempty"`   // the job that it builds on
	BaseAt      *Instant  `json:"baseAt,omitempty"` // the true instant of the base's backup time
	Phases      []Phase   `json:"phases"`
	Starts      []Start   `json:"starts"`      // its first and the resumes
	Checkpoints []Instant `json:"checkpoints"` // what was catalogued before it ended
	Ended       *Instant  `json:"ended,omitempty"`
	State       string    `json:"state"`
	Status      int       `json:"status"`
	Taken       int       `json:"taken"`           // files
	Point       int       `json:"point,omitempty"` // the restore point that it made
}

// Phase is one state of a job from an instant on.
type Phase struct {
	At    Instant `json:"at"`
	State string  `json:"state"`
}

// Start is one start of a job's client process.
type Start struct {
	At     Instant  `json:"at"`
	Cutoff *Instant `json:"cutoff,omitempty"` // when the client's clock showed the cutoff
	Shows  string   `json:"shows,omitempty"`  // the cutoff, on the client's clock
}

// Window is a stretch in which a change of a path would be lost.
type Window struct {
	Path  string  `json:"path"`
	From  Instant `json:"from"`
	To    Instant `json:"to"`
	Exact bool    `json:"exact"` // found by a search, and not reckoned from the decision
}

// Loss is a file that was lost, and the decision that did it.
type Loss struct {
	Path      string   `json:"path"`
	Point     int      `json:"point"` // the restore point
	Reported  bool     `json:"reported,omitempty"`
	Line      int      `json:"line,omitempty"`
	ChangedAt *Instant `json:"changedAt,omitempty"`
	Job       int      `json:"job,omitempty"`       // whose decision it was; 0 for none
	DecidedAt *Instant `json:"decidedAt,omitempty"` // when
	Start     int      `json:"start,omitempty"`     // index of the job's start that decided
	Reason    string   `json:"reason,omitempty"`    // such as time comparison
	Rule      string   `json:"rule,omitempty"`
	Stamp     string   `json:"stamp,omitempty"`  // the file's time, on the client's clock
	Cutoff    string   `json:"cutoff,omitempty"` // what it was compared with, on the client's clock
}

// Removal is the life of checkpoints in object storage.
type Removal struct {
	Backups     []string      `json:"backups"` // the policies
	Checkpoints []Checkpoint  `json:"checkpoints"`
	Requests    []RemovalStep `json:"requests"`
	Passes      []RemovalStep `json:"passes"`
}

// Checkpoint is one checkpoint; instants are nil for what did not happen.
type Checkpoint struct {
	Backup int      `json:"backup"` // index into Backups
	N      int      `json:"n"`
	Began  Instant  `json:"began"`
	Done   *Instant `json:"done,omitempty"` // complete
	Gone   *Instant `json:"gone,omitempty"` // broken or removed
	Broken bool     `json:"broken,omitempty"`
	Locked *Instant `json:"locked,omitempty"` // until when it is held
}

// RemovalStep is a request to remove checkpoints, or a pass that does.
type RemovalStep struct {
	Backup int      `json:"backup"` // index into Backups
	At     Instant  `json:"at"`
	To     *Instant `json:"to,omitempty"` // of a pass, its end
	Bad    bool     `json:"bad,omitempty"`
}
