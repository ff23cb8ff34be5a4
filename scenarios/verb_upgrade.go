package scenarios

import (
	"gapless/scenarios/script"
)

var verbUpgrade = verb{act: actUpgrade, Form: script.Form{
	Name:     "upgrade",
	Section:  script.Timeline,
	Synopsis: "upgrade PRODUCT",
	Doc: "From now on the engine follows the rules of another release. A job follows the release " +
		"that is there at each of its activations.",
	Example: "19:30 upgrade netbackup-6.5.3",
}}

func actUpgrade(w *world, st *script.Statement) error {
	return w.upgrade(st.Text("PRODUCT"))
}
