package scenarios

import (
	"gapless/engine/message"
	"gapless/model"
	"gapless/scenarios/script"
)

var verbFull = verb{act: actFull, Form: script.Form{
	Name:     "full",
	Section:  script.Timeline,
	Synopsis: "full POLICY",
	Doc: "Starts a job that takes everything the policy covers. A job started while another of " +
		"its policy is active waits for it.",
	Example: "02:00 full nightly",
	Effect:  script.StartsJob,
}}

func actFull(w *world, st *script.Statement) error {
	return w.post(message.Start{Kind: model.Full, Policy: st.Text("POLICY")})
}
