package scenarios

import (
	"gapless/scenarios/script"
)

var verbFailWrite = verb{act: actFailWrite, Form: script.Form{
	Name:     "fail write",
	Section:  script.Timeline,
	Synopsis: "fail write MEDIA [after=SIZE]",
	Doc:      "Writing to the medium fails, at once or after that many more bytes.",
	Example:  "17:00 fail write tape1 after=32MB",
	Effect:   script.Interrupts,
}}

func actFailWrite(w *world, st *script.Statement) error {
	w.medium(st.Text("MEDIA")).FailWrite(st.Size("after"), 0)
	return nil
}
