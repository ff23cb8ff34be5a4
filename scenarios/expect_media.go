package scenarios

import (
	"gapless/scenarios/script"
)

var expectMedia = expectation{holds: holdsMedia, Form: script.Form{
	Name:     "expect media",
	Section:  script.Expectation,
	Synopsis: "expect media MEDIA STATE [on=NAME[,NAME]]",
	Doc:      "The medium is in that state at the end of the run.",
	Example:  "expect media tape1 not-appendable",
	Choices:  map[string][]string{"STATE": {"scratch", "allocated", "imported", "recyclable", "appendable", "not-appendable", "full", "away", "lost"}},
}}

func holdsMedia(j *judged, st *script.Statement) (bool, string) {
	name := st.Text("MEDIA")
	if got := j.Media[name]; got != st.Text("STATE") {
		return false, name + " is " + got
	}
	return true, ""
}
