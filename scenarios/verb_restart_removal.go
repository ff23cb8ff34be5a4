package scenarios

import (
	"gapless/engine/checkpoints"
	"gapless/scenarios/script"
)

var verbRestartRemoval = verb{act: actRestartRemoval, Form: script.Form{
	Name:     "restart removal",
	Section:  script.Timeline,
	Synopsis: "restart removal",
	Doc:      "The background removal of checkpoints is stopped and started again at once.",
	Example:  "12:00 restart removal",
}}

func actRestartRemoval(w *world, st *script.Statement) error {
	if err := w.post(checkpoints.StopProgram{Program: checkpoints.RemovalProgram}); err != nil {
		return err
	}
	return w.startProgram(checkpoints.RemovalProgram)
}
