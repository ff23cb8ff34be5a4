package scenarios

import (
	"gapless/model"
	"gapless/model/clock"
	"gapless/scenarios/script"
)

var verbFailNetwork = verb{act: actFailNetwork, Form: script.Form{
	Name:     "fail network",
	Section:  script.Timeline,
	Synopsis: "fail network HOST [for=DUR]",
	Doc:      "No message reaches or leaves the host, for good or for that long.",
	Example:  "18:30 fail network client for=5m",
	Effect:   script.Interrupts,
}}

func actFailNetwork(w *world, st *script.Statement) error {
	w.host(st.Text("HOST")).FailNetwork(int64(st.Duration("for")))
	out := model.Outage{From: w.now()}
	if st.Has("for") {
		out.To = out.From.Add(clock.Of(st.Duration("for")))
	}
	w.history.Outages = append(w.history.Outages, out)
	return nil
}
