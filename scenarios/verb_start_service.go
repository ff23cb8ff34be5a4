package scenarios

import (
	"gapless/engine/checkpoints"
	"gapless/scenarios/script"
)

var verbStartService = verb{act: actStartService, Form: script.Form{
	Name:     "start service",
	Section:  script.Timeline,
	Synopsis: "start service",
	Doc:      "The backup service that was stopped runs again, and knows nothing of earlier requests.",
	Example:  "10:10 start service",
}}

func actStartService(w *world, st *script.Statement) error {
	return w.startProgram(checkpoints.ServiceProgram)
}

// startProgram starts a service that was stopped.
func (w *world) startProgram(name string) error {
	if err := w.post(checkpoints.StartProgram{Program: name}); err != nil {
		return err
	}
	w.recovered(name)
	return nil
}
