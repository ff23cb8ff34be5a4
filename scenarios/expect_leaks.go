package scenarios

import (
	"fmt"

	"gapless/scenarios/script"
)

var expectLeaks = expectation{holds: holdsLeaks, Form: script.Form{
	Name:     "expect leaks",
	Section:  script.Expectation,
	Synopsis: "expect leaks COUNT [on=NAME[,NAME]]",
	Doc: "At the end of the run there are that many checkpoints that are outdated, or were left behind by a job that failed, " +
		"and that no immutability holds any more.",
	Example: "expect leaks 1",
}}

func holdsLeaks(j *judged, st *script.Statement) (bool, string) {
	if got := j.Verdict.Leaks; got != int(st.Int("COUNT")) {
		return false, fmt.Sprintf("there are %d leaks", got)
	}
	return true, ""
}
