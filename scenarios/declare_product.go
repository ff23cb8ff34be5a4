package scenarios

import "gapless/scenarios/script"

var declareProduct = declaration{Form: script.Form{
	Name:     "product",
	Synopsis: "product NAME…",
	Doc: "The products whose rules the engine follows; `gapless products` lists them. With " +
		"several the script runs once for each, and an expectation may say on=NAME.",
	Example: "product netbackup-6.5.2A netbackup-6.5.3",
	Names:   "product",
}}
