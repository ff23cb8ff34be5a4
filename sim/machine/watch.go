package machine

import "gapless/model/clock"

// watch has the readings of a clock observed while it is on: it issues unknowns in
// place of plain readings. All that were issued in a run are kept, so that a stamp
// which was encoded and decoded again stays observed.
type watch struct {
	tell   func(root int64)
	issued []*clock.Unknown
	exact  *clock.Unknown // the reading of the instant at which it is on
	stamps []stamp        // what was made of exact
}

// stamp is an unknown rounded for a file system.
type stamp struct {
	tick, quantum int64
	up            bool
	of            *clock.Unknown
}

func (w *watch) reset() {
	w.tell, w.exact = nil, nil
	clear(w.issued)
	w.issued = w.issued[:0]
	w.stamps = w.stamps[:0]
}

// Watch has fn told of every decision that depends on what the clock shows from now
// until Unwatch, whenever it is made: fn gets the reading at which the decision would
// have gone the other way.
func (c *Clock) Watch(fn func(root int64)) { c.watch.tell = fn }

// Unwatch ends what Watch began, for new readings.
func (c *Clock) Unwatch() { c.watch.tell = nil; c.watch.exact = nil }

// unknown is the unknown of the reading now.
func (w *watch) unknown(now int64) *clock.Unknown {
	if w.exact == nil || w.exact.Value != now {
		w.exact = &clock.Unknown{Value: now, Watch: w.tell}
		w.issued = append(w.issued, w.exact)
		w.stamps = w.stamps[:0]
	}
	return w.exact
}

// stamp is unknown(now) as a file system stores it.
func (w *watch) stamp(now, tick, quantum int64, up bool) *clock.Unknown {
	exact := w.unknown(now)
	if tick <= 1 && quantum <= 1 {
		return exact
	}
	for _, s := range w.stamps {
		if s.tick == tick && s.quantum == quantum && s.up == up {
			return s.of
		}
	}
	u := exact
	if tick > 1 {
		u = u.Rounded(tick, false)
	}
	if quantum > 1 {
		u = u.Rounded(quantum, up)
	}
	w.issued = append(w.issued, u)
	w.stamps = append(w.stamps, stamp{tick, quantum, up, u})
	return u
}

// recall is the unknown issued for a reading; nil for a plain one.
func (w *watch) recall(reading int64) *clock.Unknown {
	for _, u := range w.issued {
		if u.Value == reading {
			return u
		}
	}
	return nil
}

// round is n rounded to a multiple of q, down or up.
func round(n, q int64, up bool) int64 {
	if q <= 1 {
		return n
	}
	if up {
		n += q - 1
	}
	r := n % q
	if r < 0 {
		r += q
	}
	return n - r
}
