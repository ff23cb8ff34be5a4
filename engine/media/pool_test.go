package media

import (
	"testing"
	"time"

	"gapless/engine/catalog"
	"gapless/engine/message"
	"gapless/engine/wire"
	"gapless/model/clock"
)

var face = clock.NewFace[clock.Media](3)

// at is the reading of hour h on the media host's clock.
func at(h int) catalog.Reading {
	return catalog.Reading(wire.Time(nil, face.Time(int64(h)*int64(time.Hour))))
}

func hours(n int) clock.Duration { return clock.Of(time.Duration(n) * time.Hour) }

// tape is a medium that was allocated and last written at these hours; kept for 24 hours
// after that, and appended to without limit.
func tape(name string, allocated, written int, change ...func(*message.Tape)) message.Tape {
	t := message.Tape{Retention: hours(24), Append: clock.Forever, Level: message.ProtectAll}
	t.Name, t.Allocated, t.Written = name, at(allocated), at(written)
	for _, c := range change {
		c(&t)
	}
	return t
}

func empty(name string, change ...func(*message.Tape)) message.Tape {
	t := tape(name, 0, 0, change...)
	t.Allocated, t.Written = "", ""
	return t
}

func full(t *message.Tape)     { t.Full = true }
func closed(t *message.Tape)   { t.Closed = true }
func imported(t *message.Tape) { t.Imported = true }
func partial(t *message.Tape)  { t.Level = message.ProtectAllocated }
func none(t *message.Tape)     { t.Level = message.ProtectNothing }
func forever(t *message.Tape)  { t.Retention = clock.Forever }
func day(t *message.Tape)      { t.Append = hours(24) }

func needed(t *message.Tape) { t.Needed = true }

// withOneKept says that the medium shares an image with one that is kept without limit.
func withOneKept(t *message.Tape) {
	t.With = append(t.With, message.Partner{Name: "other", Retention: clock.Forever})
}

// with says that the medium shares an image with one that was written so much later.
func with(later int) func(*message.Tape) {
	return func(t *message.Tape) {
		t.With = append(t.With, message.Partner{Name: "other", Later: hours(later), Retention: hours(24)})
	}
}

