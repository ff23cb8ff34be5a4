package scenarios

import "gapless/scenarios/script"

var declarePolicy = declaration{Form: script.Form{
	Name: "policy",
	Synopsis: "policy NAME volumes=VOLUME[,VOLUME] [exclude=GLOB[,GLOB]] " +
		"[method=modified-time|archive-bit|catalog] [checkpoint=DUR|off] [clients=HOST[,HOST]] " +
		"[schedule=KIND@DAY:HH:MM[,…]] [kind=vm|agent-by-server|agent-by-agent|agent-standalone|other] " +
		"[repository=MEDIA] [server=HOST] [limit=DUR] [media=append|overwrite] [after=keep|delete] " +
		"[accessed=DUR]",
	Doc: "What is backed up, and how. Volumes are walked in the order given. Without method= the " +
		"product's own for the client's os is used; checkpoint= is the time between " +
		"checkpoints, or off. schedule= starts jobs by itself, by the local time of the zone: " +
		"each start is a kind of job (full, incremental or cumulative), a day (daily, or mon to " +
		"sun) and a time. For products that keep checkpoints in object repositories, kind= is " +
		"what makes the backup: a job for virtual machines (without kind=), an agent that the " +
		"backup server manages, one that manages itself or stands alone, or any other job; and repository= where it " +
		"is kept. Backup Exec also knows server=, the host of role=media on which the jobs run; " +
		"limit=, after which a job that still runs is cancelled; media=, whether jobs append to " +
		"media, as they do without it, or write to them from their beginning; after=delete, " +
		"which deletes the files once their backup is verified; and accessed=, how far back the accesses lie " +
		"that put a file into a working set, 30 days without it.",
	Example: "policy weekly volumes=/data exclude=*.tmp checkpoint=15m schedule=full@sun:22:00,incremental@daily:18:00",
	Names:   "policy",
}}
