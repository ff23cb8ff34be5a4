package checkpoints

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"

	"gapless/engine/port"
	"gapless/model/clock"
)

// RunAgent lists the outdated checkpoints of a backup, and deletes those that its
// starter asks for, until the starter ends it.
func RunAgent[H any](p Process[H], o agentOrder) {
	a := agent{rules: &o.rules, policy: o.policy}
	var err error
	if a.bucket, err = p.Bucket(o.bucket); err == nil {
		err = a.list()
	}
	if err != nil {
		_ = p.Send(p.Starter(), listed{err: err.Error()})
		return
	}
	if p.Send(p.Starter(), listed{newest: a.chain.newest(), outdated: a.outdated()}) != nil {
		return
	}
	for {
		_, m, err := p.Receive(clock.Forever)
		if err != nil {
			return
		}
		if m, ok := m.(remove); ok {
			if p.Send(p.Starter(), a.remove(m.numbers)) != nil {
				return
			}
		}
	}
}

// agent works on one backup.
type agent struct {
	rules  *Rules
	policy string
	bucket port.Bucket
	chain  chain
	uses   map[string]int   // by block: how many complete checkpoints need it
	blocks map[int][]string // by complete checkpoint
}

func (a *agent) list() (err error) {
	a.chain, err = readChain(a.bucket, a.policy)
	return err
}

// outdated lists the checkpoints that a newer complete one outdates. One that is not
// complete outdates none, and is itself left behind when there is a newer one. V1.
func (a *agent) outdated() (numbers []int) {
	newest := a.chain.newest()
	if a.rules.UnfinishedOutdates && len(a.chain.begun) > 0 {
		newest = a.chain.begun[len(a.chain.begun)-1]
	}
	if a.rules.NewestToo {
		newest++
	}
	for _, n := range a.chain.begun {
		if n < newest {
			numbers = append(numbers, n)
		}
	}
	return numbers
}

// remove deletes checkpoints that were listed as outdated. Time has gone by since: it
// lists again, and looks at each lock at the instant of the deletion. V4, X24.
func (a *agent) remove(numbers []int) (r removedAll) {
	if !a.rules.TrustList {
		if err := a.list(); err != nil {
			r.errors = append(r.errors, err.Error())
			return r
		}
		still := a.outdated()
		numbers = slices.DeleteFunc(slices.Clone(numbers), func(n int) bool { return !slices.Contains(still, n) })
	}
	if err := a.count(); err != nil {
		r.errors = append(r.errors, err.Error())
		return r
	}
	for _, n := range numbers {
		err := a.removeOne(n)
		switch {
		case err == nil:
			r.highest = n
		case !errors.Is(err, errHeld):
			r.errors = append(r.errors, fmt.Sprintf("checkpoint %d of %s: %v", n, a.policy, err))
		}
	}
	return r
}

// errHeld means that a lock still holds a checkpoint, which is no error of a pass.
var errHeld = errors.New("a lock holds it")

// count finds out which blocks the complete checkpoints need.
func (a *agent) count() error {
	a.uses, a.blocks = map[string]int{}, map[int][]string{}
	for _, n := range a.chain.complete {
		data, err := a.bucket.Get(indexKey(a.policy, n))
		if err != nil {
			return err
		}
		if a.blocks[n], err = blocksIn(data); err != nil {
			return fmt.Errorf("%s: %w", indexKey(a.policy, n), err)
		}
		for _, key := range a.blocks[n] {
			a.uses[key]++
		}
	}
	return nil
}

// removeOne deletes a checkpoint: the blocks that no other needs, its index, its mark.
// The index goes after the blocks, so that a removal that was interrupted is found
// again and goes on.
func (a *agent) removeOne(n int) error {
	i, complete := slices.BinarySearch(a.chain.complete, n)
	doomed := a.blocks[n]
	if !complete {
		keys, err := a.bucket.List(blocksOf(a.policy, n))
		if err != nil {
			return err
		}
		doomed = keys
	} else if err := a.free(indexKey(a.policy, n)); err != nil {
		return err
	}
	for _, key := range doomed {
		if complete && a.uses[key] > 1 || !complete && a.uses[key] > 0 {
			continue
		}
		if err := a.del(key); err != nil {
			return err
		}
	}
	if complete {
		if err := a.del(indexKey(a.policy, n)); err != nil {
			return err
		}
		for _, key := range doomed {
			a.uses[key]--
		}
		a.chain.complete = slices.Delete(a.chain.complete, i, i+1)
	}
	return a.del(markKey(a.policy, n))
}

// free fails with errHeld while a lock holds an object.
func (a *agent) free(key string) error {
	if a.rules.TrustList {
		return nil
	}
	left, err := a.bucket.Locked(key)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err == nil && (clock.Duration{}).Less(left):
		return errHeld
	}
	return err
}

// del deletes an object, which an interrupted removal may have deleted already.
func (a *agent) del(key string) error {
	if err := a.free(key); err != nil {
		return err
	}
	if err := a.bucket.Delete(key); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}
