package scenarios

import (
	"gapless/scenarios/script"
)

var verbWrite = verb{act: actWrite, Form: script.Form{
	Name:     "write",
	Section:  script.Timeline,
	Synopsis: "write PATH [SIZE] [keep=mtime]",
	Doc: "The file gets new content of the same size, or of SIZE, and a new time. A file that is " +
		"not there is created. With keep=mtime the program has frozen the time on its handle: " +
		"the file keeps the one that it has.",
	Example: "02:30 write /data/zebra.txt 2KB",
	Changes: []string{"PATH"},
}}

func actWrite(w *world, st *script.Statement) error {
	return w.write(st.Path("PATH"), st)
}
