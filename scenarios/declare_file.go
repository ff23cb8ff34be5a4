package scenarios

import "gapless/scenarios/script"

var declareFile = declaration{Form: script.Form{
	Name:     "file",
	Synopsis: "file PATH SIZE [mtime=STAMP]",
	Doc: "A file that exists at the start, its archive bit on. Without mtime= it is stamped 24 " +
		"hours before day 1. Its directories need no declaration.",
	Example: "file /data/accounts.db 64KB mtime=2009-01-04",
	Changes: []string{"PATH"},
}}
