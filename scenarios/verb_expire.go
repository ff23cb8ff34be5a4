package scenarios

import (
	"gapless/engine/message"
	"gapless/scenarios/script"
)

var verbExpire = verb{act: actExpire, Form: script.Form{
	Name:     "expire",
	Section:  script.Timeline,
	Synopsis: "expire",
	Doc:      "The product drops now what is past its retention, as it else does by itself.",
	Example:  "day 9 00:00 expire",
}}

func actExpire(w *world, st *script.Statement) error {
	return w.post(message.Expire{})
}
