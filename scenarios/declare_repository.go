package scenarios

import "gapless/scenarios/script"

var declareRepository = declaration{Form: script.Form{
	Name: "repository",
	Synopsis: "repository NAME [host=HOST] [access=direct|gateway] [mount=HOST] [provider=HOST] [immutability=DUR] " +
		"[generation=DUR]",
	Doc: "Object storage that backups are written to. access= says whether it is reached " +
		"directly, which it is without it, or through a gateway server, which is host=. mount= is the mount " +
		"server, on which agents work with direct access. provider= is the server of a service " +
		"provider (Cloud Connect) whose repository it is. All of them are hosts of role=media, `media` unless " +
		"named. immutability= is how long an object cannot be deleted, and generation= the " +
		"length of a block generation, which is added to it; the product's own without it. As long as no repository is declared there is " +
		"one called `medium`, with direct access and without immutability.",
	Example: "repository bucket access=gateway immutability=3d generation=10d",
	Names:   "medium",
}}
