package scenarios

import (
	"gapless/scenarios/script"
)

var verbArchiveBit = verb{act: actArchiveBit, Form: script.Form{
	Name:     "archive-bit",
	Section:  script.Timeline,
	Synopsis: "archive-bit PATH on|off",
	Doc:      "Somebody sets or clears the file's archive bit, as another backup program would.",
	Example:  "10:00 archive-bit /data/a off",
}}

func actArchiveBit(w *world, st *script.Statement) error {
	v, err := w.on(st.Path("PATH"))
	if err != nil {
		return err
	}
	return v.SetBit(st.Path("PATH"), st.Is("on|off", "on"), st.Line)
}
