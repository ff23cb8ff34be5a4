package scenarios

import (
	"gapless/engine/checkpoints"
	"gapless/scenarios/script"
)

var verbStop = verb{act: actStop, Form: script.Form{
	Name:     "stop",
	Section:  script.Timeline,
	Synopsis: "stop PROGRAM",
	Doc: "The backup service, or the background removal of checkpoints, is stopped. What it had in its memory is " +
		"gone, such as requests that nobody had picked up.",
	Example: "10:02 stop service",
	Choices: map[string][]string{"PROGRAM": {"service", "removal"}},
}}

func actStop(w *world, st *script.Statement) error {
	if err := w.post(checkpoints.StopProgram{Program: serviceProgram(st)}); err != nil {
		return err
	}
	w.outage(serviceProgram(st))
	return nil
}

// serviceProgram is the program of the service that a statement is about.
func serviceProgram(st *script.Statement) string {
	if st.Is("PROGRAM", "removal") {
		return checkpoints.RemovalProgram
	}
	return checkpoints.ServiceProgram
}
