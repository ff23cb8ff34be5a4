package checkpoints

import (
	"gapless/model/clock"
)

// The status codes that jobs end with: success, warning, failure.
const (
	statusOK      = 0
	statusWarning = 1
	statusFailed  = 2
)

// RunJob is one run of a job. When it starts to process its backup it asks for
// outdated checkpoints to be removed, and goes on without waiting. V1.
func RunJob(p Process[clock.Master], o jobOrder) {
	if !o.rules.AskAtEnd {
		ask(p, &o)
	}
	pid, err := p.Start(o.policy.Client, MoverProgram, o)
	if err != nil {
		_ = p.Send(p.Starter(), moved{status: statusFailed, why: err.Error()})
		return
	}
	_ = p.Send(p.Starter(), moverIs{pid})
	for {
		from, m, err := p.Receive(clock.Forever)
		switch m := m.(type) {
		case moved:
			if o.rules.AskAtEnd && m.complete {
				ask(p, &o)
			}
			_ = p.Send(p.Starter(), m)
			return
		}
		if err == nil {
			continue
		}
		if from == pid {
			_ = p.Send(p.Starter(), moved{status: statusFailed, why: "the mover on " + o.policy.Client + " ended"})
		}
		return
	}
}

// ask sends the request. A service that does not run does not hear of it.
func ask(p Process[clock.Master], o *jobOrder) {
	r := Request{Backup: o.policy.Name, Host: o.policy.Client, Repository: o.repository.Name}
	p.Removals().RequestSent(o.policy.Name)
	_ = p.Send(o.service, r)
	if o.rules.KeepRequests {
		_ = p.Send(p.Starter(), r)
	}
}
