package scenarios

import (
	"gapless/scenarios/script"
)

var verbFailJournal = verb{act: actFailJournal, Form: script.Form{
	Name:     "fail journal",
	Section:  script.Timeline,
	Synopsis: "fail journal VOLUME",
	Doc: "The volume's change journal becomes unreadable (error 1392) until it is deleted. " +
		"Changes are still recorded.",
	Example: "12:00 fail journal /data",
	Effect:  script.Interrupts,
}}

func actFailJournal(w *world, st *script.Statement) error {
	j, err := w.journalOf(st)
	if err != nil {
		return err
	}
	return j.Fail()
}
