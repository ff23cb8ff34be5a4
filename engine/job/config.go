package job

import (
	"gapless/engine/defect"
	"gapless/engine/message"
	"gapless/model"
	"gapless/model/clock"
)

// Config is how a backup system is set up: what an administrator entered. It is given
// to the server each time it starts, together with the product's rules.
type Config struct {
	Catalog  string // directory on the master
	Policies []Policy
	Media    []Medium // in the order in which they are used

	Planted defect.Planted // a mistake of the engine; none in any product
}

// Policy says what is backed up, and how.
type Policy struct {
	Name       string
	Targets    []Target       // one job each
	Exclude    []string       // globs, see model.Excluded
	Method     string         // one of selection's names; empty for the default of the client's platform
	Checkpoint clock.Duration // zero for none
	Schedules  []Schedule

	// What only Backup Exec has.
	Server    string         // the host whose media it writes to; empty for that of the first medium, C5
	Limit     clock.Duration // after its first start a job that is still active is cancelled; zero for none, C8
	Overwrite bool           // write to media from their beginning, and append to none
	Delete    bool           // delete what was backed up and verified, C13
	Accessed  clock.Duration // how far back the accesses lie that put a file into a working set, D19
}

// Target is one client of a policy.
type Target struct {
	Client  string
	Windows bool
	Roots   []string // its volumes, in the order in which they are walked
	Volumes []Volume // what is known of each root; nil where nobody asks
}

// Volume is what an administrator knows of a volume.
type Volume struct {
	Format    string // of its file system: ntfs, fat32 and so on
	Snapshots bool   // it can be frozen (VSS)
	Clustered bool   // it is a cluster shared volume, C7
}

// Schedule starts jobs by itself, at a time of day of the master's local time.
type Schedule struct {
	Kind         model.JobKind
	Weekday      int // 0 is Sunday; -1 every day
	Hour, Minute int
}

// Medium is one medium and where it is.
type Medium struct {
	Name      string
	Host      string
	Retention clock.Duration // of images on it; clock.Forever for without limit

	// What only Backup Exec has.
	Append   clock.Duration // how long it is appended to; clock.Forever for without limit
	Level    message.Level
	Imported bool // it holds what another system wrote
	Away     bool // somebody has yet to bring it
}

// Policy is the policy of that name; nil for none.
func (c *Config) Policy(name string) *Policy {
	for i := range c.Policies {
		if c.Policies[i].Name == name {
			return &c.Policies[i]
		}
	}
	return nil
}

// Target is the policy's part on that client; nil for none.
func (p *Policy) Target(client string) *Target {
	for i := range p.Targets {
		if p.Targets[i].Client == client {
			return &p.Targets[i]
		}
	}
	return nil
}

// Medium is the medium of that name; nil for none.
func (c *Config) Medium(name string) *Medium {
	for i := range c.Media {
		if c.Media[i].Name == name {
			return &c.Media[i]
		}
	}
	return nil
}
