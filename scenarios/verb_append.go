package scenarios

import (
	"gapless/scenarios/script"
)

var verbAppend = verb{act: actAppend, Form: script.Form{
	Name:     "append",
	Section:  script.Timeline,
	Synopsis: "append PATH SIZE",
	Doc:      "The file grows by SIZE of new content at its end.",
	Example:  "02:30 append /data/log 4KB",
	Changes:  []string{"PATH"},
}}

func actAppend(w *world, st *script.Statement) error {
	v, err := w.on(st.Path("PATH"))
	if err != nil {
		return err
	}
	return v.AppendNew(st.Path("PATH"), st.Size("SIZE"), st.Line)
}
