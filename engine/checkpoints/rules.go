package checkpoints

import (
	"gapless/engine/defect"
	"gapless/engine/job"
	"gapless/engine/port"
	"gapless/model"
	"gapless/model/clock"
)

// Process is the port that the programs of this package run on.
type Process[H any] interface {
	port.Process[H]
	port.Buckets
	Removals() port.RemovalReports
}

// Rules is what products differ in: data that the engine follows.
type Rules struct {
	Product string

	Poll       clock.Duration // how often the removal job looks for requests, V2
	Patience   clock.Duration // how long a process waits for another's answer
	Generation clock.Duration // added to immutability, and the time in which blocks are locked alike
	Block      int            // bytes of a block, at most

	// Restart says, by kind of backup and connection, what a restart of the removal job
	// does with it. V5, V6.
	Restart       [Kinds][Connections]model.RestartFilter
	LatestRemoved LatestRemoved
	Side          Side // V7

	Notify    bool // mail is sent at all, V8
	MailHour  int  // of the master's local time, V8
	QuietMail bool // also of a day without errors, V8

	// What a rule that is broken on purpose does.
	UnfinishedOutdates bool // a checkpoint that is being written outdates those before it, V1
	AskAtEnd           bool // a job asks for removal when it ends, V1
	PollOnce           bool // requests are looked for once, V2
	AgentOnMount       bool // agents start on the mount server whatever the connection, V3
	NewestToo          bool // the newest checkpoint is removed, too, V4
	TrustList          bool // what was listed is deleted without another look, V4
	NoLock             bool // nothing is locked, V4
	KeepLocks          bool // blocks that are used again keep the lock that they have, V4
	MailEach           bool // each pass with errors sends a mail, V8
	KeepRequests       bool // requests outlive the service, V9

	Planted defect.Planted // a mistake of the engine; none in any product
}

// Kind is what made a backup. V6.
type Kind uint8

const (
	VM              Kind = iota // a job that backs up virtual machines
	AgentByServer               // an agent's job that the backup server manages
	AgentByAgent                // an agent's job that the agent manages
	AgentStandalone             // a job of an agent by itself
	Other                       // any other job
	Kinds
)

// KindNames are the kinds' names in scripts.
var KindNames = [Kinds]string{"vm", "agent-by-server", "agent-by-agent", "agent-standalone", "other"}

// KindOf is the kind of that name; VM for none.
func KindOf(name string) Kind {
	for k, n := range KindNames {
		if n == name {
			return Kind(k)
		}
	}
	return VM
}

// Connection is how a repository is reached.
type Connection uint8

const (
	Direct  Connection = iota
	Gateway            // through a gateway server
	Connections
)

// LatestRemoved says what V5 compares with the latest checkpoint that was created.
type LatestRemoved uint8

const (
	NewestAtPass   LatestRemoved = iota // the newest checkpoint at the last pass that was completed
	HighestRemoved                      // the last checkpoint that was removed
)

// Side says on which side checkpoints are removed with Cloud Connect. V7.
type Side uint8

const (
	ConnectedSide Side = iota // the one with the connection to the repository
	TenantSide
	ProviderSide
	OtherSide // the one without it
)

// Config is how the system is set up: what an administrator entered.
type Config struct {
	Rules        Rules
	Dir          string // directory on the master
	Policies     []Policy
	Repositories []Repository
}

// Policy is a job and what it backs up.
type Policy struct {
	Name       string
	Kind       Kind
	Client     string
	Roots      []string // volumes, in the order in which they are walked
	Exclude    []string // globs, see model.Excluded
	Repository string
	Schedules  []job.Schedule
}

// Repository is an object repository and how it is reached.
type Repository struct {
	Name      string
	Gateway   string         // the gateway server; empty for direct access
	Mount     string         // the mount server
	Provider  string         // with Cloud Connect, the provider's server; empty without
	Immutable clock.Duration // zero for not
	// Generation is added to it; zero for what the rules say.
	Generation clock.Duration
}

// Connection is how the repository is reached.
func (r *Repository) Connection() Connection {
	if r.Gateway != "" {
		return Gateway
	}
	return Direct
}

// Remover is the host on which the removal job for a repository runs: the master, or
// with Cloud Connect that of the side that the rules name. V7.
func (r *Rules) Remover(master string, repo *Repository) string {
	onProvider := repo.Connection() == Gateway
	switch r.Side {
	case TenantSide, ProviderSide:
		onProvider = r.Side == ProviderSide
	case OtherSide:
		onProvider = !onProvider
	}
	if onProvider && repo.Provider != "" {
		return repo.Provider
	}
	return master
}

// agentHost is where the agent starts. V3.
func (r *Rules) agentHost(repo *Repository) string {
	if repo.Connection() == Gateway && !r.AgentOnMount {
		return repo.Gateway
	}
	return repo.Mount
}

// filter is what a restart of the removal job does with a backup. V5, V6.
func (r *Rules) filter(p *Policy, repo *Repository) model.RestartFilter {
	return r.Restart[p.Kind][repo.Connection()]
}

func (c *Config) policy(name string) *Policy {
	for i := range c.Policies {
		if c.Policies[i].Name == name {
			return &c.Policies[i]
		}
	}
	return nil
}

func (c *Config) repository(name string) *Repository {
	for i := range c.Repositories {
		if c.Repositories[i].Name == name {
			return &c.Repositories[i]
		}
	}
	return nil
}
