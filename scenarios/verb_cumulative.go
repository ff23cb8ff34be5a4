package scenarios

import (
	"gapless/engine/message"
	"gapless/model"
	"gapless/scenarios/script"
)

var verbCumulative = verb{act: actCumulative, Form: script.Form{
	Name:     "cumulative",
	Section:  script.Timeline,
	Synopsis: "cumulative POLICY",
	Doc: "Starts a job that takes what changed since the policy's last full. Without one it " +
		"takes everything. Backup Exec says `differential`, which is accepted and means the " +
		"same.",
	Example:  "18:00 cumulative nightly",
	Synonyms: []string{"differential"},
	Effect:   script.StartsJob,
}}

func actCumulative(w *world, st *script.Statement) error {
	return w.post(message.Start{Kind: model.Cumulative, Policy: st.Text("POLICY")})
}
