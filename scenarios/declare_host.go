package scenarios

import "gapless/scenarios/script"

var declareHost = declaration{Form: script.Form{
	Name:     "host",
	Synopsis: "host NAME role=master|media|client [skew=STEP] [drift=PPM] [os=unix|windows]",
	Doc: "A computer. The hosts `master`, `media` and `client` exist without being declared, " +
		"with true clocks and os=unix; declaring one of them changes it. skew is how far its " +
		"clock is ahead of the true one at the start (+) or behind (-), and drift how much too " +
		"fast it runs.",
	Example: "host laptop role=client skew=+3s drift=20ppm",
	Names:   "host",
}}
