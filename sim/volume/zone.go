package volume

import (
	"time"

	"gapless/model/clock"
)

// zone knows the offset of local time. It never sees a number behind a reading: it
// compares readings with the instants at which the zone's rule changes.
type zone struct {
	local       bool
	where       *time.Location
	at          time.Time // an instant of the stretch that was in force last
	known       bool      // the fields below describe that stretch
	from, until Time      // zero: without limit
	offset      clock.Duration
}

func (z *zone) use(localTime bool, where *time.Location) {
	z.local = localTime && where != nil && where != time.UTC
	z.known = false
	if z.where != where {
		z.where, z.at = where, time.Unix(0, 0)
	}
}

// epoch is 1970-01-01 UTC on t's clock, for readings until 2116.
func epoch(t Time) Time { return t.Truncate(clock.Of(1 << 62)) }

// offset is how far local time is ahead of UTC at the host's present time.
func (v *Volume) offset() clock.Duration {
	z, now := &v.zone, v.cfg.Stamper.Now()
	if !z.known {
		z.enter(z.at, now)
	}
	for !z.from.IsZero() && now.Before(z.from) {
		start, _ := z.at.ZoneBounds()
		z.enter(start.Add(-1), now)
	}
	for !z.until.IsZero() && !now.Before(z.until) {
		_, end := z.at.ZoneBounds()
		z.enter(end, now)
	}
	return z.offset
}

// enter makes the stretch that at lies in the one in force.
func (z *zone) enter(at time.Time, now Time) {
	z.known, z.at = true, at.In(z.where)
	_, seconds := z.at.Zone()
	z.offset = clock.Of(time.Duration(seconds) * time.Second)
	z.from, z.until = Time{}, Time{}
	start, end := z.at.ZoneBounds()
	if !start.IsZero() && start.Unix() > 0 {
		z.from = epoch(now).Add(clock.Of(time.Duration(start.UnixNano())))
	}
	if !end.IsZero() {
		z.until = epoch(now).Add(clock.Of(time.Duration(end.UnixNano())))
	}
}
