// Package conformance is one table of what an object repository does, which every
// implementation passes.
package conformance

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"testing"
	"time"

	"gapless/model/clock"
)

// Bucket is what the table is about; it has the method set of the engine's port.
type Bucket interface {
	Put(key string, data []byte, lock clock.Duration) error
	Get(key string) ([]byte, error)
	List(prefix string) ([]string, error)
	Lock(key string, lock clock.Duration) error
	Locked(key string) (clock.Duration, error)
	Delete(key string) error
}

// Subject is an empty repository to try.
type Subject struct {
	Bucket
	// Pass lets time go by on its clock; nil where nobody can, and then nothing that needs
	// it is tried.
	Pass func(d time.Duration)
	// Quantum is the unit in which it counts the time of locks; 0 for nanoseconds.
	Quantum time.Duration
}

// step is one call and what has to come of it.
type step struct {
	call string // put, get, list, lock, locked, delete, pass
	key  string
	arg  string        // data, or the keys of a list
	dur  time.Duration // of a lock, or that passes
	err  error
}

const day = 24 * time.Hour

// unit is the least time that passes in the table: as little as a repository counts.
const unit = 1

// table is what a repository does. Where locked is asked the answer may be a little
// less than dur, since time goes by on a real one.
var table = []struct {
	name  string
	steps []step
}{
	{"what was put can be got", []step{{call: "put", key: "a/1", arg: "one"}, {call: "get", key: "a/1", arg: "one"}}},
	{"an empty object is one", []step{{call: "put", key: "a/1"}, {call: "get", key: "a/1"}, {call: "list", arg: "a/1"}}},
	{"what was never put is not there", []step{
		{call: "get", key: "a", err: fs.ErrNotExist}, {call: "delete", key: "a", err: fs.ErrNotExist},
		{call: "locked", key: "a", err: fs.ErrNotExist}, {call: "list"}}},
	{"the last put counts", []step{
		{call: "put", key: "a", arg: "one"}, {call: "put", key: "a", arg: "two"}, {call: "get", key: "a", arg: "two"}, {call: "list", arg: "a"}}},
	{"what was deleted is gone", []step{
		{call: "put", key: "a", arg: "one"}, {call: "put", key: "b", arg: "x"}, {call: "delete", key: "a"},
		{call: "get", key: "a", err: fs.ErrNotExist}, {call: "list", arg: "b"},
		{call: "put", key: "a", arg: "new"}, {call: "get", key: "a", arg: "new"}, {call: "list", arg: "a b"}}},
	{"keys are listed in order and by their beginning", []step{
		{call: "put", key: "b/2"}, {call: "put", key: "a/10"}, {call: "put", key: "a/1"}, {call: "put", key: "a0"}, {call: "put", key: "a"},
		{call: "list", key: "a/", arg: "a/1 a/10"}, {call: "list", key: "a", arg: "a a/1 a/10 a0"}, {call: "list", arg: "a a/1 a/10 a0 b/2"},
		{call: "list", key: "c"}}},
	{"what is not locked has no time left", []step{{call: "put", key: "a"}, {call: "locked", key: "a"}}},
	{"what is locked stays", []step{
		{call: "put", key: "a", arg: "one", dur: day}, {call: "locked", key: "a", dur: day},
		{call: "delete", key: "a", err: fs.ErrPermission}, {call: "get", key: "a", arg: "one"}}},
	{"a lock ends at its instant", []step{
		{call: "put", key: "a", dur: day}, {call: "pass", dur: day - unit}, {call: "delete", key: "a", err: fs.ErrPermission},
		{call: "pass", dur: unit}, {call: "locked", key: "a"}, {call: "delete", key: "a"}, {call: "list"}}},
	{"a lock is extended and never shortened", []step{
		{call: "put", key: "a", dur: day}, {call: "lock", key: "a", dur: 2 * day}, {call: "lock", key: "a", dur: time.Hour},
		{call: "locked", key: "a", dur: 2 * day}, {call: "pass", dur: 2*day - unit}, {call: "delete", key: "a", err: fs.ErrPermission}}},
	{"a lock may come later", []step{
		{call: "put", key: "a"}, {call: "lock", key: "a", dur: day}, {call: "delete", key: "a", err: fs.ErrPermission}}},
	{"a locked version is held beneath a newer one", []step{
		{call: "put", key: "a", arg: "one", dur: day}, {call: "put", key: "a", arg: "two"}, {call: "get", key: "a", arg: "two"},
		{call: "delete", key: "a", err: fs.ErrPermission}, {call: "get", key: "a", arg: "two"}, {call: "pass", dur: day}, {call: "delete", key: "a"},
		{call: "get", key: "a", err: fs.ErrNotExist}}},
}

// Run tries the whole table, each case on an empty repository.
func Run(t *testing.T, empty func(t *testing.T) Subject) {
	for _, c := range table {
		t.Run(c.name, func(t *testing.T) {
			s := empty(t)
			for i, st := range c.steps {
				if st.call == "pass" && s.Pass == nil {
					return
				}
				if err := s.try(st); err != nil {
					t.Fatalf("step %d, %s %s: %v", i+1, st.call, st.key, err)
				}
			}
		})
	}
}

// counted is a time that passes, in the unit of the repository: one unit of the table
// is one of its own.
func (s *Subject) counted(d time.Duration) time.Duration {
	if s.Quantum == 0 {
		return d
	}
	whole := d.Round(time.Hour)
	return whole + (d-whole)*s.Quantum
}

// try makes one call.
func (s *Subject) try(st step) (err error) {
	got, want := "", st.arg
	switch st.call {
	case "put":
		err, want = s.Put(st.key, []byte(st.arg), clock.Of(st.dur)), ""
	case "get":
		var data []byte
		data, err = s.Get(st.key)
		got = string(data)
	case "list":
		var keys []string
		keys, err = s.List(st.key)
		if !slices.IsSorted(keys) {
			return fmt.Errorf("the keys %q are in no order", keys)
		}
		for i, k := range keys {
			if i > 0 {
				got += " "
			}
			got += k
		}
	case "lock":
		err = s.Lock(st.key, clock.Of(st.dur))
	case "locked":
		var left clock.Duration
		left, err = s.Locked(st.key)
		if late := st.dur - left.Std(); late < 0 || s.Pass != nil && late > 0 || late > time.Minute {
			return fmt.Errorf("%v are left, and not %v", left, st.dur)
		}
	case "delete":
		err = s.Delete(st.key)
	case "pass":
		s.Pass(s.counted(st.dur))
	}
	switch {
	case st.err != nil && !errors.Is(err, st.err):
		return fmt.Errorf("the error is %v, and not %w", err, st.err)
	case st.err == nil && err != nil:
		return err
	case st.err == nil && got != want:
		return fmt.Errorf("got %q, want %q", got, want)
	}
	return nil
}
