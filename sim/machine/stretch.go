package machine

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

// Now is what the clock shows, in nanoseconds since 1970-01-01 UTC.
func (c *Clock) Now() int64 { return c.Reading(c.now()) }
