package scenarios

import (
	"gapless/scenarios/script"
)

var verbDeleteJournal = verb{act: actDeleteJournal, Form: script.Form{
	Name:     "delete journal",
	Section:  script.Timeline,
	Synopsis: "delete journal VOLUME [for=DUR]",
	Doc: "An administrator deletes the volume's change journal (`fsutil usn deletejournal`). With " +
		"for= that takes a while, in which the journal can neither be used nor created (error " +
		"1178), also after a restart; then it is not active (error 1179).",
	Example: "day 2 12:00 delete journal /data",
}}

func actDeleteJournal(w *world, st *script.Statement) error {
	j, err := w.journalOf(st)
	if err == nil {
		err = j.Delete()
	}
	if err != nil {
		return err
	}
	if d := st.Duration("for"); d > 0 {
		w.sched.Later(w.sched.Now()+int64(d), true, j.Deleted)
	} else {
		j.Deleted()
	}
	return nil
}
