package scenarios

import (
	"gapless/scenarios/script"
)

var verbClose = verb{act: actClose, Form: script.Form{
	Name:     "close",
	Section:  script.Timeline,
	Synopsis: "close PATH",
	Doc:      "The program that held the file open closes it.",
	Example:  "23:00 close /data/a",
}}

func actClose(w *world, st *script.Statement) error {
	v, err := w.on(st.Path("PATH"))
	if err != nil {
		return err
	}
	return v.CloseHeld(st.Path("PATH"), st.Line)
}
