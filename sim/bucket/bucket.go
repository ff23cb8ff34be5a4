package bucket

import (
	"fmt"
	"io/fs"
	"math"
	"net"
	"slices"
	"time"

	"gapless/model/clock"
	"gapless/sim/op"
)

// Bucket is a repository. Make one with New.
type Bucket struct {
	// Latency is the true time that each operation takes.
	Latency time.Duration
	// OnPut is told of each object that has been put.
	OnPut func(key string)
	// OnDelete is told of each object that is deleted for good.
	OnDelete func(key string)

	name    string
	now     func() int64 // its clock
	objects map[string]*object
	keys    index
	gone    bool
	changes int64
	fails   []failure
}

// object is all versions of a key, the current one last.
type object struct{ versions []version }

type version struct {
	data   []byte
	locked int64 // until when, on the repository's clock; 0 for never
}

// failure is an operation that will fail.
type failure struct {
	kind  op.Kind
	times int
}

// New is an empty repository with a clock in nanoseconds since 1970-01-01 UTC.
func New(name string, now func() int64) *Bucket {
	b := &Bucket{objects: map[string]*object{}}
	b.Reset(name, now)
	return b
}

// Reset makes the repository as New does, in the memory that it has.
func (b *Bucket) Reset(name string, now func() int64) {
	clear(b.objects)
	b.keys.reset()
	*b = Bucket{name: name, now: now, objects: b.objects, keys: b.keys, fails: b.fails[:0]}
}

// Name is the repository's name.
func (b *Bucket) Name() string { return b.name }

// Wipe deletes, as somebody with all rights does, every object that no lock holds.
func (b *Bucket) Wipe() (left int) {
	v := b.From(nil)
	for _, key := range b.Keys("") {
		if v.Delete(key) != nil {
			left++
		}
	}
	return left
}

// Len is the number of objects.
func (b *Bucket) Len() int { return len(b.objects) }

// Keys lists the objects whose keys begin with prefix, in order.
func (b *Bucket) Keys(prefix string) []string { return b.keys.within(prefix, b.Has) }

// Changes counts what was written and deleted so far.
func (b *Bucket) Changes() int64 { return b.changes }

// Has reports whether there is an object of that key.
func (b *Bucket) Has(key string) bool { return b.objects[key] != nil }

// LockedUntil is when the last lock on an object ends, on the repository's clock; 0
// when there is none.
func (b *Bucket) LockedUntil(key string) (until int64) {
	if o := b.objects[key]; o != nil {
		for _, v := range o.versions {
			until = max(until, v.locked)
		}
	}
	return until
}

// Fail has the next times operations of a kind fail with an error of the repository;
// all from now on when times is not positive.
func (b *Bucket) Fail(kind op.Kind, times int) {
	if times <= 0 {
		times = math.MaxInt
	}
	b.fails = append(b.fails, failure{kind, times})
}

// FailAll makes the repository unreachable for good.
func (b *Bucket) FailAll() { b.gone = true }

// Gone reports whether FailAll was called, and nothing was healed since.
func (b *Bucket) Gone() bool { return b.gone }

// Heal ends all faults.
func (b *Bucket) Heal() { b.gone, b.fails = false, b.fails[:0] }

// Clone is a repository with the same objects and locks, and without faults or a
// watcher. Each changes by itself.
func (b *Bucket) Clone() *Bucket {
	c := New(b.name, b.now)
	c.Latency, c.changes = b.Latency, b.changes
	for key, o := range b.objects { // any order: into another map
		c.objects[key] = &object{slices.Clone(o.versions)}
	}
	c.keys = b.keys.clone()
	return c
}

// From is the repository as a host with that gate sees it; nil for a free one.
func (b *Bucket) From(gate op.Gate) *View {
	if gate == nil {
		gate = op.Free{}
	}
	return &View{b, gate}
}

// View is a repository as one host sees it.
type View struct {
	b    *Bucket
	gate op.Gate
}

