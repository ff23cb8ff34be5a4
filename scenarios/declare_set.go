package scenarios

import "gapless/scenarios/script"

var declareSet = declaration{Form: script.Form{
	Name:     "set",
	Synopsis: "set KEY VALUE",
	Doc: "Gives one setting of the product another value. `gapless products NAME` lists the " +
		"settings with their defaults, ranges and sources. Where a script has several products, " +
		"each that has the setting takes it.",
	Example: "set delta-offset 300s",
}}
