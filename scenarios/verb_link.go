package scenarios

import (
	"gapless/scenarios/script"
)

var verbLink = verb{act: actLink, Form: script.Form{
	Name:     "link",
	Section:  script.Timeline,
	Synopsis: "link OLD NEW",
	Doc:      "A hard link: NEW becomes another name of the file OLD. Both are on one volume.",
	Example:  "10:00 link /data/a /data/other",
	Changes:  []string{"NEW"},
	OneDisk:  true,
}}

func actLink(w *world, st *script.Statement) error {
	v, err := w.on(st.Path("NEW"))
	if err != nil {
		return err
	}
	return v.MakeLink(st.Path("OLD"), st.Path("NEW"), st.Line)
}
