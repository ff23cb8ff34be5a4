package scenarios

import (
	"errors"

	"gapless/scenarios/script"
	"gapless/sim/op"
)

var verbOn = verb{act: actOn, Form: script.Form{
	Name:     "on",
	Section:  script.Timeline,
	Synopsis: "on HOST OP[#K] [PATH] STATEMENT",
	Doc: "A statement without an instant: STATEMENT, another verb with its arguments, acts just " +
		"before the K-th operation of that kind on that host (the first unless #K says " +
		"otherwise), counting only those on PATH where one is given; that of an operation on " +
		"a change journal, and of a freeze, is the volume. OP `any` counts operations of every " +
		"kind.",
	Example: "on client clear-bit#1 /data/a write /data/a",
	Choices: map[string][]string{"OP": op.Names()},
}}

func actOn(w *world, st *script.Statement) error {
	return errors.New("a hook acts when its operation comes")
}
