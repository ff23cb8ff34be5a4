package scenarios

import (
	"slices"

	"gapless/model"
	"gapless/scenarios/script"
)

var expectViolation = expectation{holds: holdsViolation, Form: script.Form{
	Name:     "expect violation",
	Section:  script.Expectation,
	Synopsis: "expect violation PROPERTY… [PATH] [at=N] [on=NAME[,NAME]]",
	Doc: "Each of these properties of the specification is broken, for that path and at that " +
		"restore point where they are given. A broken property that no expectation names makes " +
		"the script fail.",
	Example: "expect violation P5",
	Choices: map[string][]string{"PROPERTY": {"P1", "P2", "P3", "P4", "P5", "P6", "P7", "P8", "P9", "P10"}},
}}

func holdsViolation(j *judged, st *script.Statement) (bool, string) {
	for _, p := range st.List("PROPERTY") {
		if !slices.ContainsFunc(j.Verdict.Violations, func(v model.Violation) bool {
			return v.Property.String() == p && speaksOf(st, &v)
		}) {
			return false, p + " is not broken so"
		}
	}
	return true, ""
}
