package scenarios

import (
	"gapless/engine/message"
	"gapless/scenarios/script"
)

var verbCheckDatabase = verb{act: actCheckDatabase, Form: script.Form{
	Name:     "check-database",
	Section:  script.Timeline,
	Synopsis: "check-database",
	Doc:      "Starts a job that checks the product's own database for consistency.",
	Example:  "23:00 check-database",
}}

func actCheckDatabase(w *world, st *script.Statement) error {
	return w.post(message.Check{})
}
