package scenarios

import (
	"gapless/model"
	"gapless/scenarios/script"
)

var expectCaptured = expectation{holds: holdsCaptured, Form: script.Form{
	Name:     "expect captured",
	Section:  script.Expectation,
	Synopsis: "expect captured PATH [at=N] [on=NAME[,NAME]]",
	Doc: "The path comes back as it was at restore point N, or at every restore point whose " +
		"policy covers it.",
	Example: "expect captured /data/accounts.db",
}}

func holdsCaptured(j *judged, st *script.Statement) (bool, string) {
	return j.path(st, model.Captured)
}
