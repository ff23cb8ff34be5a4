package scenarios

import (
	"gapless/scenarios/script"
)

var verbCreateJournal = verb{act: actCreateJournal, Form: script.Form{
	Name:     "create journal",
	Section:  script.Timeline,
	Synopsis: "create journal VOLUME [size=SIZE] [delta=SIZE] [from=SIZE]",
	Doc: "An administrator creates the volume's change journal (`fsutil usn createjournal`) with " +
		"a new identity and no records, or gives one that is active other sizes (32MB and 8MB " +
		"unless given). Positions count from 0, or with from= from the first page of 4096 bytes " +
		"at or after that one.",
	Example: "day 2 09:00 create journal /data size=4MB delta=1MB from=2MB",
}}

func actCreateJournal(w *world, st *script.Statement) error {
	j, err := w.journalOf(st)
	if err != nil {
		return err
	}
	if st.Has("from") {
		return j.CreateFrom(st.Size("size"), st.Size("delta"), st.Size("from"))
	}
	return j.Create(st.Size("size"), st.Size("delta"))
}
