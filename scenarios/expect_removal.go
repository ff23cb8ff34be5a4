package scenarios

import (
	"fmt"

	"gapless/scenarios/script"
)

var expectRemoval = expectation{holds: holdsRemoval, Form: script.Form{
	Name:     "expect removal",
	Section:  script.Expectation,
	Synopsis: "expect removal POLICY passes=COUNT [agent=HOST] [host=HOST] [on=NAME[,NAME]]",
	Doc: "The removal job went over the checkpoints of the policy that many times and came to an end, each time " +
		"with its agent on the host agent=, and running itself on host=.",
	Example: "expect removal nightly passes=2 agent=media host=master",
}}

func holdsRemoval(j *judged, st *script.Statement) (bool, string) {
	h := j.Outcome.History
	n := 0
	for i := range h.Passes {
		p := &h.Passes[i]
		if h.Backups[p.Backup].Policy != st.Text("POLICY") || p.Ended.IsZero() {
			continue
		}
		n++
		switch {
		case st.Has("agent") && p.Agent != st.Text("agent"):
			return false, fmt.Sprintf("the agent of pass %d ran on %q", n, p.Agent)
		case st.Has("host") && p.Remover != st.Text("host"):
			return false, fmt.Sprintf("pass %d was made by the removal job on %s", n, p.Remover)
		}
	}
	if n != int(st.Int("passes")) {
		return false, fmt.Sprintf("there were %d passes", n)
	}
	return true, ""
}
