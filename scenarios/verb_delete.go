package scenarios

import (
	"gapless/scenarios/script"
)

var verbDelete = verb{act: actDelete, Form: script.Form{
	Name:     "delete",
	Section:  script.Timeline,
	Synopsis: "delete PATH",
	Doc:      "The file, or link, is deleted.",
	Example:  "10:00 delete /data/old.txt",
	Changes:  []string{"PATH"},
}}

func actDelete(w *world, st *script.Statement) error {
	v, err := w.on(st.Path("PATH"))
	if err != nil {
		return err
	}
	return v.Delete(st.Path("PATH"), st.Line)
}
