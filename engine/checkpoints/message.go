package checkpoints

import (
	"gapless/model"
	"gapless/model/clock"
)

// Programs are the names by which processes are started.
const (
	ControlProgram = "control"            // on the master: jobs, services, what has to last
	ServiceProgram = "backup-service"     // on the master: holds requests
	JobProgram     = "backup-job"         // on the master: one run of a job
	RemovalProgram = "checkpoint-removal" // on the master or the provider's server
	MoverProgram   = "mover"              // on a client: reads files, writes blocks
	RelayProgram   = "gateway"            // on a gateway server: passes a mover's calls on
	AgentProgram   = "checkpoint-agent"   // on a mount or gateway server
)

// What an operator asks of the control, besides the starts and cancellations of jobs
// that package message has.
type (
	// StopProgram ends the backup service or the removal jobs.
	StopProgram struct{ Program string }
	// StartProgram starts them again.
	StartProgram struct{ Program string }
)

// Request asks for outdated checkpoints of a backup to be removed. V1, V2.
type Request struct{ Backup, Host, Repository string }

// poll asks the service for the requests that are for the removal job of a host. V2.
type poll struct{ remover string }

// requests is the answer.
type requests struct{ list []Request }

// serviceIs tells removal jobs of a new service.
type serviceIs struct{ pid int64 }

// serviceOrder is what the service is started with.
type serviceOrder struct{ config Config }

// state is what lasts of a backup, for V5.
type state struct {
	policy           string
	created, removed int
}

// removalOrder is what a removal job is started with.
type removalOrder struct {
	config  Config
	service int64
	states  []state // of the backups that are its business
}

// passed tells the control of a pass that was completed.
type passed struct {
	policy  string
	removed int
	errors  []string
}

// jobOrder is what a job is started with.
type jobOrder struct {
	rules      Rules
	policy     Policy
	repository Repository
	service    int64
	job        int
	kind       model.JobKind
	checkpoint int
	generation int
	lock       clock.Duration // of this generation, from now on
}

// moverIs tells the control which process reads for a job.
type moverIs struct{ pid int64 }

// moved is what came of a job. The mover tells the job, and that the control.
type moved struct {
	status   int
	named    []string
	taken    int
	complete bool // the checkpoint is
	why      string
}

// relayOrder is what a relay is started with.
type relayOrder struct{ bucket string }

// call is one call to a repository, and answer what came of it.
type (
	call struct {
		what method
		key  string
		data []byte
		lock clock.Duration
	}
	answer struct {
		data []byte
		keys []string
		left clock.Duration
		err  error
	}
)

// agentOrder is what an agent is started with.
type agentOrder struct {
	rules  Rules
	policy string
	bucket string
}

// What a removal job and its agent say to each other.
type (
	// listed is the first that the agent says: which checkpoints are outdated.
	listed struct {
		newest   int
		outdated []int
		err      string
	}
	// remove has the agent delete checkpoints.
	remove struct{ numbers []int }
	// removedAll is what came of that.
	removedAll struct {
		highest int // the last that went
		errors  []string
	}
)
