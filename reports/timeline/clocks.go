package timeline

import (
	"math/big"
	"slices"
	"time"

	"gapless/model/clock"
	"gapless/reports/wording"
	"gapless/scenarios"
)

// mostReadings bounds how many readings a clock's lane holds.
const mostReadings = 60

// clocks enters the hosts' clocks that differ from true time, with what they showed
// when they were set and when their host had to do with a job.
func (m *making) clocks() {
	for i := range m.course.Clocks {
		k := &m.course.Clocks[i]
		if k.Right() {
			continue
		}
		out := Clock{Host: k.Host}
		var steps, ats []Instant
		for _, s := range k.Stretches[1:] {
			steps = append(steps, Instant(s.From.Std()))
		}
		ats = append(ats, steps...)
		for j := range m.Jobs {
			for _, s := range m.Jobs[j].Starts {
				if k.Role != "client" || m.Jobs[j].Client == k.Host {
					ats = append(ats, s.At)
				}
			}
		}
		for _, l := range m.Losses {
			if l.ChangedAt != nil && k.Role == "client" {
				ats = append(ats, *l.ChangedAt)
			}
		}
		slices.Sort(ats)
		for _, at := range slices.Compact(ats) {
			if len(out.Readings) < mostReadings && at <= m.To {
				out.Readings = append(out.Readings, reading(k, at, slices.Contains(steps, at)))
			}
		}
		m.Clocks = append(m.Clocks, out)
	}
}

// reading is what a clock showed at an instant.
func reading(k *scenarios.Clock, at Instant, step bool) Reading {
	ahead := ahead(k, at)
	return Reading{At: at, Shows: Instant(int64(at) + ahead).String(), Ahead: wording.Length(clock.Of(time.Duration(ahead))), Step: step}
}

// ahead is by how many nanoseconds a clock is ahead of true time at an instant.
func ahead(k *scenarios.Clock, at Instant) int64 {
	return int64(k.Ahead(clock.Of(time.Duration(at))).Std())
}

// placed is the last true instant, up to a limit, at which a host's clock came to show
// a reading: where a cutoff lies in true time. A reading that the clock jumped over is
// placed at the jump.
func (m *making) placed(host string, shows, limit Instant) Instant {
	i := slices.IndexFunc(m.course.Clocks, func(k scenarios.Clock) bool { return k.Host == host })
	if i < 0 {
		return shows
	}
	all := m.course.Clocks[i].Stretches
	for n := len(all) - 1; n >= 0; n-- {
		s := &all[n]
		from := Instant(s.From.Std())
		if from > limit && n > 0 {
			continue
		}
		wait := int64(shows) - int64(from) - int64(s.Ahead.Std()) // by the clock, from the stretch's beginning on
		if wait >= 0 || n == 0 {
			return from + Instant(slower(wait, s.Drift))
		}
		if before := ahead(&m.course.Clocks[i], from-1); int64(from)+before <= int64(shows) {
			return from
		}
	}
	return shows
}

// slower is the true time in which a clock counts a time.
func slower(counted, drift int64) int64 {
	if drift == 0 {
		return counted
	}
	n := new(big.Int).Mul(big.NewInt(counted), big.NewInt(1_000_000_000))
	return n.Div(n, big.NewInt(1_000_000_000+drift)).Int64()
}
