package scenarios

import (
	"gapless/scenarios/script"
)

var verbLose = verb{act: actLose, Form: script.Form{
	Name:     "lose",
	Section:  script.Timeline,
	Synopsis: "lose HOST [messages=N]",
	Doc:      "The next message to the host, or the next N, is lost on the way.",
	Example:  "18:30 lose client messages=3",
	Effect:   script.Interrupts,
}}

func actLose(w *world, st *script.Statement) error {
	w.host(st.Text("HOST")).Lose(max(1, int(st.Int("messages"))))
	return nil
}
