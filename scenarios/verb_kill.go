package scenarios

import (
	"gapless/scenarios/script"
)

var verbKill = verb{act: actKill, Form: script.Form{
	Name:     "kill",
	Section:  script.Timeline,
	Synopsis: "kill HOST [unsynced=none|half|all]",
	Doc: "The host crashes: everything that runs on it stops at once, and stays stopped until " +
		"`start`. unsynced= says how much of what was written but not yet made durable " +
		"survives; without it, none.",
	Example: "19:20 kill media unsynced=half",
	Effect:  script.Interrupts,
}}

func actKill(w *world, st *script.Statement) error {
	return w.kill(st.Text("HOST"), st.Text("unsynced"))
}
