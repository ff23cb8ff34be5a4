package scenarios

import "gapless/scenarios/script"

var declareLink = declaration{Form: script.Form{
	Name:     "link",
	Synopsis: "link OLD NEW",
	Doc: "A hard link that exists at the start: NEW is another name of the file OLD. Both are on " +
		"one volume.",
	Example: "link /data/a /data/second",
	Changes: []string{"NEW"},
	OneDisk: true,
}}
