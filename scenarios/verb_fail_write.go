package scenarios

import (
	"gapless/scenarios/script"
	"gapless/sim/op"
)

var verbFailWrite = verb{act: actFailWrite, Form: script.Form{
	Name:     "fail write",
	Section:  script.Timeline,
	Synopsis: "fail write MEDIA [after=SIZE]",
	Doc:      "Writing to the medium or repository fails, at once or, on a medium, after that many more bytes.",
	Example:  "17:00 fail write tape1 after=32MB",
	Effect:   script.Interrupts,
}}

func actFailWrite(w *world, st *script.Statement) error {
	if b := w.bucket(st.Text("MEDIA")); b != nil {
		b.Fail(op.Write, 0)
		return nil
	}
	w.medium(st.Text("MEDIA")).FailWrite(st.Size("after"), 0)
	return nil
}
