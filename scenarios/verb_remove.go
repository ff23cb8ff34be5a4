package scenarios

import (
	"errors"

	"gapless/engine/catalog"
	"gapless/engine/message"
	"gapless/scenarios/script"
)

var verbRemove = verb{act: actRemove, Form: script.Form{
	Name:     "remove",
	Section:  script.Timeline,
	Synopsis: "remove MEDIA",
	Doc: "Somebody takes the medium out of its library, and tells the product. It keeps what is " +
		"on it. A job that writes to it goes on.",
	Example: "12:00 remove tape1",
}}

func actRemove(w *world, st *script.Statement) error {
	return w.place(st.Text("MEDIA"), catalog.Removed)
}

// place puts a medium into its library or takes it out, and tells the engine.
func (w *world) place(medium string, where catalog.Place) error {
	m, away := w.medium(medium), where == catalog.Removed
	if m.away == away {
		return errors.New(map[bool]string{true: "it is out already", false: "it is in already"}[away])
	}
	m.away = away
	return w.post(message.Move{Medium: medium, Place: where})
}
