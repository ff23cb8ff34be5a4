package volume

import (
	"time"

	"gapless/model"
	"gapless/model/clock"
)

// grains are the personality's, or what the configuration has instead.
type grains struct {
	write, change, create, access grain
	tick                          int64
	uniform                       bool // all four are alike
}

func grainsOf(k *Personality, cfg *Config) grains {
	g := grains{write: k.Write, change: k.Change, create: k.Create, access: k.Access, tick: int64(cfg.Tick)}
	if cfg.Granularity > 0 {
		all := down(cfg.Granularity)
		g.write, g.create, g.access = all, all, all
		if k.Change != (grain{}) {
			g.change = all
		}
	}
	g.uniform = g.write == g.change && g.write == g.create && g.write == g.access && !k.LocalTime
	return g
}

// stamp is the clock's reading as the volume stores it.
func (v *Volume) stamp(g grain) Time {
	if v.cfg.Stamper == nil || g.quantum == 0 {
		return Time{}
	}
	if g.quantum >= time.Hour { // a day begins at local midnight
		return v.store(v.cfg.Stamper.Stamp(v.grains.tick, 1, false), g)
	}
	t := v.cfg.Stamper.Stamp(v.grains.tick, int64(g.quantum), g.up)
	if v.zone.local {
		t = t.Add(v.offset())
	}
	return t
}

// store is how the volume stores a time that somebody set.
func (v *Volume) store(t Time, g grain) Time {
	if t.IsZero() || g.quantum == 0 {
		return Time{}
	}
	if v.zone.local {
		t = t.Add(v.offset())
	}
	if g.up {
		t = t.Add(clock.Of(g.quantum - 1))
	}
	return t.Truncate(clock.Of(g.quantum))
}

// seen is what somebody who asks now is told of a stored time. Fact 66: the rule of
// the zone that is in force now, not the one of that time.
func (v *Volume) seen(t Time) Time {
	if v.zone.local && !t.IsZero() {
		return t.Add(v.offset().Neg())
	}
	return t
}

// stampNew sets all times of a new inode.
func (v *Volume) stampNew(n *inode) {
	n.mtime = v.stamp(v.grains.write)
	if v.grains.uniform {
		n.ctime, n.created, n.atime = n.mtime, n.mtime, n.mtime
		return
	}
	n.ctime = v.stamp(v.grains.change)
	n.created = v.stamp(v.grains.create)
	n.atime = v.stamp(v.grains.access)
}

// stampWrite sets the times that a change of an inode's bytes or entries moves, but for
// that of the access.
func (v *Volume) stampWrite(n *inode) {
	n.mtime = v.stamp(v.grains.write)
	if v.grains.uniform {
		n.ctime = n.mtime
		return
	}
	n.ctime = v.stamp(v.grains.change)
}

// stampChange sets the time that any change of an inode moves.
func (v *Volume) stampChange(n *inode) { n.ctime = v.stamp(v.grains.change) }

// mark sets the archive bit of a file. Facts 60 and 61.
func (v *Volume) mark(n *inode) {
	if v.kind.Archive && n.kind == model.File {
		n.archive = true
	}
}

// ChangeGrain is by how much a file's change time may be earlier than its last change
// was, by the host's clock. Ok is false where a handle that is open may change a file
// and leave its change time for later, and where there is none.
func (f *FS) ChangeGrain(root string) (grain clock.Duration, ok bool) {
	g := f.v.grains
	if g.change.quantum == 0 || f.v.kind.LateWrite {
		return clock.Duration{}, false
	}
	return clock.Of(g.change.quantum + time.Duration(g.tick)), true // rounded down twice
}
