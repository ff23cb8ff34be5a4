package reports

import (
	"time"

	"gapless/model/clock"
)

// offset is how long after 00:00 of day 1 a clock showed t. The times of different
// hosts do not subtract, and rightly so: their difference means nothing to an engine.
// A report puts them beside each other for people, so it goes through their text.
func offset[H any](t clock.Time[H], day1 clock.Time[clock.True]) clock.Duration {
	at, err := time.Parse(time.RFC3339Nano, t.String())
	if err != nil {
		return clock.Duration{} // no reading at all
	}
	from, _ := time.Parse(time.RFC3339Nano, day1.String())
	return clock.Of(at.Sub(from))
}

// instant writes a reading as scripts write instants; nothing for no reading.
func instant[H any](t clock.Time[H], day1 clock.Time[clock.True]) string {
	if t.IsZero() {
		return ""
	}
	return offset(t, day1).Instant()
}

// ahead is by how much a host's clock, which showed t, was ahead of true time.
func ahead[H any](t clock.Time[H], at, day1 clock.Time[clock.True]) clock.Duration {
	return offset(t, day1).Plus(offset(at, day1).Neg())
}

// amount is a duration without its sign.
func amount(d clock.Duration) clock.Duration {
	if d.Negative() {
		return d.Neg()
	}
	return d
}

// isZero reports whether d is no time at all.
func isZero(d clock.Duration) bool { return d.Equal(clock.Duration{}) }
