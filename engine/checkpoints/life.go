package checkpoints

import (
	"fmt"
	"slices"

	"gapless/engine/message"
	"gapless/model"
	"gapless/model/clock"
)

// submit makes a job of a policy and starts it when none of the policy is active. The
// backup service starts jobs: while it is stopped none begins.
func (c *control) submit(kind model.JobKind, policy string) error {
	if c.service == 0 {
		c.Reports().Note(c.Host(), policy+": the backup service is stopped, so no job starts")
		return nil
	}
	if c.config.policy(policy) == nil {
		return nil
	}
	c.replaceRemovals()
	j := Job{Number: len(c.store.jobs) + 1, Policy: policy, Kind: kind, State: model.Queued}
	if !c.busy(policy) {
		return c.activate(j) // one record less
	}
	if err := c.put(j); err != nil {
		return err
	}
	c.queue = append(c.queue, j.Number)
	return nil
}

// wake starts the jobs whose policies have none active.
func (c *control) wake() error {
	for i := 0; i < len(c.queue); {
		j := *c.store.Job(c.queue[i])
		if c.busy(j.Policy) {
			i++
			continue
		}
		c.queue = slices.Delete(c.queue, i, i+1)
		if err := c.activate(j); err != nil {
			return err
		}
	}
	return nil
}

// busy reports whether a job of the policy is active.
func (c *control) busy(policy string) bool {
	return slices.ContainsFunc(c.runs, func(r *run) bool { return c.store.Job(r.job).Policy == policy })
}

// activate starts a job's process. Its checkpoint's number is used up from now on,
// and a generation of blocks that is over is followed by the next.
func (c *control) activate(j Job) error {
	p := c.config.policy(j.Policy)
	repo := c.config.repository(p.Repository)
	b := c.store.Backup(j.Policy)
	b.Begun++
	now := c.Now()
	generation := c.config.Rules.Generation
	if (clock.Duration{}).Less(repo.Generation) {
		generation = repo.Generation
	}
	if b.Since.IsZero() || !now.Before(b.Since.Add(generation)) {
		b.Generation, b.Since = b.Generation+1, now
	}
	if err := c.store.putBackup(b); err != nil {
		return err
	}
	o := jobOrder{rules: c.config.Rules, policy: *p, repository: *repo, service: c.service, job: j.Number, kind: j.Kind,
		checkpoint: b.Begun, generation: b.Generation}
	if (clock.Duration{}).Less(repo.Immutable) && !c.config.Rules.NoLock {
		// All blocks of a generation are locked until the same instant.
		o.lock = b.Since.Add(generation).Add(repo.Immutable).Sub(now)
	}
	j.State, j.Checkpoint = model.Active, b.Begun
	if err := c.put(j); err != nil {
		return err
	}
	pid, err := c.Start(c.Host(), JobProgram, o)
	if err != nil {
		return c.end(j, moved{status: statusFailed, why: err.Error()})
	}
	c.runs = append(c.runs, &run{job: j.Number, pid: pid})
	return nil
}

// finish ends an active job with what came of it.
func (c *control) finish(r *run, m moved) error {
	c.runs = slices.DeleteFunc(c.runs, func(o *run) bool { return o == r })
	for _, pid := range []int64{r.pid, r.mover} {
		if pid != 0 {
			c.Kill(pid)
		}
	}
	j := *c.store.Job(r.job)
	if m.complete {
		b := c.store.Backup(j.Policy)
		b.Created = j.Checkpoint
		if err := c.store.putBackup(b); err != nil {
			return err
		}
	}
	if err := c.end(j, m); err != nil {
		return err
	}
	return c.wake()
}

// end makes a job done.
func (c *control) end(j Job, m moved) error {
	if m.why != "" {
		c.Reports().Note(c.Host(), fmt.Sprintf("job %d: %s", j.Number, m.why))
	}
	j.State, j.Status, j.Named, j.Taken = model.Done, m.status, m.named, m.taken
	return c.put(j)
}

// cancel ends the policy's active job, else its latest that waits.
func (c *control) cancel(m message.Cancel) error {
	for _, r := range c.runs {
		if j := c.store.Job(r.job); j.Policy == m.Policy && (m.Job == 0 || m.Job == r.job) {
			return c.finish(r, moved{status: statusFailed, why: "cancelled"})
		}
	}
	for i := len(c.queue) - 1; i >= 0; i-- {
		if j := *c.store.Job(c.queue[i]); j.Policy == m.Policy && (m.Job == 0 || m.Job == j.Number) {
			c.queue = slices.Delete(c.queue, i, i+1)
			return c.end(j, moved{status: statusFailed, why: "cancelled"})
		}
	}
	c.Reports().Note(c.Host(), "cancel "+m.Policy+": there is no such job")
	return nil
}

func (c *control) runOf(pid int64) *run {
	for _, r := range c.runs {
		if r.pid == pid {
			return r
		}
	}
	return nil
}

// put makes a job's state durable and reports it.
func (c *control) put(j Job) error {
	if err := c.store.putJob(j); err != nil {
		return err
	}
	c.report(&j)
	return nil
}

func (c *control) report(j *Job) {
	p := c.config.policy(j.Policy)
	out := model.Job{Number: j.Number, Policy: j.Policy, Kind: j.Kind, Method: changedBlocks, State: j.State, Status: j.Status,
		Named: j.Named, Taken: j.Taken}
	if p != nil {
		out.Client = p.Client
	}
	if j.Checkpoint != 0 {
		out.Activations = []model.Activation{{}}
	}
	c.Reports().Job(out)
}

// changedBlocks is how movers choose what they read: what is not as the last checkpoint has
// it.
const changedBlocks = "changed-blocks"
