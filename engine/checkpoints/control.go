package checkpoints

import (
	"errors"
	"fmt"
	"os"
	"slices"

	"gapless/engine/job"
	"gapless/engine/message"
	"gapless/model"
	"gapless/model/clock"
)

// control is the state of one run of the control. All of it but the store is gone when
// the master stops.
type control struct {
	Process[clock.Master]
	config   Config
	store    *Store
	service  int64 // process number; 0 while it is stopped
	removals []remover
	runs     []*run
	queue    []int     // numbers of jobs that wait for their policy, oldest first
	kept     []Request // where requests outlive the service
	mailAt   clock.Time[clock.Master]
}

// remover is a removal job.
type remover struct {
	host string
	pid  int64 // 0 while it does not run
	lost bool  // it ended although nobody stopped it
}

// run is one active job.
type run struct {
	job        int
	pid, mover int64
}

// RunControl runs on the master: it starts jobs and services, keeps what has to last,
// and sends the daily mail. It runs until its host stops or its store cannot be used.
func RunControl(p Process[clock.Master], config Config) {
	c := &control{Process: p, config: config}
	store, err := OpenStore(p.Files(), config.Dir, p)
	if err == nil {
		c.store = store
		err = c.serve()
	}
	if !errors.Is(err, errStopped) {
		p.Reports().Note(p.Host(), fmt.Sprintf("the control stops: %v", err))
	}
}

// errStopped is why a control ends that was told to; what it started ends with it.
var errStopped = errors.New("stopped")

func (c *control) serve() error {
	c.setMail()
	if err := c.takeUp(); err != nil {
		return err
	}
	c.startService()
	for _, r := range c.config.Repositories {
		host := c.config.Rules.Remover(c.Host(), &r)
		if !slices.ContainsFunc(c.removals, func(r remover) bool { return r.host == host }) {
			c.removals = append(c.removals, remover{host: host})
		}
	}
	c.startRemovals()
	if err := c.startScheduler(); err != nil {
		return err
	}
	for {
		from, m, err := c.wait()
		switch {
		case errors.Is(err, os.ErrDeadlineExceeded):
			err = c.mail()
		case err != nil:
			err = c.ended(from)
		default:
			err = c.handle(from, m)
		}
		if err != nil {
			return err
		}
	}
}

// takeUp ends the jobs that were active when the master stopped; those that waited
// wait no more. What the store says last is said again: the master may have stopped
// before it could tell anybody. P9, P10.
func (c *control) takeUp() error {
	if j := c.store.Job(c.store.newest); j != nil {
		c.report(j)
	}
	for _, j := range c.store.jobs {
		if j.State == model.Done {
			continue
		}
		if err := c.end(*j, moved{status: statusFailed, why: "the server restarted"}); err != nil {
			return err
		}
	}
	return nil
}

func (c *control) startScheduler() error {
	var scheduled []job.Policy
	for _, p := range c.config.Policies {
		if len(p.Schedules) > 0 {
			scheduled = append(scheduled, job.Policy{Name: p.Name, Schedules: p.Schedules})
		}
	}
	if scheduled == nil {
		return nil
	}
	_, err := c.Start(c.Host(), message.Scheduler, scheduled)
	return err
}

// startService starts the backup service, and tells the removal jobs.
func (c *control) startService() {
	if c.service != 0 {
		return
	}
	pid, err := c.Start(c.Host(), ServiceProgram, serviceOrder{c.config})
	if err != nil {
		c.Reports().Note(c.Host(), err.Error())
		return
	}
	c.service = pid
	c.tell(serviceIs{pid})
	for _, r := range c.kept {
		_ = c.Send(pid, r)
	}
	c.kept = nil
}

// replaceRemovals starts a removal job anew that ended because its host could not be reached:
// that host may be there again, and knows of no reason to start one.
func (c *control) replaceRemovals() {
	if slices.ContainsFunc(c.removals, func(r remover) bool { return r.lost }) {
		c.startRemovals()
	}
}

// startRemovals starts the removal jobs that do not run.
func (c *control) startRemovals() {
	for i := range c.removals {
		r := &c.removals[i]
		if r.pid != 0 {
			continue
		}
		o := removalOrder{config: c.config, service: c.service}
		for k := range c.config.Policies {
			p := &c.config.Policies[k]
			if c.config.Rules.Remover(c.Host(), c.config.repository(p.Repository)) == r.host {
				b := c.store.Backup(p.Name)
				o.states = append(o.states, state{p.Name, b.Created, b.Removed})
			}
		}
		pid, err := c.Start(r.host, RemovalProgram, o)
		if err != nil {
			c.Reports().Note(c.Host(), err.Error())
			continue
		}
		r.pid, r.lost = pid, false
	}
}

// tell sends a message to all removal jobs.
func (c *control) tell(m any) {
	for _, r := range c.removals {
		if r.pid != 0 {
			_ = c.Send(r.pid, m)
		}
	}
}

// handle does what one message asks for.
func (c *control) handle(from int64, m any) error {
	switch m := m.(type) {
	case message.Start:
		return c.submit(m.Kind, m.Policy)
	case message.Due:
		return c.submit(m.Kind, m.Policy)
	case message.Cancel:
		return c.cancel(m)
	case message.Stop:
		return errStopped
	case StopProgram:
		c.stop(m.Program)
	case StartProgram:
		if m.Program == ServiceProgram {
			c.startService()
		} else {
			c.startRemovals()
		}
	case Request:
		c.kept = append(c.kept, m)
	case passed:
		return c.passed(m)
	case Rules:
		c.config.Rules = m
		_ = c.Send(c.service, m)
		c.tell(m)
	case moverIs:
		if r := c.runOf(from); r != nil {
			r.mover = m.pid
		}
	case moved:
		if r := c.runOf(from); r != nil {
			return c.finish(r, m)
		}
	}
	return nil
}

// stop ends the backup service or the removal jobs. What they had in their memory is
// gone. V9.
func (c *control) stop(program string) {
	if program == ServiceProgram {
		c.Kill(c.service)
		c.service = 0
		return
	}
	for i := range c.removals {
		c.Kill(c.removals[i].pid)
		c.removals[i].pid, c.removals[i].lost = 0, false
	}
}

// ended hears of the end of a linked process. That of a job which has not finished is
// its failure.
func (c *control) ended(pid int64) error {
	for i := range c.removals {
		if c.removals[i].pid == pid {
			c.removals[i].pid, c.removals[i].lost = 0, true
		}
	}
	if pid == c.service {
		c.service = 0
	}
	if r := c.runOf(pid); r != nil {
		return c.finish(r, moved{status: statusFailed, why: "the job's process ended"})
	}
	return nil
}

// passed takes note of a pass that was completed: what it saw as the newest checkpoint
// (V5), or what went wrong (V8).
func (c *control) passed(m passed) error {
	if len(m.errors) == 0 {
		b := c.store.Backup(m.policy)
		b.Removed = m.removed
		return c.store.putBackup(b)
	}
	for _, text := range m.errors {
		if err := c.store.putError(text); err != nil {
			return err
		}
	}
	if c.config.Rules.MailEach {
		return c.mail()
	}
	return nil
}
