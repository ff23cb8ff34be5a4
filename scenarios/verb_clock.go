package scenarios

import (
	"gapless/scenarios/script"
)

var verbClock = verb{act: actClock, Form: script.Form{
	Name:    "clock",
	Section: script.Timeline,
	Synopsis: "clock HOST STEP\n" +
		"clock HOST drift=PPM",
	Doc: "The host's clock is stepped forward (+) or back (-), or runs too fast or too slow from " +
		"now on. Waits follow the clock's rate and never its steps.",
	Example: "12:00 clock client +10m",
}}

func actClock(w *world, st *script.Statement) error {
	n := w.host(st.Text("HOST")).Node
	if st.Has("drift") {
		n.SetDrift(st.Int("drift"))
	} else {
		n.Step(int64(st.Duration("STEP")))
	}
	return nil
}
