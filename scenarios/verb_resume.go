package scenarios

import (
	"gapless/engine/message"
	"gapless/scenarios/script"
)

var verbResume = verb{act: actResume, Form: script.Form{
	Name:     "resume",
	Section:  script.Timeline,
	Synopsis: "resume POLICY [job=N]",
	Doc: "Resumes the policy's latest suspended or incomplete job, or the job of that number, " +
		"from its last checkpoint. The job keeps its number.",
	Example: "19:45:49 resume nightly",
	Effect:  script.NeedsJob | script.NeedsInterrupted,
}}

func actResume(w *world, st *script.Statement) error {
	return w.post(message.Resume{Policy: st.Text("POLICY"), Job: int(st.Int("job"))})
}
