package envelope

import (
	"testing"
	"time"

	"gapless/fuzz/result"
	"gapless/scenarios"

	"github.com/google/go-cmp/cmp"
)

// The boundaries by hand, from the rules. A change at the base's start has the stamp
// 02:00:00, and the incremental at 18:00:00 the cutoff
//
//	start - (active - base + offset) = 02:00:00 - offset
//
// N1, N6: a delay d makes the cutoff later by d, so d = offset is borne and a
// nanosecond more loses. N8: so do a client's clock set forward and a master's set back.
// N3: in affected releases so does a resume; fixed ones compute delta again. A client
// that is fast by a drift of p gains 16 h × p = 57,600 s × p, as whole nanoseconds: for
// 10 s that is p = 173,611.1 ppb, for 300 s 5,208,333.3 ppb. Stamps of a granularity g
// are early by up to g - 1 ns, so g = offset + 1 ns is borne. A client's clock that is
// set back makes cutoffs early, and a constant skew cancels.
func TestBoundariesAreThoseOfTheRules(t *testing.T) {
	const never = time.Duration(-1)
	r := scenarios.NewRunner()
	defer r.Close()
	for _, c := range []struct {
		product        string
		offset, resume time.Duration
		drift          int64
	}{
		{"netbackup-5.1", 10 * time.Second, never, 173_611},
		{"netbackup-6.5.2A", 10 * time.Second, 10 * time.Second, 173_611},
		{"netbackup-6.5.3", 300 * time.Second, never, 5_208_333},
	} {
		e, err := Find(r, c.product)
		if err != nil {
			t.Fatal(err)
		}
		got := bounds(e)
		offset := bound{int64(c.offset), int64(c.offset) + 1}
		resume := offset
		if c.resume == never {
			resume = bound{week, 0}
		}
		want := map[string]bound{
			"delay": offset, "resume": resume, "client-forward": offset, "client-back": {week, 0}, "master-back": offset,
			"drift": {c.drift, c.drift + 1}, "skew": {week, 0}, "granularity": {offset.Bears + 1, offset.Loses + 1},
		}
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("%s: %s", c.product, d)
		}
	}
}

// bound is what is borne, and what loses.
type bound struct{ Bears, Loses int64 }

func bounds(e result.Envelope) map[string]bound {
	got := map[string]bound{}
	for _, a := range e.Axes {
		got[a.Name] = bound{a.Bears, a.Loses}
	}
	return got
}

// Backup Exec by hand. D1: a file stamped as the time that was recorded is missed, so one
// nanosecond is lost at rest. D17: what is recorded is the server's clock, and a skew does
// not cancel; each nanosecond of it loses one more. Stamps rounded down to g nanoseconds
// are as old as a base at a tick's beginning for all of the tick. Nothing that happens to
// the master's clock or to the client process matters, nor a client's clock that goes
// faster. One that is set back at 17:00 by more than 15 h stamps what follows before 02:00.
func TestBackupExecsBoundariesAreThoseOfD1AndD17(t *testing.T) {
	r := scenarios.NewRunner()
	defer r.Close()
	e, err := Find(r, "backupexec-2012")
	if err != nil {
		t.Fatal(err)
	}
	never := bound{week, 0}
	back := int64(15 * time.Hour)
	want := map[string]bound{
		"delay": never, "client-forward": never, "client-back": {back, back + 1}, "master-back": never,
		"drift": {100_000_000, 0}, "skew": {0, 1}, "granularity": {1, 2},
	}
	if d := cmp.Diff(want, bounds(e)); d != "" {
		t.Error(d)
	}
	for _, a := range e.Axes {
		if a.Rest != 1 {
			t.Errorf("%s: %d ns are lost at rest, want 1", a.Name, a.Rest)
		}
		for _, p := range a.Points {
			if a.Name == "skew" && p.Window != p.Amount+1 {
				t.Errorf("a skew of %d ns loses %d ns", p.Amount, p.Window)
			}
		}
	}
}

func TestAnUnknownProductIsRefused(t *testing.T) {
	r := scenarios.NewRunner()
	defer r.Close()
	if _, err := Find(r, "none"); err == nil {
		t.Error("there is an envelope of no product")
	}
}
