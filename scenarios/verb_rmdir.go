package scenarios

import (
	"gapless/scenarios/script"
)

var verbRmdir = verb{act: actRmdir, Form: script.Form{
	Name:     "rmdir",
	Section:  script.Timeline,
	Synopsis: "rmdir PATH",
	Doc:      "An empty directory is removed.",
	Example:  "11:00 rmdir /data/reports",
	Changes:  []string{"PATH"},
}}

func actRmdir(w *world, st *script.Statement) error {
	v, err := w.on(st.Path("PATH"))
	if err != nil {
		return err
	}
	return v.RemoveDir(st.Path("PATH"), st.Line)
}
