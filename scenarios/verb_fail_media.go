package scenarios

import (
	"gapless/model"
	"gapless/scenarios/script"
)

var verbFailMedia = verb{act: actFailMedia, Form: script.Form{
	Name:     "fail media",
	Section:  script.Timeline,
	Synopsis: "fail media MEDIA",
	Doc:      "The medium is gone, with all that is on it; a repository cannot be reached any more.",
	Example:  "18:30 fail media tape1",
	Effect:   script.Interrupts,
}}

func actFailMedia(w *world, st *script.Statement) error {
	if b := w.bucket(st.Text("MEDIA")); b != nil {
		b.FailAll()
		w.outage(b.decl.name)
		return nil
	}
	m := w.medium(st.Text("MEDIA"))
	m.Fail()
	w.history.Destroyed = append(w.history.Destroyed, model.Destroyed{At: w.now(), Medium: m.tape.name})
	if w.setup.system.renews() {
		w.record.torn(&model.Overwrite{Medium: m.tape.name, Len: m.End()})
	}
	return nil
}
