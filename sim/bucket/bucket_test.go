package bucket

import (
	"errors"
	"fmt"
	"net"
	"testing"
	"time"

	"gapless/model/clock"
	"gapless/sim/bucket/conformance"
	"gapless/sim/op"
)

func TestABucketConforms(t *testing.T) {
	conformance.Run(t, func(*testing.T) conformance.Subject {
		now := int64(1_000_000)
		b := New("b", func() int64 { return now })
		return conformance.Subject{Bucket: b.From(nil), Pass: func(d time.Duration) { now += int64(d) }}
	})
}

func TestACloneChangesByItself(t *testing.T) {
	b := New("b", func() int64 { return 0 })
	v := b.From(nil)
	_ = v.Put("a", []byte("one"), clock.Of(time.Hour))
	_ = v.Put("b", nil, clock.Duration{})
	c := b.Clone()
	_ = v.Put("a", []byte("two"), clock.Duration{})
	_ = v.Delete("b")
	if got, err := c.From(nil).Get("a"); string(got) != "one" || err != nil || !c.Has("b") || c.LockedUntil("a") != int64(time.Hour) {
		t.Errorf("the clone has %q, %v", got, err)
	}
	if keys, _ := c.From(nil).List(""); fmt.Sprint(keys) != "[a b]" {
		t.Errorf("the clone lists %q", keys)
	}
}

func TestFaultsFailOperationsUntilTheyAreHealed(t *testing.T) {
	b := New("b", func() int64 { return 0 })
	v := b.From(nil)
	b.Fail(op.Remove, 2)
	_ = v.Put("a", nil, clock.Duration{})
	for range 2 {
		if v.Delete("a") == nil {
			t.Fatal("the fault did nothing")
		}
	}
	b.FailAll()
	if _, err := v.Get("a"); !errors.Is(err, net.ErrClosed) {
		t.Errorf("a repository that is gone answers %v", err)
	}
	b.Heal()
	if err := v.Delete("a"); err != nil {
		t.Error(err)
	}
}

func TestTheWatcherHearsOfWhatIsGoneForGood(t *testing.T) {
	b := New("b", func() int64 { return 0 })
	var gone []string
	b.OnDelete = func(key string) { gone = append(gone, key) }
	v := b.From(nil)
	_ = v.Put("held", nil, clock.Of(time.Hour))
	_ = v.Put("free", nil, clock.Duration{})
	_, _, _ = v.Delete("held"), v.Delete("free"), v.Delete("none")
	if fmt.Sprint(gone) != "[free]" {
		t.Errorf("heard of %q", gone)
	}
}

// Keys that come and go in any order stay listed, and only they.
func TestTheIndexFollowsTheObjects(t *testing.T) {
	b := New("b", func() int64 { return 0 })
	v := b.From(nil)
	there := map[string]bool{}
	for i := range 5000 {
		key := fmt.Sprintf("k/%03d", i*7919%400)
		if i%3 == 2 {
			_ = v.Delete(key)
			delete(there, key)
		} else {
			_ = v.Put(key, nil, clock.Duration{})
			there[key] = true
		}
		if i%100 != 0 {
			continue
		}
		keys, _ := v.List("k/")
		for _, k := range keys {
			if !there[k] {
				t.Fatalf("step %d: %s is listed", i, k)
			}
		}
		if len(keys) != len(there) {
			t.Fatalf("step %d: %d keys, want %d", i, len(keys), len(there))
		}
	}
}
