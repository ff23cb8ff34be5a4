package scenarios

import (
	"fmt"
	"time"

	"gapless/model/clock"
	"gapless/scenarios/script"
	"gapless/sim/journal"
	"gapless/sim/volume"
)

// shot is a snapshot and when it was made.
type shot struct {
	snapshot *volume.Snapshot
	at       clock.Time[clock.True]
}

var _ volume.Applications = (*world)(nil)

// Hold implements volume.Applications: the statements that would change the volume
// wait until it thaws. That comes whatever becomes of the process that froze it, as
// VSS ends a freeze by itself.
func (w *world) Hold(path string, d time.Duration) {
	v := w.volumeOf(path)
	v.frozen++
	w.freezes++
	w.event(&Event{Kind: "frozen", Path: path, Size: int64(d)})
	w.sched.Later(w.sched.Now()+int64(d), false, func() { w.thaw(v) })
}

// thaw has everything that waited happen now, in the order in which it came.
func (w *world) thaw(v *mounted) {
	w.freezes--
	if v.frozen--; v.frozen > 0 {
		return
	}
	w.event(&Event{Kind: "thawed", Path: v.Path()})
	waiting := v.waiting
	v.waiting = nil
	for _, st := range waiting {
		w.act(st)
	}
}

// Froze implements volume.Applications.
func (w *world) Froze(s *volume.Snapshot) { w.shots = append(w.shots, shot{s, w.now()}) }

// releaseShots ends all snapshots, whose processes are no more.
func (w *world) releaseShots() {
	for _, t := range w.shots {
		t.snapshot.Release()
	}
	clear(w.shots)
	w.shots, w.freezes = w.shots[:0], 0
}

// freezable is the volume of a statement, which must be one that can be frozen.
func (w *world) freezable(st *script.Statement) (*mounted, error) {
	v, err := w.on(st.Path("VOLUME"))
	if err == nil && !v.disk.vss {
		err = fmt.Errorf("%s cannot be frozen; declare it with snapshot=vss", v.Path())
	}
	return v, err
}

// journalOf is the change journal of a statement's volume, whether or not it is active.
func (w *world) journalOf(st *script.Statement) (*journal.Journal, error) {
	v, err := w.on(st.Path("VOLUME"))
	if err != nil {
		return nil, err
	}
	if j := v.Journal(); j != nil {
		return j, nil
	}
	return nil, fmt.Errorf("%s is %s, which has no change journal", v.Path(), v.disk.fs)
}

// frozenUnder is a frozen volume that a statement would change; nil for none.
func (w *world) frozenUnder(st *script.Statement) *mounted {
	if w.freezes == 0 {
		return nil
	}
	for _, name := range st.Form.Changes {
		if v := w.volumeOf(st.Path(name)); v != nil && v.frozen > 0 {
			return v
		}
	}
	return nil
}
