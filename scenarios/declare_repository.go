package scenarios

import "gapless/scenarios/script"

var declareRepository = declaration{Form: script.Form{
	Name: "repository",
	Synopsis: "repository NAME [host=HOST] [access=direct|gateway] [immutability=DUR] " +
		"[generation=DUR]",
	Doc: "Object storage that backups are written to. access= says whether it is reached from " +
		"the mount server (direct) or through a gateway server; immutability= is how long an " +
		"object cannot be deleted, and generation= the length of a block generation, which is " +
		"added to it.",
	Example: "repository bucket access=gateway immutability=3d generation=10d",
	Names:   "medium",
}}
