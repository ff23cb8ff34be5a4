package scenarios

import (
	"gapless/engine/message"
	"gapless/scenarios/script"
)

var verbSuspend = verb{act: actSuspend, Form: script.Form{
	Name:     "suspend",
	Section:  script.Timeline,
	Synopsis: "suspend POLICY [job=N]",
	Doc: "Suspends the policy's active job at once, also in the middle of a file. What was read " +
		"after the last checkpoint is dropped. job= names another job by its number. It is " +
		"impossible under checkpoint=off.",
	Example: "19:15:27 suspend nightly",
	Effect:  script.NeedsJob | script.NeedsCheckpoints | script.Interrupts,
}}

func actSuspend(w *world, st *script.Statement) error {
	return w.post(message.Suspend{Policy: st.Text("POLICY"), Job: int(st.Int("job"))})
}
