package checkpoints

import (
	"errors"
	"io"
	"os"

	"gapless/model"
	"gapless/model/clock"
)

// RunRemoval is the background removal job. It runs all the time: when it starts it
// goes through the backups by what kind they are (V5, V6), and then polls the service
// for requests (V2).
func RunRemoval[H any](p Process[H], o removalOrder) {
	r := &removal[H]{Process: p, removalOrder: o, policies: make(map[string]*Policy, len(o.config.Policies))}
	for i := range o.config.Policies {
		r.policies[o.config.Policies[i].Name] = &o.config.Policies[i]
	}
	if o.service != 0 {
		p.Link(o.service)
	}
	for i := range o.states {
		if r.passes(&o.states[i]) {
			r.work(o.states[i].policy)
		}
		if r.over {
			return
		}
	}
	for !r.over {
		from, m, err := p.ReceivePeriodic(r.config.Rules.Poll)
		if errors.Is(err, os.ErrDeadlineExceeded) {
			r.poll()
			continue
		}
		r.hear(m, err, from)
	}
}

// removal is the state of a removal job.
type removal[H any] struct {
	Process[H]
	removalOrder
	policies map[string]*Policy // of the configuration, which may have many
	over     bool               // the control has ended
	polled   bool
}

// hear takes what is no answer to a question. The end of the control, or of the host
// between, is the removal job's end.
func (r *removal[H]) hear(m any, err error, from int64) {
	switch m := m.(type) {
	case serviceIs:
		r.service = m.pid
		r.Link(m.pid)
	case Rules:
		r.config.Rules = m
	}
	if err != nil && !errors.Is(err, os.ErrDeadlineExceeded) && from == r.Starter() {
		r.over = true
	}
}

// passes reports whether a restart works on a backup. V5, V6.
func (r *removal[H]) passes(s *state) bool {
	p := r.policies[s.policy]
	if p == nil {
		return false
	}
	switch r.config.Rules.filter(p, r.config.repository(p.Repository)) {
	case model.RestartWorks:
		return true
	case model.RestartCompares:
		return s.removed != s.created
	}
	return false
}

// poll asks the service for requests and works on them. V2.
func (r *removal[H]) poll() {
	if r.polled && r.config.Rules.PollOnce {
		return
	}
	r.polled = true
	if r.Send(r.service, poll{r.Host()}) != nil {
		return // it does not run; the next poll will find out
	}
	m, err := r.answer(r.service, r.config.Rules.Poll, r.ReceivePeriodic)
	if got, ok := m.(requests); ok && err == nil {
		for _, q := range got.list {
			r.work(q.Backup)
			if r.over {
				return
			}
		}
	}
}

// answer waits for what a process answers.
func (r *removal[H]) answer(pid int64, within clock.Duration, wait func(clock.Duration) (int64, any, error)) (any, error) {
	for {
		from, m, err := wait(within)
		if from == pid || errors.Is(err, os.ErrDeadlineExceeded) {
			return m, err
		}
		if r.hear(m, err, from); r.over {
			return nil, io.EOF
		}
	}
}

// work has an agent list the outdated checkpoints of a backup and deletes them.
// V3, V4.
func (r *removal[H]) work(policy string) {
	p := r.policies[policy]
	if p == nil {
		return
	}
	repo := r.config.repository(p.Repository)
	r.Removals().PassBegan(policy)
	host := r.config.Rules.agentHost(repo)
	pid, err := r.Start(host, AgentProgram, agentOrder{r.config.Rules, policy, repo.Name})
	var found listed
	var gone removedAll
	if err == nil {
		found, gone, err = r.lead(pid)
		r.Kill(pid)
	} else {
		host = ""
	}
	if r.over {
		return // the pass was not completed, V8
	}
	if err != nil {
		gone.errors = append(gone.errors, policy+": "+err.Error())
	}
	done := passed{policy, found.newest, gone.errors}
	if r.config.Rules.LatestRemoved == HighestRemoved {
		done.removed = gone.highest
	}
	r.Removals().PassEnded(policy, r.Host(), host, found.newest, gone.errors)
	_ = r.Send(r.Starter(), done)
}

// lead has an agent do its work.
func (r *removal[H]) lead(pid int64) (found listed, gone removedAll, err error) {
	m, err := r.answer(pid, r.config.Rules.Patience, r.Receive)
	if err != nil {
		return found, gone, agentError(err)
	}
	found, _ = m.(listed)
	switch {
	case found.err != "":
		return found, gone, errors.New(found.err)
	case len(found.outdated) == 0:
		return found, gone, nil
	}
	if err := r.Send(pid, remove{found.outdated}); err != nil {
		return found, gone, err
	}
	if m, err = r.answer(pid, r.config.Rules.Patience, r.Receive); err != nil {
		return found, gone, agentError(err)
	}
	gone, _ = m.(removedAll)
	return found, gone, nil
}

func agentError(err error) error {
	if errors.Is(err, io.EOF) {
		return errors.New("the agent ended")
	}
	if errors.Is(err, os.ErrDeadlineExceeded) {
		return errors.New("the agent does not answer")
	}
	return err
}
