package scenarios

import (
	"gapless/scenarios/script"
)

var verbStart = verb{act: actStart, Form: script.Form{
	Name:     "start",
	Section:  script.Timeline,
	Synopsis: "start HOST",
	Doc:      "A host that crashed comes up again, with what its disks kept.",
	Example:  "19:25 start media",
}}

func actStart(w *world, st *script.Statement) error {
	return w.restart(st.Text("HOST"))
}
