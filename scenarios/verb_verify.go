package scenarios

import (
	"gapless/engine/message"
	"gapless/scenarios/script"
)

var verbVerify = verb{act: actVerify, Form: script.Form{
	Name:     "verify",
	Section:  script.Timeline,
	Synopsis: "verify POLICY",
	Doc: "Starts a job that reads the policy's latest image back and compares it with what was " +
		"recorded of it.",
	Example: "23:00 verify nightly",
	Effect:  script.NeedsJob,
}}

func actVerify(w *world, st *script.Statement) error {
	return w.post(message.Verify{Policy: st.Text("POLICY")})
}
