package scenarios

import "gapless/scenarios/script"

var declareDir = declaration{Form: script.Form{
	Name:     "dir",
	Synopsis: "dir PATH",
	Doc:      "A directory that exists at the start; needed for empty ones only.",
	Example:  "dir /data/empty",
	Changes:  []string{"PATH"},
}}
