package scenarios

import (
	"gapless/scenarios/script"
)

var verbFailRead = verb{act: actFailRead, Form: script.Form{
	Name:     "fail read",
	Section:  script.Timeline,
	Synopsis: "fail read PATH [times=N]",
	Doc:      "Reading the file fails from now on, or the next N times.",
	Example:  "17:00 fail read /data/a times=2",
	Effect:   script.Interrupts,
}}

func actFailRead(w *world, st *script.Statement) error {
	v, err := w.on(st.Path("PATH"))
	if err != nil {
		return err
	}
	v.FailRead(st.Path("PATH"), int(st.Int("times")))
	return nil
}
