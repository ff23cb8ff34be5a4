package scenarios

import (
	"gapless/engine/message"
	"gapless/scenarios/script"
)

var verbErase = verb{act: actErase, Form: script.Form{
	Name:     "erase",
	Section:  script.Timeline,
	Synopsis: "erase MEDIA",
	Doc: "Asks the product to erase the medium. NetBackup refuses while an image on it is kept, and " +
		"all products while a job may be writing to it.",
	Example: "12:00 erase tape1",
}}

func actErase(w *world, st *script.Statement) error {
	medium := st.Text("MEDIA")
	if w.setup.system.obeys() {
		w.ordered[medium] = true // whatever is on it: somebody has said so
	}
	return w.post(message.Erase{Medium: medium})
}
