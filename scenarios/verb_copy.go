package scenarios

import (
	"gapless/scenarios/script"
)

var verbCopy = verb{act: actCopy, Form: script.Form{
	Name:     "copy",
	Section:  script.Timeline,
	Synopsis: "copy OLD NEW",
	Doc:      "A new file with the content and the modification time of another.",
	Example:  "10:00 copy /data/a /data/copy",
	Changes:  []string{"NEW"},
}}

func actCopy(w *world, st *script.Statement) error {
	return w.copy(st.Path("OLD"), st.Path("NEW"), st.Line)
}
