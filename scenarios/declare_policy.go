package scenarios

import "gapless/scenarios/script"

var declarePolicy = declaration{Form: script.Form{
	Name: "policy",
	Synopsis: "policy NAME volumes=VOLUME[,VOLUME] [exclude=GLOB[,GLOB]] " +
		"[method=modified-time|archive-bit|catalog] [checkpoint=DUR|off] [clients=HOST[,HOST]] " +
		"[schedule=KIND@DAY:HH:MM[,…]]",
	Doc: "What is backed up, and how. Volumes are walked in the order given. Without method= the " +
		"product's own for the client's os is used; checkpoint= is the time between " +
		"checkpoints, or off. schedule= starts jobs by itself, by the local time of the zone: " +
		"each start is a kind of job (full, incremental or cumulative), a day (daily, or mon to " +
		"sun) and a time.",
	Example: "policy weekly volumes=/data exclude=*.tmp checkpoint=15m schedule=full@sun:22:00,incremental@daily:18:00",
	Names:   "policy",
}}
