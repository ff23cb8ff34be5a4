package reports

import (
	"gapless/model/clock"
	"gapless/reports/wording"
)

// offset is how long after 00:00 of day 1 a clock showed t.
func offset[H any](t clock.Time[H], day1 clock.Time[clock.True]) clock.Duration {
	return wording.Offset(t, day1)
}

// instant writes a reading as scripts write instants; nothing for no reading.
func instant[H any](t clock.Time[H], day1 clock.Time[clock.True]) string {
	return wording.Instant(t, day1)
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
