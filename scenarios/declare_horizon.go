package scenarios

import "gapless/scenarios/script"

var declareHorizon = declaration{Form: script.Form{
	Name:     "horizon",
	Synopsis: "horizon DUR",
	Doc:      "How long the run goes on at most after the last statement. Without it that is 30 days.",
	Example:  "horizon 2d",
	Once:     true,
}}
