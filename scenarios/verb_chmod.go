package scenarios

import (
	"io/fs"

	"gapless/scenarios/script"
)

var verbChmod = verb{act: actChmod, Form: script.Form{
	Name:     "chmod",
	Section:  script.Timeline,
	Synopsis: "chmod PATH MODE",
	Doc:      "The permission bits are set. The modification time stays.",
	Example:  "10:00 chmod /data/a 0600",
	Changes:  []string{"PATH"},
	OnRoot:   true,
}}

func actChmod(w *world, st *script.Statement) error {
	v, err := w.on(st.Path("PATH"))
	if err != nil {
		return err
	}
	return v.SetMode(st.Path("PATH"), fs.FileMode(st.Int("MODE")), st.Line)
}
