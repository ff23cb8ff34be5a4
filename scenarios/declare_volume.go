package scenarios

import "gapless/scenarios/script"

var declareVolume = declaration{Form: script.Form{
	Name: "volume",
	Synopsis: "volume PATH fs=ext4|xfs|ntfs|refs|fat32|hfs+ [host=HOST] [size=SIZE] [rate=RATE] " +
		"[latency=DUR] [tick=DUR] [granularity=DUR] [snapshot=none|vss] [journal=on|off] " +
		"[journal-size=SIZE] [journal-delta=SIZE] [boot=yes|no] [cluster=yes|no] [access-times=exact|hourly|relative|off]",
	Doc: "A volume, its file system, and the path where it is mounted; it is on the host " +
		"`client` unless host= says otherwise. Every operation is instantaneous unless rate= or " +
		"latency= is given. Stamps have the granularity of the file system (ext4 1ns, ntfs " +
		"100ns, fat32 2s) unless granularity= says otherwise, and are exact unless tick= takes " +
		"them from a clock that moves in steps. snapshot= says whether the volume can be frozen " +
		"for a backup (ntfs, refs and fat32 can), and journal= whether it keeps a change journal from the start; only ntfs " +
		"and refs can. The journal is trimmed to below journal-size= when it has grown by " +
		"journal-delta= more; they are 32MB and 8MB unless given. boot=yes says that the system " +
		"starts from the volume: it has a journal of these sizes unless journal=off. cluster=yes says that it is a volume which the nodes of a cluster share; one host has it here. " +
		"access-times= says when reading a file moves its access time: always (exact), unless it would " +
		"move by less than an hour (hourly, as on ntfs and refs without it), when it is not later than " +
		"the last change or a day old (relative, Linux's relatime), or never (off, Linux's noatime, and what " +
		"Windows does since Vista and Server 2008). On ntfs, refs and fat32 a change of the bytes moves it like " +
		"a reading. fat32 keeps the date only.",
	Example: "volume /mail fs=ntfs host=client rate=100MB/s latency=1ms",
	Names:   "volume",
}}
