package clock

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func panics(t *testing.T, what, with string, f func()) {
	t.Helper()
	defer func() {
		if v := recover(); v == nil || !strings.Contains(v.(string), with) {
			t.Errorf("%s: panics with %v, want %q", what, v, with)
		}
	}()
	f()
}

func TestTimesOfOneHostCompareAndMove(t *testing.T) {
	f := NewFace[Client](1)
	a, b := f.Time(100), f.Time(250)
	d := b.Sub(a)
	for what, ok := range map[string]bool{
		"before":     a.Before(b) && !b.Before(a) && !a.Before(a),
		"after":      b.After(a) && !a.After(b) && !a.After(a),
		"compare":    a.Compare(b) < 0 && b.Compare(a) > 0 && a.Compare(f.Time(100)) == 0,
		"difference": d.Std() == 150 && a.Sub(b).Std() == -150 && a.Sub(a).Equal(Duration{}),
		"add":        a.Add(d).Equal(b) && b.Add(d.Neg()).Equal(a),
		"plus":       d.Plus(Of(50)).Std() == 200 && d.Plus(d.Neg()).Equal(Duration{}),
		"less":       d.Less(Of(151)) && !d.Less(Of(150)) && Of(-1).Negative() && !Of(0).Negative(),
		"forever":    Of(1<<62).Less(Forever) && !Forever.Less(Forever),
		"twins":      a.Equal(NewFace[Client](1).Time(100)) && a.Compare(NewFace[Client](1).Time(99)) > 0,
		"zero":       (Time[Client]{}).IsZero() && !a.IsZero() && (Time[Client]{}).Equal(Time[Client]{}) && !a.Equal(Time[Client]{}),
		"go-cmp":     cmp.Equal(a, f.Time(100)) && !cmp.Equal(a, b) && cmp.Equal(d, Of(150)),
	} {
		if !ok {
			t.Errorf("%s is wrong", what)
		}
	}
}

func TestTimesOfTwoHostsOfOneRoleDoNotMix(t *testing.T) {
	a, b := NewFace[Client](1).Time(5), NewFace[Client](2).Time(5)
	panics(t, "compare", "client 1's clock and client 2's clock", func() { a.Compare(b) })
	panics(t, "before", "different clocks", func() { a.Before(b) })
	panics(t, "sub", "different clocks", func() { a.Sub(b) })
	panics(t, "no reading", "no clock", func() { a.Compare(Time[Client]{}) })
	panics(t, "the other's face", "different clocks", func() { NewFace[Client](1).UnixNano(b) })
	panics(t, "a number that stands for something else", "outside", func() { NewFace[Client](anyHost) })
	if a.Equal(b) {
		t.Error("readings of two hosts are equal")
	}
}

func TestTruncateRoundsDownAlsoBefore1970(t *testing.T) {
	f := NewFace[Client](0)
	for _, c := range [][3]int64{{7, 5, 5}, {5, 5, 5}, {0, 5, 0}, {-1, 5, -5}, {-5, 5, -5}, {-6, 5, -10}, {7, 1, 7}, {7, 0, 7}} {
		if got := f.Time(c[0]).Truncate(Of(time.Duration(c[1]))); !got.Equal(f.Time(c[2])) {
			t.Errorf("%d in steps of %d is %d", c[0], c[1], f.UnixNano(got))
		}
	}
}

func TestATimeIsDecodedByItsHostOnly(t *testing.T) {
	f := NewFace[Client](3)
	for _, x := range []Time[Client]{f.Time(0), f.Time(1), f.Time(-1), f.Time(1 << 62), {}} {
		b, err := x.AppendBinary([]byte("before"))
		if err != nil {
			t.Fatal(err)
		}
		got, rest, err := f.Decode(append(b, "behind"...)[len("before"):])
		if err != nil || !got.Equal(x) || string(rest) != "behind" {
			t.Errorf("%v comes back as %v, %q, %v", x, got, rest, err)
		}
		for n := range encodedLen {
			if _, rest, err := f.Decode(b[6 : 6+n]); err == nil || len(rest) != n {
				t.Errorf("%d bytes of a time are accepted", n)
			}
			if _, _, err := Skip[Client](b[6 : 6+n]); err == nil {
				t.Errorf("%d bytes of a time are passed over", n)
			}
		}
		if _, rest, err := Skip[Client](b[6:]); err != nil || len(rest) != 0 {
			t.Errorf("a time is not passed over: %v", err)
		}
	}
	b, _ := f.Time(7).AppendBinary(nil)
	if _, _, err := NewFace[Client](4).Decode(b); err == nil {
		t.Error("another host's time is accepted")
	}
	b, _ = Time[Client]{}.AppendBinary(nil)
	b[0] = 1
	if _, _, err := f.Decode(b); err == nil {
		t.Error("no reading with a number is accepted")
	}
}

func TestADurationIsWrittenAsGoDoes(t *testing.T) {
	for _, d := range []Duration{Of(0), Of(time.Hour + 45*time.Minute + 49*time.Second), Of(-1), Forever} {
		b, err := d.MarshalText()
		var got Duration
		if err != nil || got.UnmarshalText(b) != nil || !got.Equal(d) {
			t.Errorf("%s comes back as %s", b, got)
		}
	}
	if new(Duration).UnmarshalText([]byte("soon")) == nil {
		t.Error("soon is a duration")
	}
}

func TestInstantsAreWrittenAsScriptsDo(t *testing.T) {
	for ns, want := range map[time.Duration]string{
		0: "00:00:00", 1: "00:00:00.000000001", 2 * time.Hour: "02:00:00",
		day - 1: "23:59:59.999999999", day: "day 2 00:00:00", 40*day + 1500*time.Millisecond: "day 41 00:00:01.5",
		-time.Second: "day 0 23:59:59", -day: "day 0 00:00:00",
	} {
		if got := Of(ns).Instant(); got != want {
			t.Errorf("%v is %s, want %s", ns, got, want)
		}
	}
}

func TestAssumeNamesWhatItAssumes(t *testing.T) {
	var told []Assumption
	m := NewFace[Master](0)
	m.OnAssume(func(a Assumption) { told = append(told, a) })
	c := Assume[Client](m.Time(42), "they agree")
	for n := range 3 {
		if host := NewFace[Client](n); !c.Equal(host.Time(42)) || !host.Time(41).Before(c) {
			t.Errorf("it does not compare with client %d", n)
		}
	}
	if !Assume[Client](Time[Master]{}, "nothing").IsZero() {
		t.Error("no reading becomes one")
	}
	if d := cmp.Diff([]Assumption{{"master", "client", "they agree"}}, told); d != "" {
		t.Error(d)
	}
}

func TestShortLeavesOutTheZerosAtTheEnd(t *testing.T) {
	for d, want := range map[time.Duration]string{
		0: "0s", 2 * time.Hour: "2h", 90 * time.Minute: "1h30m", time.Hour + time.Second: "1h0m1s",
		10 * time.Second: "10s", 10 * time.Minute: "10m", -time.Hour: "-1h", 100 * time.Hour: "100h",
	} {
		if got := Of(d).Short(); got != want {
			t.Errorf("%v is %q, want %q", d, got, want)
		}
	}
}
