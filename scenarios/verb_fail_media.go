package scenarios

import (
	"gapless/scenarios/script"
)

var verbFailMedia = verb{act: actFailMedia, Form: script.Form{
	Name:     "fail media",
	Section:  script.Timeline,
	Synopsis: "fail media MEDIA",
	Doc:      "The medium is gone, with all that is on it.",
	Example:  "18:30 fail media tape1",
	Effect:   script.Interrupts,
}}

func actFailMedia(w *world, st *script.Statement) error {
	w.medium(st.Text("MEDIA")).Fail()
	return nil
}
