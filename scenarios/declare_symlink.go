package scenarios

import "gapless/scenarios/script"

var declareSymlink = declaration{Form: script.Form{
	Name:     "symlink",
	Synopsis: "symlink PATH TARGET",
	Doc:      "A symbolic link that exists at the start. TARGET is what it says, and need not exist.",
	Example:  "symlink /data/latest reports/2009",
	Changes:  []string{"PATH"},
}}
