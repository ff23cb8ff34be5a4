package machine

import (
	"cmp"
	"fmt"
	"math"
	"math/bits"
	"slices"
)

// billion is the unit of a drift: parts per billion.
const billion = 1_000_000_000

// segment is a stretch of true time in which a clock has one rate and one offset.
// Within it elapsed(t) = base + floor((t-origin)·(10⁹+ppb)/10⁹) is the time that
// the host has counted, and the clock shows elapsed(t) + offset.
type segment struct {
	from   int64 // true instant; the first segment also holds for all before it
	origin int64 // true instant at which the rate began
	base   int64 // elapsed(origin)
	ppb    int64
	offset int64
}

func (s *segment) elapsed(t int64) int64 {
	return s.base + muldiv(t-s.origin, billion+s.ppb, billion, false)
}

// reaches is the first true instant at which elapsed is at least e, as if the
// segment had no bounds.
// It is math.MaxInt64 when that is too far to count.
func (s *segment) reaches(e int64) int64 {
	d := muldiv(e-s.base, billion, billion+s.ppb, true)
	if d > math.MaxInt64-max(s.origin, 0) {
		return math.MaxInt64
	}
	return s.origin + d
}

// Clock is what a host takes for the time, exact to the nanosecond. All its past is
// kept, so that a reading can be turned back into true instants.
type Clock struct {
	now      func() int64 // true time
	segments []segment
	booted   int64 // elapsed at the last start of the host
	watch    watch
}

// set starts the clock at the true instant t with a reading of t+skew.
func (c *Clock) set(t, skew, ppb int64) {
	mustRate(ppb)
	c.segments = append(c.segments[:0], segment{from: t, origin: t, ppb: ppb, offset: t + skew})
	c.booted = 0
	c.watch.reset()
}

func (c *Clock) last() *segment { return &c.segments[len(c.segments)-1] }

// at is the segment that holds at a true instant.
func (c *Clock) at(t int64) *segment {
	i := len(c.segments) - 1
	for i > 0 && c.segments[i].from > t {
		i--
	}
	return &c.segments[i]
}

// Reading is what the clock shows at a true instant, both in nanoseconds since
// 1970-01-01 UTC. The future is read as if the clock were left alone.
func (c *Clock) Reading(t int64) int64 {
	s := c.at(t)
	return s.elapsed(t) + s.offset
}

// Step moves the clock by d nanoseconds from now on.
func (c *Clock) Step(d int64) {
	s := *c.last()
	s.from = c.now()
	s.offset += d
	c.begin(s)
}

// SetDrift has the clock gain ppb parts per billion from now on. It must be above
// -10⁹ and at most 10⁹. Waits that have begun are not its business: Node.SetDrift is.
func (c *Clock) SetDrift(ppb int64) {
	mustRate(ppb)
	s, now := *c.last(), c.now()
	s.base, s.from, s.origin, s.ppb = s.elapsed(now), now, now, ppb
	c.begin(s)
}

func mustRate(ppb int64) {
	if ppb <= -billion || ppb > billion {
		panic(fmt.Sprintf("machine: a drift of %d ppb is outside -999999999 to 1000000000", ppb))
	}
}

func (c *Clock) begin(s segment) {
	if last := c.last(); last.from == s.from {
		*last = s
		return
	}
	c.segments = append(c.segments, s)
}

// Uptime is how many nanoseconds the host has counted since it was started.
func (c *Clock) Uptime() int64 { return c.elapsed() - c.booted }

func (c *Clock) elapsed() int64 { return c.last().elapsed(c.now()) }

// TrueAfter is the shortest true duration from now in which the host counts at
// least d; 0 unless d is positive. It is math.MaxInt64, for ever, when d is or when
// it is longer.
func (c *Clock) TrueAfter(d int64) int64 {
	switch {
	case d <= 0:
		return 0
	case d == math.MaxInt64:
		return d
	}
	now := c.now()
	if e := c.elapsed(); e <= math.MaxInt64-d {
		if t := c.last().reaches(e + d); t < math.MaxInt64 {
			return t - now
		}
	}
	return math.MaxInt64
}

// Instants is the true instants, in order, between which the clock's being before,
// at or after a reading does not change: for each instant in it the comparison has
// another outcome than a nanosecond earlier. Where the clock shows the reading these
// are the first instant at which it does and the first behind.
func (c *Clock) Instants(reading int64) []int64 {
	var out []int64
	for i := range c.segments {
		s := &c.segments[i]
		// Those that lie outside the segment do no harm: they are asked about as well.
		candidates := [3]int64{s.from, s.reaches(reading - s.offset), s.reaches(reading - s.offset + 1)}
		for _, t := range candidates {
			if cmp.Compare(c.Reading(t), reading) != cmp.Compare(c.Reading(t-1), reading) {
				out = append(out, t)
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// muldiv is a·b/c, rounded down or up, for positive b and c. What does not fit is
// as far as it goes.
func muldiv(a, b, c int64, up bool) int64 {
	if b == c {
		return a
	}
	magnitude, negative := uint64(a), a < 0
	if negative {
		magnitude = -magnitude
	}
	hi, lo := bits.Mul64(magnitude, uint64(b))
	q, r := uint64(math.MaxInt64), uint64(0)
	if hi < uint64(c) {
		q, r = bits.Div64(hi, lo, uint64(c))
	}
	if r != 0 && up != negative {
		q++
	}
	if q > math.MaxInt64 {
		q = math.MaxInt64
	}
	if negative {
		return -int64(q)
	}
	return int64(q)
}

// Stretch is a stretch of true time in which a clock runs evenly: at From it is Ahead
// of true time, and from then on it gains Drift. The first stretch also holds for all
// before it.
type Stretch struct {
	From  int64 // true nanoseconds since 1970-01-01 UTC
	Ahead int64 // nanoseconds
	Drift int64 // parts per billion
}

// AppendStretches adds the clock's past up to now to a list, in order. A clock that was
// stepped or given another rate twice at one instant has one stretch from then on.
func (c *Clock) AppendStretches(all []Stretch) []Stretch {
	for i := range c.segments {
		s := &c.segments[i]
		all = append(all, Stretch{From: s.from, Ahead: s.elapsed(s.from) + s.offset - s.from, Drift: s.ppb})
	}
	return all
}
