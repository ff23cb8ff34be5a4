package scenarios

import (
	"gapless/scenarios/script"
)

var verbSymlink = verb{act: actSymlink, Form: script.Form{
	Name:     "symlink",
	Section:  script.Timeline,
	Synopsis: "symlink PATH TARGET",
	Doc:      "A new symbolic link that says TARGET.",
	Example:  "10:00 symlink /data/current a",
	Changes:  []string{"PATH"},
}}

func actSymlink(w *world, st *script.Statement) error {
	v, err := w.on(st.Path("PATH"))
	if err != nil {
		return err
	}
	return v.MakeSymlink(st.Path("PATH"), st.Text("TARGET"), st.Line)
}
