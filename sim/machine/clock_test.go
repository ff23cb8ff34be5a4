package machine_test

import (
	"cmp"
	"math"
	"math/big"
	"math/rand/v2"
	"testing"
	"time"

	"gapless/model/clock"
	"gapless/sim/machine"
	"gapless/sim/sched"

	gocmp "github.com/google/go-cmp/cmp"
)

// lab is one client under a scheduler.
func lab(t *testing.T, start int64, c machine.Config) (*sched.Scheduler, *machine.Host[clock.Client]) {
	s := sched.New()
	t.Cleanup(s.Close)
	s.Reset(start)
	return s, machine.AddHost[clock.Client](machine.New(s), "client", c)
}

const day1 = 1231113600_000_000_000 // 2009-01-05

func TestReadingOfSkewDriftAndSteps(t *testing.T) {
	s, h := lab(t, day1, machine.Config{Skew: 3e9, Drift: 20_000})
	c := h.Clock()
	hour := int64(time.Hour)
	s.Run(day1) // the times below are relative to day 1
	s.At(day1+hour, func() { c.Step(-10) })
	s.At(day1+2*hour, func() { c.SetDrift(-50_000) })
	s.Run(day1 + 2*hour)
	for _, r := range []struct{ at, reads int64 }{
		{0, 3e9},
		{49_999, 3e9 + 49_999},                  // 49,999·1.00002 = 49,999.99998
		{50_000, 3e9 + 50_001},                  // 50,000·1.00002 = 50,001
		{hour - 1, hour - 1 + 3e9 + 72e6 - 1},   // 1 h·20 ppm = 72 ms, less 1.00002 ns
		{hour, hour + 3e9 + 72e6 - 10},          // stepped
		{2 * hour, 2*hour + 3e9 + 144e6 - 10},   // 144 ms gained
		{3 * hour, 3*hour + 3e9 - 36e6 - 10},    // less 180 ms
		{-50_000, -50_000 + 3e9 - 1},            // before the first segment, by its rule
		{-1, 3e9 - 2},                           // floor(-1.00002)
		{2*hour + 1, 2*hour + 3e9 + 144e6 - 10}, // floor(0.99995) = 0: no nanosecond yet
	} {
		if got := c.Reading(day1+r.at) - day1; got != r.reads {
			t.Errorf("at %d: reads %d, want %d", r.at, got, r.reads)
		}
	}
}

func TestUptimeCountsAtTheHostsRateAndIsNotStepped(t *testing.T) {
	s, h := lab(t, day1, machine.Config{Skew: -5e9, Drift: 1000_000})
	s.At(day1+1e9, func() { h.Step(3600e9) })
	s.Run(day1 + 2e9)
	s.At(day1+3e9, func() {
		h.Crash()
		h.Step(7)
	})
	s.At(day1+4e9, func() { h.Restart() })
	if got := h.Uptime().Std(); got != 1_001_000_000 {
		t.Errorf("up for %v, want 1.001s: the last event was 1 s from the start", got)
	}
	s.At(day1+6e9, func() {})
	s.Run(day1 + 10e9)
	if got := h.Uptime().Std(); got != 2_002_000_000 {
		t.Errorf("up for %v after the restart, want 2.002s", got)
	}
}

// exact is a clock of one segment in arithmetic without bounds.
func exact(origin, base, ppb, offset, t int64) int64 {
	n := new(big.Int).Mul(big.NewInt(t-origin), big.NewInt(1_000_000_000+ppb))
	n.Div(n, big.NewInt(1_000_000_000)) // Euclidean: floor for a positive divisor
	return n.Int64() + base + offset
}

func TestReadingsAreExactOverManyYears(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	for range 2000 {
		ppb := rng.Int64N(2_000_000_000) - 999_999_999
		skew := rng.Int64N(1e18) - 5e17
		_, h := lab(t, day1, machine.Config{Skew: skew, Drift: ppb})
		at := day1 + rng.Int64N(2e18) - 1e18
		if got, want := h.Clock().Reading(at), exact(day1, 0, ppb, day1+skew, at); got != want {
			t.Fatalf("drift %d, skew %d, at %d: reads %d, want %d", ppb, skew, at, got, want)
		}
	}
}

