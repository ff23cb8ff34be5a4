package scenarios

import (
	"gapless/scenarios/script"
)

var verbRestore = verb{act: actRestore, Form: script.Form{
	Name:     "restore",
	Section:  script.Timeline,
	Synopsis: "restore POLICY",
	Doc: "Starts a job that restores the policy's latest restore point to another place. It " +
		"changes no file that is backed up.",
	Example: "23:00 restore nightly",
	Effect:  script.NeedsJob,
}}

func actRestore(w *world, st *script.Statement) error {
	return w.restoreNow(st.Text("POLICY"))
}
