package scenarios

import (
	"gapless/engine/message"
	"gapless/scenarios/script"
)

var verbCancel = verb{act: actCancel, Form: script.Form{
	Name:     "cancel",
	Section:  script.Timeline,
	Synopsis: "cancel POLICY [job=N]",
	Doc: "Cancels the policy's active job at once; where none is active, the latest that waits; " +
		"or the job of that number.",
	Example: "19:30 cancel nightly",
	Effect:  script.NeedsJob | script.Interrupts,
}}

func actCancel(w *world, st *script.Statement) error {
	return w.post(message.Cancel{Policy: st.Text("POLICY"), Job: int(st.Int("job"))})
}
