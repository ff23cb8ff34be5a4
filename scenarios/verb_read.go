package scenarios

import (
	"gapless/scenarios/script"
)

var verbRead = verb{act: actRead, Form: script.Form{
	Name:     "read",
	Section:  script.Timeline,
	Synopsis: "read PATH",
	Doc: "Somebody reads the file. What it holds stays, and its access time moves as the volume's " +
		"access-times= says. The window of a path that is read and never changed is when its reading would be missed.",
	Example: "10:00 read /data/a",
	Uses:    []string{"PATH"},
}}

func actRead(w *world, st *script.Statement) error { return w.read(st.Path("PATH")) }
