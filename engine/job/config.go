package job

import (
	"gapless/model"
	"gapless/model/clock"
)

// Config is how a backup system is set up: what an administrator entered. It is given
// to the server each time it starts.
type Config struct {
	Rules    Rules
	Catalog  string // directory on the master
	Policies []Policy
	Media    []Medium // in the order in which they are used
}

// Policy says what is backed up, and how.
type Policy struct {
	Name       string
	Targets    []Target       // one job each
	Exclude    []string       // globs, see model.Excluded
	Method     string         // one of selection's names; empty for the default of the client's platform
	Checkpoint clock.Duration // zero for none
	Schedules  []Schedule
}

// Target is one client of a policy.
type Target struct {
	Client  string
	Windows bool
	Roots   []string // its volumes, in the order in which they are walked
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
}

func (c *Config) policy(name string) *Policy {
	for i := range c.Policies {
		if c.Policies[i].Name == name {
			return &c.Policies[i]
		}
	}
	return nil
}

func (p *Policy) target(client string) *Target {
	for i := range p.Targets {
		if p.Targets[i].Client == client {
			return &p.Targets[i]
		}
	}
	return nil
}
