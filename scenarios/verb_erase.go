package scenarios

import (
	"gapless/engine/message"
	"gapless/scenarios/script"
)

var verbErase = verb{act: actErase, Form: script.Form{
	Name:     "erase",
	Section:  script.Timeline,
	Synopsis: "erase MEDIA",
	Doc:      "Somebody erases the medium, whatever protects it.",
	Example:  "12:00 erase tape1",
}}

func actErase(w *world, st *script.Statement) error {
	return w.post(message.Erase{Medium: st.Text("MEDIA")})
}
