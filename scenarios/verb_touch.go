package scenarios

import (
	"gapless/scenarios/script"
)

var verbTouch = verb{act: actTouch, Form: script.Form{
	Name:     "touch",
	Section:  script.Timeline,
	Synopsis: "touch PATH mtime=STAMP",
	Doc:      "The modification time is set by hand, and nothing else changes.",
	Example:  "10:00 touch /data/a mtime=-90m",
	Changes:  []string{"PATH"},
	OnRoot:   true,
}}

func actTouch(w *world, st *script.Statement) error {
	v, err := w.on(st.Path("PATH"))
	if err != nil {
		return err
	}
	s, _ := st.Stamp("mtime")
	return v.Touch(st.Path("PATH"), w.stamp(v, s), st.Line)
}
