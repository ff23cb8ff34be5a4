package scenarios

import (
	"fmt"

	"gapless/scenarios/script"
)

var verbFailJournal = verb{act: actFailJournal, Form: script.Form{
	Name:     "fail journal",
	Section:  script.Timeline,
	Synopsis: "fail journal VOLUME",
	Doc:      "The volume's change journal becomes unreadable.",
	Example:  "12:00 fail journal /data",
	Effect:   script.Interrupts,
}}

func actFailJournal(w *world, st *script.Statement) error {
	return fmt.Errorf("%s has no change journal", st.Path("VOLUME"))
}
