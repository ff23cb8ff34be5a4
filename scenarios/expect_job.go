package scenarios

import (
	"fmt"

	"gapless/scenarios/script"
)

var expectJob = expectation{holds: holdsJob, Form: script.Form{
	Name:     "expect job",
	Section:  script.Expectation,
	Synopsis: "expect job N STATE [status=CODE] [files=COUNT] [resumed=yes|no] [on=NAME[,NAME]]",
	Doc: "Job N is in that state at the end of the run, with that status code, and has taken " +
		"that many files; with resumed= it did, or did not, go on from a checkpoint.",
	Example: "expect job 2 done status=0 files=3",
	Choices: map[string][]string{"STATE": {"queued", "active", "requeued", "done", "suspended", "incomplete", "on-hold"}},
}}

func holdsJob(j *judged, st *script.Statement) (bool, string) {
	n := int(st.Int("N"))
	if n > len(j.Outcome.History.Jobs) || j.Outcome.History.Jobs[n-1].Probe {
		return false, fmt.Sprintf("there is no job %d", n)
	}
	job := &j.Outcome.History.Jobs[n-1]
	held := string(job.State) == st.Text("STATE") &&
		(!st.Has("status") || int(st.Int("status")) == job.Status) &&
		(!st.Has("files") || int(st.Int("files")) == job.Taken) &&
		(!st.Has("resumed") || st.Is("resumed", "yes") == job.Resumed)
	if held {
		return true, ""
	}
	why := fmt.Sprintf("job %d is %s with status %d and %d files", n, job.State, job.Status, job.Taken)
	if job.Resumed {
		why += ", resumed"
	}
	return false, why
}
