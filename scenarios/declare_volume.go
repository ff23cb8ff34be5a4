package scenarios

import "gapless/scenarios/script"

var declareVolume = declaration{Form: script.Form{
	Name: "volume",
	Synopsis: "volume PATH fs=ext4|xfs|ntfs|refs|fat32|hfs+ [host=HOST] [size=SIZE] [rate=RATE] " +
		"[latency=DUR] [tick=DUR] [granularity=DUR] [snapshot=none|vss] [journal=on|off]",
	Doc: "A volume, its file system, and the path where it is mounted; it is on the host " +
		"`client` unless host= says otherwise. Every operation is instantaneous unless rate= or " +
		"latency= is given. Stamps have the granularity of the file system (ext4 1ns, ntfs " +
		"100ns, fat32 2s) unless granularity= says otherwise, and are exact unless tick= takes " +
		"them from a clock that moves in steps. snapshot= says whether the volume can be frozen " +
		"for a backup, and journal= whether it keeps a change journal.",
	Example: "volume /mail fs=ntfs host=client rate=100MB/s latency=1ms",
	Names:   "volume",
}}