func TestTrueAfterIsTheShortestWaitThatTheHostCountsAsLongEnough(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 6))
	for range 2000 {
		ppb := []int64{0, 1, -1, 20_000, -999_999_000, 1_000_000_000, 333_333_333, -333_333_333}[rng.IntN(8)]
		s, h := lab(t, day1, machine.Config{Drift: ppb})
		s.At(day1+rng.Int64N(1000), func() {})
		s.Run(math.MaxInt64)
		c, now := h.Clock(), s.Now()
		d := rng.Int64N(1e6)
		wait := c.TrueAfter(d)
		if counted := c.Reading(now+wait) - c.Reading(now); counted < d {
			t.Fatalf("drift %d: in %d the host counts %d, want %d", ppb, wait, counted, d)
		}
		if wait > 0 && c.Reading(now+wait-1)-c.Reading(now) >= d {
			t.Fatalf("drift %d: %d is too long for %d", ppb, wait, d)
		}
	}
	_, h := lab(t, day1, machine.Config{Drift: -999_999_000})
	for _, d := range []int64{math.MaxInt64, math.MaxInt64 - 1, 1e14} {
		if got := h.Clock().TrueAfter(d); got != math.MaxInt64 {
			t.Errorf("%d lasts %d, want for ever", d, got)
		}
	}
}

// For random clocks with steps and changes of drift: the instants are all those in
// the neighbourhood, found by brute force, at which the comparison changes.
func TestInstantsAreWhereTheComparisonChanges(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 8))
	rates := []int64{0, 0, 20_000, -20_000, 500_000_000, -500_000_000, -900_000_000, 1_000_000_000, 333_333_333}
	found := map[int]int{}
	for range 800 {
		s, h := lab(t, day1, machine.Config{Skew: rng.Int64N(40) - 20, Drift: rates[rng.IntN(len(rates))]})
		for range rng.IntN(5) {
			s.At(day1+rng.Int64N(200), func() {
				if rng.IntN(2) == 0 {
					h.Step(rng.Int64N(100) - 50)
				} else {
					h.SetDrift(rates[rng.IntN(len(rates))])
				}
			})
		}
		s.Run(day1 + 1000)
		c, reading := h.Clock(), day1+rng.Int64N(200)
		compare := func(at int64) int { return cmp.Compare(c.Reading(at), reading) }
		var want []int64
		for at := int64(day1 - 5000); at < day1+5000; at++ {
			if compare(at) != compare(at-1) {
				want = append(want, at)
			}
		}
		if d := gocmp.Diff(want, c.Instants(reading)); d != "" {
			t.Fatalf("(-want +got):\n%s", d)
		}
		found[len(want)]++
	}
	if found[1] == 0 || found[2] == 0 || found[4] == 0 {
		t.Errorf("the clocks are too tame: %v", found)
	}
}

func TestNextInAZoneWithSummerTime(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name              string
		zone              *time.Location
		after             string
		weekday, hour, mi int
		want              string
	}{
		{"later today", time.UTC, "2009-01-05T01:00:00Z", -1, 2, 0, "2009-01-05T02:00:00Z"},
		{"strictly after", time.UTC, "2009-01-05T02:00:00Z", -1, 2, 0, "2009-01-06T02:00:00Z"},
		{"a nanosecond before", time.UTC, "2009-01-05T01:59:59.999999999Z", -1, 2, 0, "2009-01-05T02:00:00Z"},
		{"on Sunday", time.UTC, "2009-01-05T01:00:00Z", 0, 22, 30, "2009-01-11T22:30:00Z"},
		{"a week later", time.UTC, "2009-01-05T02:00:00Z", 1, 2, 0, "2009-01-12T02:00:00Z"},
		{"local time", berlin, "2009-01-05T00:30:00Z", -1, 2, 0, "2009-01-05T01:00:00Z"},
		{"local midnight", berlin, "2009-01-05T23:00:00Z", -1, 0, 0, "2009-01-06T23:00:00Z"},
		{"local weekday", berlin, "2009-01-05T22:59:00Z", 2, 0, 0, "2009-01-05T23:00:00Z"},
		// 2009-03-29: 02:00 CET (01:00Z) becomes 03:00 CEST. Go puts 02:30 at 03:30
		// CEST.
		{"skipped in spring", berlin, "2009-03-29T00:00:00Z", -1, 2, 30, "2009-03-29T01:30:00Z"},
		{"past the skipped", berlin, "2009-03-29T01:30:00Z", -1, 2, 30, "2009-03-30T00:30:00Z"},
		// 2009-10-25: 03:00 CEST (01:00Z) becomes 02:00 CET. 02:30 comes at 00:30Z
		// and at 01:30Z.
		{"twice in autumn", berlin, "2009-10-24T12:00:00Z", -1, 2, 30, "2009-10-25T00:30:00Z"},
		{"the second does not count", berlin, "2009-10-25T00:30:00Z", -1, 2, 30, "2009-10-26T01:30:00Z"},
		{"behind both", berlin, "2009-10-25T00:59:00Z", -1, 3, 30, "2009-10-25T02:30:00Z"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, h := lab(t, day1, machine.Config{Zone: c.zone})
			after, err := time.Parse(time.RFC3339Nano, c.after)
			if err != nil {
				t.Fatal(err)
			}
			got := h.Next(h.Face().Time(after.UnixNano()), c.weekday, c.hour, c.mi)
			if got.String() != c.want {
				t.Errorf("%v, want %s", got, c.want)
			}
		})
	}
}

