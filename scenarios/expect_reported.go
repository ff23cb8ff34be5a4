package scenarios

import (
	"gapless/model"
	"gapless/scenarios/script"
)

var expectReported = expectation{holds: holdsReported, Form: script.Form{
	Name:     "expect reported",
	Section:  script.Expectation,
	Synopsis: "expect reported PATH [at=N] [on=NAME[,NAME]]",
	Doc:      "The path does not come back right, and the job named it and did not end with status 0.",
	Example:  "expect reported /data/a",
}}

func holdsReported(j *judged, st *script.Statement) (bool, string) {
	return j.path(st, model.Reported)
}
