package scenarios

import "gapless/scenarios/script"

var declareCovers = declaration{Form: script.Form{
	Name:     "covers",
	Synopsis: "covers ID…",
	Doc:      "The rules that the script exercises, by their identifiers; `gapless rules` lists them.",
	Example:  "covers N1 N2 N3",
}}
