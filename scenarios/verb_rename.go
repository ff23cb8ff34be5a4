package scenarios

import (
	"gapless/scenarios/script"
)

var verbRename = verb{act: actRename, Form: script.Form{
	Name:     "rename",
	Section:  script.Timeline,
	Synopsis: "rename OLD NEW",
	Doc: "A file or directory gets another name on the same volume, and keeps its times. A file " +
		"that had the name NEW is replaced.",
	Example: "22:31 rename /data/z /data/b",
	Changes: []string{"OLD", "NEW"},
	OneDisk: true,
}}

func actRename(w *world, st *script.Statement) error {
	v, err := w.on(st.Path("NEW"))
	if err != nil {
		return err
	}
	return v.Move(st.Path("OLD"), st.Path("NEW"), st.Line)
}
