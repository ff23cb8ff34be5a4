package scenarios

import (
	"gapless/scenarios/script"
)

var verbMkdir = verb{act: actMkdir, Form: script.Form{
	Name:     "mkdir",
	Section:  script.Timeline,
	Synopsis: "mkdir PATH",
	Doc:      "A new empty directory.",
	Example:  "10:00 mkdir /data/reports",
	Changes:  []string{"PATH"},
}}

func actMkdir(w *world, st *script.Statement) error {
	v, err := w.on(st.Path("PATH"))
	if err != nil {
		return err
	}
	return v.MakeDir(st.Path("PATH"), st.Line)
}
