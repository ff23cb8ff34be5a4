package scenarios

import "gapless/scenarios/script"

var declareZone = declaration{Form: script.Form{
	Name:     "zone",
	Synopsis: "zone ZONE",
	Doc: "The local time that FAT file systems and schedules use. Without it that is UTC. " +
		"Instants of the script are UTC in any case.",
	Example: "zone Europe/Berlin",
	Once:    true,
}}
