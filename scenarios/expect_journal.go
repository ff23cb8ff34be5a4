package scenarios

import (
	"fmt"

	"gapless/model"
	"gapless/scenarios/script"
)

var expectJournal = expectation{holds: holdsJournal, Form: script.Form{
	Name:     "expect journal",
	Section:  script.Expectation,
	Synopsis: "expect journal VOLUME STATE [size=SIZE] [delta=SIZE] [on=NAME[,NAME]]",
	Doc: "At the end of the run the volume's change journal is active, or is not, and has " +
		"these sizes.",
	Example: "expect journal /data active size=8MB delta=1MB",
	Choices: map[string][]string{"STATE": {"active", "inactive"}},
}}

// journals are the states of all volumes' change journals, by mount point, where an
// expectation asks for one.
func (r *Runner) journals(u *Setup) map[string]model.JournalState {
	var all map[string]model.JournalState
	for _, st := range u.expect {
		if expectationOf(st) != &expectJournal {
			continue
		}
		if all == nil {
			all = map[string]model.JournalState{}
		}
		path := st.Path("VOLUME")
		if v := r.w.volumeOf(path); v != nil && v.Journal() != nil {
			if s, err := v.Journal().State(); err == nil {
				all[path] = s
			}
		}
	}
	return all
}

func holdsJournal(j *judged, st *script.Statement) (bool, string) {
	path := st.Path("VOLUME")
	s, active := j.Journals[path]
	switch {
	case active != (st.Text("STATE") == "active"):
		return false, fmt.Sprintf("the journal of %s is active: %v", path, active)
	case st.Has("size") && st.Size("size") != s.MaxSize:
		return false, fmt.Sprintf("the journal of %s has %d bytes", path, s.MaxSize)
	case st.Has("delta") && st.Size("delta") != s.Delta:
		return false, fmt.Sprintf("the journal of %s grows by %d bytes", path, s.Delta)
	}
	return true, ""
}
