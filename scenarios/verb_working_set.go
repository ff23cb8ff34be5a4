package scenarios

import (
	"gapless/engine/message"
	"gapless/model"
	"gapless/scenarios/script"
)

var verbWorkingSet = verb{act: actWorkingSet, Form: script.Form{
	Name:     "working-set",
	Section:  script.Timeline,
	Synopsis: "working-set POLICY",
	Doc: "Starts a job that takes the files which somebody read or changed in the time that the policy's " +
		"accessed= says, back from the job's start. It leaves no trace: it clears no archive bit, and no other job " +
		"builds on it. Its restore point promises those files and no others.",
	Example: "12:00 working-set nightly",
	Effect:  script.StartsJob,
}}

func actWorkingSet(w *world, st *script.Statement) error {
	return w.post(message.Start{Kind: model.WorkingSet, Policy: st.Text("POLICY")})
}
