package scenarios

import (
	"fmt"

	"gapless/scenarios/script"
)

var expectRecovery = expectation{holds: holdsRecovery, Form: script.Form{
	Name:     "expect recovery",
	Section:  script.Expectation,
	Synopsis: "expect recovery N STATE [on=NAME[,NAME]]",
	Doc: "At the end of the run disaster recovery offers the image of job N as one to begin a " +
		"recovery with, or does not. By hand it can be restored in any case.",
	Example: "expect recovery 1 not-offered",
	Choices: map[string][]string{"STATE": {"offered", "not-offered"}},
}}

func holdsRecovery(j *judged, st *script.Statement) (bool, string) {
	n := int(st.Int("N"))
	got := "not-offered"
	if j.Offered[n] {
		got = "offered"
	}
	if got != st.Text("STATE") {
		return false, fmt.Sprintf("job %d is %s", n, got)
	}
	return true, ""
}