// C9, C10, C15: which medium comes next at hour 30, and when one becomes free by itself.
func TestWhichMediumIsNext(t *testing.T) {
	for _, c := range []struct {
		what   string
		tapes  []message.Tape
		fresh  bool
		pool   message.Pool
		want   string
		within int // hours; -1 for never
	}{
		{what: "one that takes more", tapes: []message.Tape{empty("s"), tape("a", 1, 29)}, want: "a"},
		{what: "a restart appends to none", tapes: []message.Tape{tape("a", 1, 29), empty("s")}, fresh: true, want: "s"},
		{what: "a full one takes no more", tapes: []message.Tape{tape("a", 1, 29, full), empty("s")}, want: "s"},
		{what: "nor one on which a job failed", tapes: []message.Tape{tape("a", 1, 29, closed), empty("s")}, want: "s"},
		{what: "until its retention is over", tapes: []message.Tape{tape("a", 1, 6, closed), empty("s")}, want: "a"},
		{what: "the append period counts from the allocation", tapes: []message.Tape{tape("a", 6, 29, day), empty("s")}, want: "s"},
		{what: "and is open at its end", tapes: []message.Tape{tape("a", 7, 29, day), empty("s")}, want: "a"},
		{what: "scratch before recyclable", tapes: []message.Tape{tape("r", 1, 5, full), empty("s")}, want: "s"},
		{what: "recyclable before scratch", tapes: []message.Tape{empty("s"), tape("r", 1, 5, full)}, pool: message.Pool{RecyclableFirst: true}, want: "r"},
		{what: "protection ends a day after the last write", tapes: []message.Tape{tape("r", 1, 6, full)}, want: "r"},
		{what: "and not before", tapes: []message.Tape{tape("p", 1, 7, full)}, within: 1},
		{what: "from the allocation, broken on purpose", tapes: []message.Tape{tape("p", 1, 29, full)}, pool: message.Pool{FromAllocation: true}, want: "p"},
		{what: "what is kept without limit never ends", tapes: []message.Tape{tape("p", 1, 2, full, forever)}, within: -1},
		{what: "the later part of a set protects the earlier", tapes: []message.Tape{tape("p", 1, 5, full, with(3))}, within: 2},
		{what: "part by part, broken on purpose", tapes: []message.Tape{tape("p", 1, 5, full, with(3))}, pool: message.Pool{EachAlone: true}, want: "p"},
		{what: "without limit, when the other part is kept so", tapes: []message.Tape{tape("p", 1, 5, full, withOneKept)}, within: -1},
		{what: "what the very job that writes needs", tapes: []message.Tape{tape("p", 1, 5, full, needed)}, within: -1},
		{what: "unless nothing is protected", tapes: []message.Tape{tape("p", 1, 5, full, needed, none)}, want: "p"},
		{what: "an earlier part takes nothing away", tapes: []message.Tape{tape("p", 1, 7, full, with(-5))}, within: 1},
		{what: "a part that is kept without limit keeps the other", tapes: []message.Tape{tape("p", 1, 5, full, with(1), func(t *message.Tape) { t.With[0].Retention = clock.Forever })}, within: -1},
		{what: "imported media are protected at level full", tapes: []message.Tape{empty("i", imported)}, within: -1},
		{what: "and not at level partial", tapes: []message.Tape{empty("i", imported, partial)}, want: "i"},
		{what: "allocated media are, at level partial", tapes: []message.Tape{tape("p", 1, 29, full, partial)}, within: 23},
		{what: "nothing is at level none", tapes: []message.Tape{tape("n", 1, 29, full, none)}, want: "n"},
		{what: "but scratch and recyclable media come first", tapes: []message.Tape{tape("n", 1, 29, full, none), tape("r", 1, 5, full)}, want: "r"},
		{what: "an empty pool", within: -1},
	} {
		c.pool.Tapes = c.tapes
		p := pool{Pool: c.pool, clock: face, tried: map[string]bool{}}
		got, _, within := p.next(face.Time(int64(30*time.Hour)), c.fresh)
		name := ""
		if got != nil {
			name = got.Name
		}
		wait := hours(c.within)
		if c.within < 0 {
			wait = clock.Forever
		}
		if name != c.want || !within.Equal(wait) {
			t.Errorf("%s: %q within %v, want %q within %v", c.what, name, within, c.want, wait)
		}
	}
}

// A writer does not come back to a medium that it has filled, or that is broken.
func TestAMediumIsTriedOnce(t *testing.T) {
	p := pool{Pool: message.Pool{Tapes: []message.Tape{empty("a"), empty("b")}}, clock: face, tried: map[string]bool{"a": true}}
	if got, _, _ := p.next(face.Time(0), false); got == nil || got.Name != "b" {
		t.Errorf("the next is %v", got)
	}
}

// C10: a set is protected as long as its later part, also while that is being written.
func TestWhatThisWriterFillsProtectsItsSetAnew(t *testing.T) {
	p := pool{Pool: message.Pool{Tapes: []message.Tape{tape("a", 1, 5, full, with(0))}}, clock: face, tried: map[string]bool{}}
	if got, _, _ := p.next(face.Time(int64(30*time.Hour)), true); got == nil {
		t.Fatal("its protection ended an hour ago, and it is denied")
	}
	p.filled("other", face.Time(int64(10*time.Hour)))
	got, _, within := p.next(face.Time(int64(30*time.Hour)), true)
	if got != nil || within.Compare(hours(4)) != 0 {
		t.Errorf("next gives %v within %s, want nothing within 4 hours", got, within.Short())
	}
}
