package scenarios

import (
	"slices"

	"gapless/engine/port"
	"gapless/model"
	"gapless/model/clock"
)

// removal is what the record knows of object repositories besides the history.
type removal struct {
	stands []object         // by checkpoint, the object without which it is none
	needs  map[object][]int // the checkpoints that need an object
}

// object is an object of a repository.
type object struct{ repository, key string }

func (r *removal) begin() {
	r.stands = r.stands[:0]
	clear(r.needs)
	if r.needs == nil {
		r.needs = map[object][]int{}
	}
}

var _ port.RemovalReports = (*record)(nil)

// backup is the index of a policy's backup.
func (r *record) backup(policy string) int {
	return slices.IndexFunc(r.history.Backups, func(b model.Backup) bool { return b.Policy == policy })
}

// checkpoint is the index of the newest checkpoint of that number.
func (r *record) checkpoint(policy string, n int) int {
	backup := r.backup(policy)
	for i := len(r.history.Checkpoints) - 1; i >= 0; i-- {
		if k := &r.history.Checkpoints[i]; k.Backup == backup && k.N == n {
			return i
		}
	}
	return -1
}

// CheckpointBegun implements port.RemovalReports.
func (r *record) CheckpointBegun(policy string, n, job int, key string) {
	r.event(Event{Kind: "checkpoint-begun", Job: job, Text: policy, Status: n})
	if r.world.probing {
		return // what it does to the backup did not happen
	}
	b := r.backup(policy)
	o := object{r.world.setup.keeps[b].repository, key}
	r.removal.stands = append(r.removal.stands, o)
	r.removal.needs[o] = append(r.removal.needs[o], len(r.history.Checkpoints))
	r.history.Checkpoints = append(r.history.Checkpoints, model.Checkpoint{Backup: b, N: n, Job: job, Began: r.world.now()})
}

// CheckpointFinished implements port.RemovalReports.
func (r *record) CheckpointFinished(policy string, n int, key string, needs []string) {
	r.event(Event{Kind: "checkpoint-complete", Text: policy, Status: n, Path: key})
	i := r.checkpoint(policy, n)
	if r.world.probing || i < 0 {
		return
	}
	keeps := r.world.setup.keeps[r.history.Checkpoints[i].Backup]
	k := &r.history.Checkpoints[i]
	k.Finished = r.world.now()
	if (clock.Duration{}).Less(keeps.immutable) {
		k.HeldUntil = k.Finished.Add(keeps.immutable)
	}
	b := r.world.bucket(keeps.repository)
	mark := r.removal.stands[i]
	r.removal.needs[mark] = slices.DeleteFunc(r.removal.needs[mark], func(o int) bool { return o == i })
	r.removal.stands[i].key = key
	for _, key := range append(needs, key) {
		o := object{keeps.repository, key}
		if list := r.removal.needs[o]; len(list) == 0 || list[len(list)-1] != i {
			r.removal.needs[o] = append(list, i)
		}
		if !b.Has(key) && k.Broken.IsZero() {
			k.Broken = k.Finished // it was not there to begin with
		}
	}
}

// deleted is told of each object that is gone for good.
func (r *record) deleted(repository, key string) {
	o := object{repository, key}
	r.event(Event{Kind: "deleted", Path: key})
	if r.world.probing {
		return
	}
	for _, i := range r.removal.needs[o] {
		k := &r.history.Checkpoints[i]
		if k.Broken.IsZero() {
			k.Broken, k.Foreign = r.world.now(), r.line != 0
		}
		if r.removal.stands[i] == o {
			k.Removed = r.world.now()
		}
	}
	delete(r.removal.needs, o)
}

// locks finds out when the locks end on what is still there.
func (w *world) locks() {
	for i := range w.history.Checkpoints {
		o := w.removal.stands[i]
		if until := w.bucket(o.repository).LockedUntil(o.key); until > 0 {
			w.history.Checkpoints[i].LockedUntil = w.trueTime.Time(until)
		}
	}
}

// RequestSent implements port.RemovalReports.
func (r *record) RequestSent(policy string) {
	r.event(Event{Kind: "request", Text: policy})
	if !r.world.probing {
		r.history.Requests = append(r.history.Requests, model.RemovalRequest{Backup: r.backup(policy), Sent: r.world.now()})
	}
}

// dropped has the world lose the request that was sent last.
func (w *world) dropped() {
	w.drops--
	w.event(Event{Kind: "note", Host: "world", Text: "the request is lost"})
	if n := len(w.history.Requests); n > 0 {
		w.history.Requests[n-1].Lost = true
	}
}

// PassBegan implements port.RemovalReports.
func (r *record) PassBegan(policy string) {
	r.event(Event{Kind: "pass", Text: policy})
	if !r.world.probing {
		r.history.Passes = append(r.history.Passes, model.RemovalPass{Backup: r.backup(policy), Began: r.world.now()})
	}
}

// PassEnded implements port.RemovalReports.
func (r *record) PassEnded(policy, remover, agent string, newest int, errors []string) {
	r.event(Event{Kind: "passed", Text: policy, Host: remover, Path: agent, Status: newest})
	if r.world.probing {
		return
	}
	b := r.backup(policy)
	for i := len(r.history.Passes) - 1; i >= 0; i-- {
		if p := &r.history.Passes[i]; p.Backup == b && p.Ended.IsZero() {
			p.Ended, p.Remover, p.Agent, p.Newest, p.Errors = r.world.now(), remover, agent, newest, errors
			return
		}
	}
}

// outage says that something that the removal needs is out from now on.
func (w *world) outage(what string) {
	if _, already := w.out[what]; !already {
		w.out[what] = len(w.history.Outages)
		w.history.Outages = append(w.history.Outages, model.Outage{From: w.now()})
	}
}

// recovered ends an outage.
func (w *world) recovered(what string) {
	if i, ok := w.out[what]; ok {
		w.history.Outages[i].To = w.now()
		delete(w.out, what)
	}
}
