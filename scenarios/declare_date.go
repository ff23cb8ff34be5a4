package scenarios

import "gapless/scenarios/script"

var declareDate = declaration{Form: script.Form{
	Name:     "date",
	Synopsis: "date DATE",
	Doc:      "The calendar day of day 1. Without it day 1 is 2009-01-05, a Monday.",
	Example:  "date 2009-03-29",
	Once:     true,
}}
