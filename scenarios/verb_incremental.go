package scenarios

import (
	"gapless/engine/message"
	"gapless/model"
	"gapless/scenarios/script"
)

var verbIncremental = verb{act: actIncremental, Form: script.Form{
	Name:     "incremental",
	Section:  script.Timeline,
	Synopsis: "incremental POLICY",
	Doc: "Starts a job that takes what changed since the policy's last full or incremental. " +
		"Without one it takes everything.",
	Example: "18:00 incremental nightly",
	Effect:  script.StartsJob,
}}

func actIncremental(w *world, st *script.Statement) error {
	return w.post(message.Start{Kind: model.Incremental, Policy: st.Text("POLICY")})
}
