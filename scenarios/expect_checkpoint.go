package scenarios

import (
	"fmt"

	"gapless/model"
	"gapless/scenarios/script"
)

var expectCheckpoint = expectation{holds: holdsCheckpoint, Form: script.Form{
	Name:     "expect checkpoint",
	Section:  script.Expectation,
	Synopsis: "expect checkpoint POLICY N STATE [on=NAME[,NAME]]",
	Doc: "The N-th checkpoint of the policy, counted as they were begun, is in that state at the end of the " +
		"run: complete and there, there but never complete, removed, or there although objects that it needs are gone.",
	Example: "expect checkpoint nightly 1 removed",
	Choices: map[string][]string{"STATE": {"present", "unfinished", "removed", "broken"}},
}}

func holdsCheckpoint(j *judged, st *script.Statement) (bool, string) {
	h := j.Outcome.History
	policy, n := st.Text("POLICY"), int(st.Int("N"))
	for i := range h.Checkpoints {
		k := &h.Checkpoints[i]
		if h.Backups[k.Backup].Policy != policy || k.N != n {
			continue
		}
		if got := checkpointState(k); got != st.Text("STATE") {
			return false, fmt.Sprintf("checkpoint %d of %s is %s", n, policy, got)
		}
		return true, ""
	}
	return false, fmt.Sprintf("%s has no checkpoint %d", policy, n)
}

func checkpointState(k *model.Checkpoint) string {
	switch {
	case !k.Removed.IsZero():
		return "removed"
	case !k.Broken.IsZero():
		return "broken"
	case k.Finished.IsZero():
		return "unfinished"
	}
	return "present"
}