func TestWatchedReadingsReportTheirDecisions(t *testing.T) {
	s, h := lab(t, day1, machine.Config{Skew: 500})
	var roots []int64
	at := func(reading int64) clock.Time[clock.Client] { return h.Face().Time(day1 + reading) }
	before := h.Now()
	h.Clock().Watch(func(root int64) { roots = append(roots, root-day1) })
	now, stamp, same := h.Now(), h.Stamp(100, 1000, true), h.Stamp(0, 1, false)
	h.Clock().Unwatch()
	s.At(day1+1, func() {})
	s.Run(day1 + 1)
	plain := h.Now()

	expect := func(what string, want ...int64) {
		t.Helper()
		if d := gocmp.Diff(want, roots); d != "" {
			t.Errorf("%s: roots (-want +got):\n%s", what, d)
		}
		roots = nil
	}
	_ = before.Before(plain)
	expect("plain readings")
	_ = now.Before(at(700))
	expect("the exact reading", 700)
	_ = same.Before(at(800))
	expect("a stamp without rounding", 800)

	encoded, _ := now.AppendBinary(nil)
	decoded, _, err := h.Face().Decode(encoded)
	if err != nil {
		t.Fatal(err)
	}
	_ = decoded.Before(at(600))
	expect("the reading, decoded", 600)

	_ = h.FromWall(h.Face().Wall(now)).Before(at(650))
	expect("the reading, as the wall's time", 650)
	if !h.FromWall(time.Time{}).IsZero() {
		t.Error("the zero time is a reading")
	}

	if want := at(1000); !h.Face().Time(h.Face().UnixNano(stamp)).Equal(want) {
		t.Errorf("the stamp is %v, want %v", stamp, want)
	}
	// Rounded up to 1,000: below 2,000 up to 1,000, at 2,000 from 1,001 on; and a
	// clock of 100 ns ticks passes 1,001 at 1,100.
	encoded, _ = stamp.AppendBinary(nil)
	decoded, _, err = h.Face().Decode(encoded)
	if err != nil {
		t.Fatal(err)
	}
	_ = decoded.Before(at(2000))
	seen := map[int64]bool{}
	for _, r := range roots {
		seen[r] = true
	}
	if !seen[1100] {
		t.Errorf("roots %v of the stamp lack 1100", roots)
	}
}

func TestStampIsTruncatedToTheTickAndThenRounded(t *testing.T) {
	_, h := lab(t, day1, machine.Config{Skew: 1_234_567_891})
	for _, c := range []struct {
		tick, quantum int64
		up            bool
		want          int64
	}{
		{0, 1, false, 1_234_567_891},
		{1, 100, false, 1_234_567_800},
		{1, 100, true, 1_234_567_900},
		{4e6, 1, false, 1_232_000_000},
		{4e6, 2e9, false, 0},
		{4e6, 2e9, true, 2_000_000_000},
		{4e6, 1e6, true, 1_232_000_000}, // the tick comes first
	} {
		if got := h.Face().UnixNano(h.Stamp(c.tick, c.quantum, c.up)) - day1; got != c.want {
			t.Errorf("Stamp(%d, %d, %v) = %d, want %d", c.tick, c.quantum, c.up, got, c.want)
		}
	}
}

func TestNextTellsAWatcherBothEndsOfItsStretch(t *testing.T) {
	_, h := lab(t, day1, machine.Config{})
	var roots []int64
	h.Clock().Watch(func(root int64) { roots = append(roots, root-day1) })
	_ = h.Next(h.Now(), -1, 2, 0)
	hour := int64(time.Hour)
	has := func(want int64) bool {
		for _, r := range roots {
			if r == want {
				return true
			}
		}
		return false
	}
	if !has(2*hour) || !has(-22*hour) {
		t.Errorf("roots %v lack 2 h or -22 h", roots)
	}
}
