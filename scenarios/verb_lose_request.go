package scenarios

import "gapless/scenarios/script"

var verbLoseRequest = verb{act: actLoseRequest, Form: script.Form{
	Name:     "lose request",
	Section:  script.Timeline,
	Synopsis: "lose request [times=N]",
	Doc: "The next request for the removal of checkpoints that a job sends, or the next N, is lost before the " +
		"backup service has it.",
	Example: "21:59 lose request times=2",
}}

func actLoseRequest(w *world, st *script.Statement) error {
	w.drops += max(1, int(st.Int("times")))
	return nil
}
