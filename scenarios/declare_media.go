package scenarios

import "gapless/scenarios/script"

var declareMedia = declaration{Form: script.Form{
	Name: "media",
	Synopsis: "media NAME [capacity=SIZE] [retention=DUR] [append-period=DUR] " +
		"[protection=full|partial|none] [host=HOST] [state=scratch|imported|away]",
	Doc: "A medium that backups are written to. One unlimited medium, called `medium`, exists as " +
		"long as none is declared. retention= is how long its contents are kept, append-period= " +
		"how long after its first use it takes more, protection= what the product may " +
		"overwrite, and host= the media server that writes to it. state= says that it is empty, " +
		"holds what another system wrote, or has yet to be brought with `insert`.",
	Example: "media tape2 capacity=2GB retention=7d append-period=12h protection=full",
	Names:   "medium",
}}
