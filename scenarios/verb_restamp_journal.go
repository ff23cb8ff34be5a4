package scenarios

import (
	"gapless/scenarios/script"
)

var verbRestampJournal = verb{act: actRestampJournal, Form: script.Form{
	Name:     "restamp journal",
	Section:  script.Timeline,
	Synopsis: "restamp journal VOLUME",
	Doc: "The volume's change journal gets another identity, as when the volume was used by " +
		"another system for a while. Positions go on, and older records can still be read, but " +
		"changes may be missing behind them.",
	Example: "12:00 restamp journal /data",
}}

func actRestampJournal(w *world, st *script.Statement) error {
	j, err := w.journalOf(st)
	if err != nil {
		return err
	}
	return j.Restamp()
}
