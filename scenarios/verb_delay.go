package scenarios

import (
	"gapless/engine/message"
	"gapless/scenarios/script"
)

var verbDelay = verb{act: actDelay, Form: script.Form{
	Name:     "delay",
	Section:  script.Timeline,
	Synopsis: "delay bpbkar DUR",
	Doc: "The next client process, of a new or of a resumed job, starts that long after its job " +
		"goes active.",
	Example: "17:59 delay bpbkar 42s",
	Effect:  script.Stalls,
}}

func actDelay(w *world, st *script.Statement) error {
	w.net.DelayStart(message.Client, int64(st.Duration("DUR")))
	return nil
}
