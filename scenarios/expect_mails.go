package scenarios

import (
	"fmt"

	"gapless/scenarios/script"
)

var expectMails = expectation{holds: holdsMails, Form: script.Form{
	Name:     "expect mails",
	Section:  script.Expectation,
	Synopsis: "expect mails COUNT [on=NAME[,NAME]]",
	Doc:      "The product sent that many mails.",
	Example:  "expect mails 0",
}}

func holdsMails(j *judged, st *script.Statement) (bool, string) {
	if got := len(j.Outcome.History.Mails); got != int(st.Int("COUNT")) {
		return false, fmt.Sprintf("there were %d mails", got)
	}
	return true, ""
}
