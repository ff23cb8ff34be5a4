package scenarios

import (
	"gapless/engine/checkpoints"
	"gapless/scenarios/script"
)

var verbStartRemoval = verb{act: actStartRemoval, Form: script.Form{
	Name:     "start removal",
	Section:  script.Timeline,
	Synopsis: "start removal",
	Doc: "The background removal of checkpoints that was stopped runs again. As at each of its starts it first " +
		"goes through the backups by what kind they are.",
	Example: "10:10 start removal",
}}

func actStartRemoval(w *world, st *script.Statement) error {
	return w.startProgram(checkpoints.RemovalProgram)
}
