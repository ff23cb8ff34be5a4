package scenarios

import (
	"gapless/scenarios/script"
)

var expectWindow = expectation{holds: holdsWindow, Form: script.Form{
	Name:    "expect window",
	Section: script.Expectation,
	Synopsis: "expect window PATH FROM TO [change=N] [on=NAME[,NAME]]\n" +
		"expect window PATH none [change=N] [on=NAME[,NAME]]",
	Doc: "The path would be lost exactly when its one timeline change falls into [FROM, TO). All " +
		"such lines of a path together are its whole list of windows; `none` says that it has " +
		"none. Where several timeline statements change the path, change= picks the N-th of the " +
		"file.",
	Example: "expect window /data/zebra.txt 02:00:00 03:45:39",
}}

func holdsWindow(j *judged, st *script.Statement) (bool, string) {
	return j.window(st)
}
