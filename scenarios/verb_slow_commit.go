package scenarios

import (
	"gapless/scenarios/script"
)

var verbSlowCommit = verb{act: actSlowCommit, Form: script.Form{
	Name:     "slow commit",
	Section:  script.Timeline,
	Synopsis: "slow commit VOLUME DUR",
	Doc: "The next snapshot of the volume takes that long to be committed, after its applications " +
		"have frozen. After 10 s it is given up. What would change the volume waits for the thaw.",
	Example: "21:59 slow commit /data 11s",
	Effect:  script.Interrupts,
}}

func actSlowCommit(w *world, st *script.Statement) error {
	v, err := w.freezable(st)
	if err != nil {
		return err
	}
	v.SlowCommit(st.Duration("DUR"))
	return nil
}
