package scenarios

import "gapless/scenarios/script"

var declareVersion = declaration{Form: script.Form{
	Name:     "gapless",
	Synopsis: "gapless VERSION",
	Doc: "The version of the language that the script is written in. It may be left out; where " +
		"it is there, it is the first statement.",
	Example: "gapless 1",
	Choices: map[string][]string{"VERSION": {"1"}},
	First:   true,
	Once:    true,
}}
