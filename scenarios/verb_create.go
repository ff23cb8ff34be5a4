package scenarios

import (
	"gapless/scenarios/script"
)

var verbCreate = verb{act: actCreate, Form: script.Form{
	Name:     "create",
	Section:  script.Timeline,
	Synopsis: "create PATH SIZE",
	Doc:      "A new file of that size.",
	Example:  "10:00 create /data/new.txt 1KB",
	Changes:  []string{"PATH"},
}}

func actCreate(w *world, st *script.Statement) error {
	v, err := w.on(st.Path("PATH"))
	if err != nil {
		return err
	}
	return v.CreateNew(st.Path("PATH"), st.Size("SIZE"), st.Line)
}
