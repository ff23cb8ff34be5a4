package scenarios

import (
	"fmt"
	"strings"

	"gapless/scenarios/script"
)

var expectMail = expectation{holds: holdsMail, Form: script.Form{
	Name:     "expect mail",
	Section:  script.Expectation,
	Synopsis: "expect mail TEXT [on=NAME[,NAME]]",
	Doc:      "Some mail that the product sent contains the text.",
	Example:  `expect mail "removal failed"`,
}}

func holdsMail(j *judged, st *script.Statement) (bool, string) {
	for _, m := range j.Outcome.History.Mails {
		if strings.Contains(m, st.Text("TEXT")) {
			return true, ""
		}
	}
	return false, fmt.Sprintf("none of %d mails contains it", len(j.Outcome.History.Mails))
}
