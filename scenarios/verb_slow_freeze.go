package scenarios

import (
	"gapless/scenarios/script"
)

var verbSlowFreeze = verb{act: actSlowFreeze, Form: script.Form{
	Name:     "slow freeze",
	Section:  script.Timeline,
	Synopsis: "slow freeze VOLUME DUR",
	Doc: "The next time that the volume is frozen for a snapshot, its applications take that long " +
		"to freeze. After 60 s the snapshot is given up. What would change the volume meanwhile " +
		"(`write`, `rename` and the like) waits, and happens at the thaw in the order in which it " +
		"came; the snapshot shows the instant at which the freeze began.",
	Example: "21:59 slow freeze /data 45s",
	Effect:  script.Interrupts,
}}

func actSlowFreeze(w *world, st *script.Statement) error {
	v, err := w.freezable(st)
	if err != nil {
		return err
	}
	v.SlowFreeze(st.Duration("DUR"))
	return nil
}
