package scenarios

import (
	"gapless/engine/message"
	"gapless/model"
	"gapless/scenarios/script"
)

var verbCopyBackup = verb{act: actCopyBackup, Form: script.Form{
	Name:     "copy-backup",
	Section:  script.Timeline,
	Synopsis: "copy-backup POLICY",
	Doc: "Starts a job that takes everything the policy covers and leaves no trace: it clears no " +
		"archive bit, and no other job builds on it. Backup Exec calls it a copy.",
	Example: "12:00 copy-backup nightly",
	Effect:  script.StartsJob,
}}

func actCopyBackup(w *world, st *script.Statement) error {
	return w.post(message.Start{Kind: model.Copy, Policy: st.Text("POLICY")})
}
