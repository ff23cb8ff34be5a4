package scenarios

import (
	"gapless/scenarios/script"
)

var verbNetwork = verb{act: actNetwork, Form: script.Form{
	Name:     "network",
	Section:  script.Timeline,
	Synopsis: "network HOST latency=DUR",
	Doc:      "From now on every message to and from the host takes that long.",
	Example:  "12:00 network client latency=20ms",
	Effect:   script.Stalls,
}}

func actNetwork(w *world, st *script.Statement) error {
	w.host(st.Text("HOST")).SetLatency(int64(st.Duration("latency")))
	return nil
}
