package media

import (
	"slices"

	"gapless/engine/catalog"
	"gapless/engine/message"
	"gapless/engine/wire"
	"gapless/model/clock"
)

// class is what a medium may be used for, in the order in which media are tried.
type class uint8

const (
	appendable  class = iota
	scratch           // written by nobody
	recyclable        // what it holds is protected no longer
	unprotected       // what it holds never was
	denied
)

// pool is the media that a writer chooses from by itself, as they are known to it.
type pool struct {
	message.Pool
	clock wire.Clock[clock.Media]
	tried map[string]bool                    // by this writer, which does not come back to them
	wrote map[string]clock.Time[clock.Media] // when this writer last wrote to what it has filled
}

// next is the medium to go on with at a reading of the clock. Where there is none, within
// says how long it takes until there is one by itself.
func (p *pool) next(now clock.Time[clock.Media], fresh bool) (t *message.Tape, c class, within clock.Duration) {
	order := []class{appendable, scratch, recyclable, unprotected}
	if p.RecyclableFirst {
		order[1], order[2] = recyclable, scratch
	}
	if fresh {
		order = order[1:]
	}
	for _, c := range order {
		for i := range p.Tapes {
			if t := &p.Tapes[i]; !p.tried[t.Name] && p.may(t, c, now) {
				return t, c, clock.Duration{}
			}
		}
	}
	within = clock.Forever
	for i := range p.Tapes {
		t := &p.Tapes[i]
		if p.tried[t.Name] || t.Written == "" || p.Untimed || p.kept(t) {
			continue
		}
		if left := p.until(t).Sub(now); left.Less(within) {
			within = left
		}
	}
	return nil, denied, within
}

// may reports whether a medium is of a class. C9, C10.
func (p *pool) may(t *message.Tape, c class, now clock.Time[clock.Media]) bool {
	written := t.Written != ""
	over := written && p.over(t, now)
	switch c {
	case appendable:
		return written && !t.Full && (!t.Closed || over || p.AppendClosed) && p.young(t, now)
	case scratch:
		return !written && !t.Imported
	case recyclable:
		return over
	case unprotected:
		if t.Imported && !written {
			return t.Level != message.ProtectAll
		}
		return t.Level == message.ProtectNothing
	}
	return false
}

// young reports whether a medium's append period, which counts from its allocation, is
// not over.
func (p *pool) young(t *message.Tape, now clock.Time[clock.Media]) bool {
	return !t.Append.Less(clock.Forever) || now.Sub(p.read(t.Allocated)).Less(t.Append)
}

// over reports whether what a medium holds is protected no longer.
func (p *pool) over(t *message.Tape, now clock.Time[clock.Media]) bool {
	return !p.kept(t) && !now.Before(p.until(t))
}

// kept reports whether the protection of what a medium holds never ends: it is kept
// without limit, shares an image with a medium that is, or holds what the image needs that
// this writer is to write. C10.
func (p *pool) kept(t *message.Tape) bool {
	if t.Needed || !t.Retention.Less(clock.Forever) {
		return true
	}
	return !p.EachAlone && slices.ContainsFunc(t.With, func(o message.Partner) bool { return !o.Retention.Less(clock.Forever) })
}

// filled notes that this writer goes on to the next medium: what shares an image with the
// last one is protected anew since it wrote there. C10.
func (p *pool) filled(medium string, last clock.Time[clock.Media]) {
	if p.wrote == nil {
		p.wrote = map[string]clock.Time[clock.Media]{}
	}
	p.wrote[medium] = last
}

// until is when a medium's protection ends: it counts from the last write, and that of
// an image on several media lasts as long as the longest. C10.
func (p *pool) until(t *message.Tape) clock.Time[clock.Media] {
	from := t.Written
	if p.FromAllocation {
		from = t.Allocated
	}
	end := p.read(from).Add(t.Retention)
	for _, o := range t.With {
		if p.EachAlone || !o.Retention.Less(clock.Forever) {
			continue
		}
		if later := p.read(t.Written).Add(o.Later).Add(o.Retention); later.After(end) {
			end = later
		}
		if last, ok := p.wrote[o.Name]; ok && last.Add(o.Retention).After(end) {
			end = last.Add(o.Retention)
		}
	}
	return end
}

// read decodes a reading of this host's clock. The catalogue holds no others for its
// media.
func (p *pool) read(r catalog.Reading) clock.Time[clock.Media] {
	d := wire.Decode([]byte(r))
	return wire.ReadTime(&d, p.clock)
}

// State says what a medium may be used for at a reading of its host's clock.
func State(t *message.Tape, c wire.Clock[clock.Media], now clock.Time[clock.Media]) string {
	p := pool{clock: c}
	switch {
	case t.Written == "" && t.Imported:
		return "imported"
	case t.Written == "":
		return "scratch"
	case p.over(t, now):
		return "recyclable"
	case t.Full:
		return "full"
	case p.may(t, appendable, now):
		return "appendable"
	}
	return "not-appendable"
}
