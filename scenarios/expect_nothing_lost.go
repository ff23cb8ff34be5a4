package scenarios

import (
	"strings"

	"gapless/scenarios/script"
)

var expectNothingLost = expectation{holds: holdsNothingLost, Form: script.Form{
	Name:     "expect nothing lost",
	Section:  script.Expectation,
	Synopsis: "expect nothing lost [on=NAME[,NAME]]",
	Doc: "No file is silently lost at any restore point. A script without expectations means " +
		"this.",
	Example: "expect nothing lost",
}}

func holdsNothingLost(j *judged, st *script.Statement) (bool, string) {
	if lost := j.Verdict.LostPaths(); len(lost) > 0 {
		return false, "lost: " + strings.Join(lost, ", ")
	}
	return true, ""
}
