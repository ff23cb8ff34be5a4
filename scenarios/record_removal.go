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
	blocks []string         // by checkpoint, how the keys of what its job writes begin
	wiped  map[object]bool  // what others than the engine deleted
	needs  map[object][]int // the checkpoints that need an object
	made   map[object]made  // by the object that will make a checkpoint complete
}

// object is an object of a repository.
type object struct{ repository, key string }

// made is a checkpoint that lacks its last object only.
type made struct {
	checkpoint int
	needs      []string
}

func (r *removal) begin() {
	r.stands, r.blocks = r.stands[:0], r.blocks[:0]
	clear(r.needs)
	clear(r.made)
	clear(r.wiped)
	if r.needs == nil {
		r.needs, r.made, r.wiped = map[object][]int{}, map[object]made{}, map[object]bool{}
	}
}

var _ port.RemovalReports = (*record)(nil)

// backup is the index of a policy's backup.
func (r *record) backup(policy string) int {
	i, ok := r.world.setup.backupOf[policy]
	if !ok {
		return -1
	}
	return i
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
func (r *record) CheckpointBegun(policy string, n, job int, key, blocks string) {
	r.event(&Event{Kind: "checkpoint-begun", Job: job, Text: policy, Status: n})
	if r.world.probing {
		return // what it does to the backup did not happen
	}
	b := r.backup(policy)
	o := object{r.world.setup.keeps[b].repository, key}
	r.removal.stands, r.removal.blocks = append(r.removal.stands, o), append(r.removal.blocks, blocks)
	r.removal.needs[o] = append(r.removal.needs[o], len(r.history.Checkpoints))
	r.history.Checkpoints = append(r.history.Checkpoints, model.Checkpoint{Backup: b, N: n, Job: job, Began: r.world.now()})
}

// CheckpointMade implements port.RemovalReports.
func (r *record) CheckpointMade(policy string, n int, key string, needs []string) {
	if i := r.checkpoint(policy, n); !r.world.probing && i >= 0 {
		o := object{r.removal.stands[i].repository, key}
		r.removal.made[o] = made{i, needs}
	}
}

// wasPut is told of each object that is in a repository from now on.
func (r *record) wasPut(repository, key string) {
	o := object{repository, key}
	if r.world.probing {
		return
	}
	delete(r.removal.wiped, o)
	m, ok := r.removal.made[o]
	if !ok {
		return
	}
	delete(r.removal.made, o)
	i := m.checkpoint
	k := &r.history.Checkpoints[i]
	r.event(&Event{Kind: "checkpoint-complete", Text: r.history.Backups[k.Backup].Policy, Status: k.N, Path: key})
	k.Finished = r.world.now()
	if k.Foreign { // its mark was deleted, which it needs no more
		k.Broken, k.Removed, k.Foreign = clock.Time[clock.True]{}, clock.Time[clock.True]{}, false
	}
	mark := r.removal.stands[i]
	r.removal.needs[mark] = slices.DeleteFunc(r.removal.needs[mark], func(o int) bool { return o == i })
	r.removal.stands[i] = o
	b := r.world.bucket(repository)
	for _, key := range append(m.needs, key) {
		o := object{repository, key}
		if list := r.removal.needs[o]; len(list) == 0 || list[len(list)-1] != i {
			r.removal.needs[o] = append(list, i)
		}
		if !b.Has(key) && (k.Broken.IsZero() || k.Foreign) {
			k.Broken, k.Foreign = k.Finished, r.removal.wiped[o] // it was not there to begin with
		}
	}
	if immutable := r.world.setup.keeps[k.Backup].immutable; k.Broken.IsZero() && (clock.Duration{}).Less(immutable) {
		k.HeldUntil = k.Finished.Add(immutable) // what was never whole is not kept
	}
}

// deleted is told of each object that is gone for good.
func (r *record) deleted(repository, key string) {
	o := object{repository, key}
	r.event(&Event{Kind: "deleted", Path: key})
	if r.world.probing {
		return
	}
	if r.line != 0 {
		r.removal.wiped[o] = true
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

// locks finds out when the locks end on what is still there of each checkpoint, and would
// go with it: on what makes it one, on blocks that no other needs, and on those that a job
// left behind which did not come to an end.
func (w *world) locks() {
	all := w.history.Checkpoints
	later := func(i int, o object) {
		until := w.bucket(o.repository).LockedUntil(o.key)
		if at := w.trueTime.Time(until); until > 0 && (all[i].LockedUntil.IsZero() || at.After(all[i].LockedUntil)) {
			all[i].LockedUntil = at
		}
	}
	for i := range all {
		o := w.removal.stands[i]
		later(i, o)
		if all[i].Finished.IsZero() && all[i].Removed.IsZero() {
			for _, key := range w.bucket(o.repository).Keys(w.removal.blocks[i]) {
				later(i, object{o.repository, key})
			}
		}
	}
	for o, list := range w.removal.needs { // any order: the latest counts
		only, others := -1, false
		for _, i := range list {
			if all[i].Removed.IsZero() {
				only, others = i, only >= 0
			}
		}
		if only >= 0 && !others {
			later(only, o)
		}
	}
}

// RequestSent implements port.RemovalReports.
func (r *record) RequestSent(policy string) {
	r.event(&Event{Kind: "request", Text: policy})
	if !r.world.probing {
		r.history.Requests = append(r.history.Requests, model.RemovalRequest{Backup: r.backup(policy), Sent: r.world.now()})
	}
}

// dropped has the world lose the request that was sent last.
func (w *world) dropped() {
	w.drops--
	w.event(&Event{Kind: "note", Host: "world", Text: "the request is lost"})
	if n := len(w.history.Requests); n > 0 {
		w.history.Requests[n-1].Lost = true
	}
}

// PassBegan implements port.RemovalReports.
func (r *record) PassBegan(policy string) {
	r.event(&Event{Kind: "pass", Text: policy})
	if !r.world.probing {
		r.history.Passes = append(r.history.Passes, model.RemovalPass{Backup: r.backup(policy), Began: r.world.now()})
	}
}

// PassEnded implements port.RemovalReports.
func (r *record) PassEnded(policy, remover, agent string, newest int, errors []string) {
	r.event(&Event{Kind: "passed", Text: policy, Host: remover, Path: agent, Status: newest})
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
