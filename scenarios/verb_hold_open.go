package scenarios

import (
	"gapless/scenarios/script"
)

var verbHoldOpen = verb{act: actHoldOpen, Form: script.Form{
	Name:     "hold-open",
	Section:  script.Timeline,
	Synopsis: "hold-open PATH",
	Doc: "A program opens the file for writing and keeps it open. What `write` and `append` then " +
		"do to the file goes through that handle, until `close`.",
	Example: "10:00 hold-open /data/a",
}}

func actHoldOpen(w *world, st *script.Statement) error {
	v, err := w.on(st.Path("PATH"))
	if err != nil {
		return err
	}
	return v.HoldOpen(st.Path("PATH"))
}
