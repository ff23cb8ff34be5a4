package scenarios

import (
	"gapless/model"
	"gapless/scenarios/script"
)

var expectLost = expectation{holds: holdsLost, Form: script.Form{
	Name:     "expect lost",
	Section:  script.Expectation,
	Synopsis: "expect lost PATH [at=N] [on=NAME[,NAME]]",
	Doc: "The path is silently lost at restore point N, or at some restore point: what comes " +
		"back is missing or stale, and nobody was told.",
	Example: "expect lost /data/zebra.txt at=2",
}}

func holdsLost(j *judged, st *script.Statement) (bool, string) {
	return j.path(st, model.Lost)
}