// pass has an operation happen, unless it fails before it does anything.
func (v *View) pass(kind op.Kind, key string) error {
	if err := v.gate.Pass(kind, key); err != nil {
		return err
	}
	if v.b.Latency > 0 {
		v.gate.Spend(v.b.Latency)
	}
	if v.b.gone {
		return fmt.Errorf("%s %s: %w", kind, key, net.ErrClosed)
	}
	for i := range v.b.fails {
		if f := &v.b.fails[i]; f.kind == kind && f.times > 0 {
			f.times--
			return fmt.Errorf("%s %s: the repository answers with an internal error", kind, key)
		}
	}
	return nil
}

// find is the object of a key.
func (v *View) find(kind op.Kind, key string) (*object, error) {
	o := v.b.objects[key]
	if o == nil {
		return nil, &fs.PathError{Op: kind.String(), Path: key, Err: fs.ErrNotExist}
	}
	return o, nil
}

// until is the end of a lock that begins now.
func (v *View) until(lock clock.Duration) int64 {
	d := int64(lock.Std())
	now := v.b.now()
	switch {
	case d <= 0:
		return 0
	case d > math.MaxInt64-now:
		return math.MaxInt64
	}
	return now + d
}

// Put writes a new version, which becomes the object's current one, locked for that
// long; not at all unless the duration is positive. The data is kept.
func (v *View) Put(key string, data []byte, lock clock.Duration) error {
	if err := v.pass(op.Write, key); err != nil {
		return err
	}
	o := v.b.objects[key]
	if o == nil {
		o = &object{}
		v.b.objects[key] = o
		v.b.keys.add(key)
	}
	if last := len(o.versions) - 1; last >= 0 && o.versions[last].locked <= v.b.now() {
		o.versions = o.versions[:last] // what nothing holds is replaced
	}
	o.versions = append(o.versions, version{data, v.until(lock)})
	v.b.changes++
	if v.b.OnPut != nil {
		v.b.OnPut(key)
	}
	return nil
}

// Get reads the current version. It is never written to again.
func (v *View) Get(key string) ([]byte, error) {
	if err := v.pass(op.Read, key); err != nil {
		return nil, err
	}
	o, err := v.find(op.Read, key)
	if err != nil {
		return nil, err
	}
	return o.versions[len(o.versions)-1].data, nil
}

// List lists the keys that begin with prefix, sorted.
func (v *View) List(prefix string) ([]string, error) {
	if err := v.pass(op.List, prefix); err != nil {
		return nil, err
	}
	return v.b.Keys(prefix), nil
}

// Lock locks the current version for that long from now on, unless it is locked for
// longer.
func (v *View) Lock(key string, lock clock.Duration) error {
	if err := v.pass(op.SetTimes, key); err != nil {
		return err
	}
	o, err := v.find(op.SetTimes, key)
	if err != nil {
		return err
	}
	current := &o.versions[len(o.versions)-1]
	current.locked = max(current.locked, v.until(lock))
	return nil
}

// Locked is for how much longer some version of the object is locked.
func (v *View) Locked(key string) (clock.Duration, error) {
	if err := v.pass(op.Examine, key); err != nil {
		return clock.Duration{}, err
	}
	if _, err := v.find(op.Examine, key); err != nil {
		return clock.Duration{}, err
	}
	left := v.b.LockedUntil(key) - v.b.now()
	return clock.Of(time.Duration(max(left, 0))), nil
}

// Delete deletes all versions of the object for good; none while one is locked.
func (v *View) Delete(key string) error {
	if err := v.pass(op.Remove, key); err != nil {
		return err
	}
	if _, err := v.find(op.Remove, key); err != nil {
		return err
	}
	if v.b.LockedUntil(key) > v.b.now() {
		return &fs.PathError{Op: op.Remove.String(), Path: key, Err: fs.ErrPermission}
	}
	delete(v.b.objects, key)
	v.b.keys.drop()
	v.b.changes++
	if v.b.OnDelete != nil {
		v.b.OnDelete(key)
	}
	return nil
}
