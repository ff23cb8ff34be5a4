package scenarios

import (
	"fmt"

	"gapless/scenarios/script"
)

var verbWipe = verb{act: actWipe, Form: script.Form{
	Name:     "wipe",
	Section:  script.Timeline,
	Synopsis: "wipe MEDIA",
	Doc: "Somebody who has all rights deletes everything in the object repository that no immutability holds at " +
		"that instant.",
	Example: "day 3 12:00 wipe tape1",
}}

func actWipe(w *world, st *script.Statement) error {
	b := w.bucket(st.Text("MEDIA"))
	if b == nil {
		return fmt.Errorf("%s is no object repository", st.Text("MEDIA"))
	}
	b.Wipe()
	return nil
}
