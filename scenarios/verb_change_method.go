package scenarios

import (
	"gapless/engine/message"
	"gapless/scenarios/script"
)

var verbChangeMethod = verb{act: actChangeMethod, Form: script.Form{
	Name:     "change-method",
	Section:  script.Timeline,
	Synopsis: "change-method POLICY METHOD",
	Doc:      "From now on jobs of the policy choose files by another method.",
	Example:  "12:00 change-method nightly archive-bit",
	Choices:  map[string][]string{"METHOD": {"modified-time", "archive-bit", "catalog"}},
}}

func actChangeMethod(w *world, st *script.Statement) error {
	policy, method := st.Text("POLICY"), st.Text("METHOD")
	w.methods[policy] = method // for when the master starts again
	return w.post(message.Change{Policy: policy, Method: method})
}
