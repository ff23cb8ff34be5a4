package finding

import (
	"slices"
	"testing"

	"gapless/scenarios"
	"gapless/scenarios/scenariotest"
)

// Searches found these; each comment says by which rule the script loses.
func TestCausesOfWhatSearchesFound(t *testing.T) {
	for _, c := range []struct {
		name, text, product string
		property, cause     string
	}{
		{"a cumulative that kept its delta stands for one that took the file, N3", `
volume  /data fs=ext4
policy  p volumes=/data

02:00:00       full p
02:20:00       cumulative p
02:00:00       write /data/b
02:00:00       slow /data/b 30m
02:30:00       cumulative p
03:00:00       incremental p
03:00:00       suspend p
05:00:00       resume p
07:00:00       incremental p
`, "netbackup-6.0-mp7", "P1", KeptDelta},
		{"two images of one backup time, and the one that was resumed is the older by its number, N18", `
host    client role=client os=windows
volume  /data fs=fat32
file    /data/a 1KB
file    /data/b/a 1KB
policy  p volumes=/data

02:00:00       write /data/c
03:00:00       slow /data/b/a 2h
03:00:00       incremental p
03:00:00       slow /data/c 4h
03:00:00       incremental p
03:00:00       slow /data/a 3h
03:00:00       incremental p
04:00:00       kill client
04:00:00       start client
06:00:00       resume p
07:00:00       resume p
15:00:00       write /data/d
`, "netbackup-6.5.3", "P6", ResumedTaker},
		{"the protection is over by the clock of the medium's server, and the image took the place of another, C10", `
volume  /data fs=ext4
volume  /b fs=ext4
media   m retention=1h
policy  p volumes=/b media=overwrite
policy  q volumes=/data media=overwrite

02:00:00       full q
03:00:00       incremental p
03:52:00       cumulative q
03:00:00       clock media +1ns
`, "backupexec-2012", "P5", ServerAhead},
		{"a crash took back records of the journal, and the job after the one that passed the change over loses it, D11", `
volume  /mail fs=ntfs snapshot=vss
file    /mail/a 1KB
policy  p volumes=/mail after=delete

03:00:00       full p
03:00:00       kill client
04:00:00       start client
13:00:00       append /mail/A 1KB
13:00:00       incremental p
14:00:00       incremental p
`, "backupexec-2012", "P2", RolledJournal},
		{"written after it was read, and another mode later, D5", `
volume  /data fs=refs
policy  p volumes=/data

10:00:00       write /data/a
17:00:00       write /data/z
17:00:00       change-method p archive-bit
17:00:00       slow /data/z 1ns
17:00:00       full p
17:00:00       write /data/A 1KB
day 2 03:00:00 chmod /data/A 0600
`, "backupexec-2012", "P6", UnlookedBit},
		{"changed while it was read, and then taken under its other name, whose bit it is, N16", `
host    client role=client os=windows
volume  /data fs=refs
file    /data/a 1KB
link    /data/a /data/b
policy  p volumes=/data

on client any#8 write /data/b
03:00:00       full p
04:00:00       incremental p
`, "netbackup-6.0-mp7", "P1", OtherName},
		{"taken under its other name by another policy, X12", `
host    client role=client os=windows
volume  /data fs=ntfs
file    /data/a 1KB
link    /data/a /data/hard
policy  p volumes=/data
policy  q volumes=/data

03:00:00       incremental q
03:00:00       slow /data/A 30m
03:00:00       full p
03:00:00       suspend p
03:40:00       resume p
04:00:00       write /data/hard
05:00:00       incremental q
`, "netbackup-6.5.3", "P1", OtherProgram + " (another policy)"},
		{"a link leaves the bit off, and a write came when the job was over, at one instant, N16", `
host    client role=client os=windows
volume  /mail fs=refs
file    /mail/a 1KB
policy  p volumes=/mail

00:00:00       incremental p
02:00:00       link /mail/A /mail/z
04:00:00       incremental p
08:00:00       incremental p
08:00:00       write /mail/A
`, "netbackup-6.0-mp7", "P1", KeptBit + ": link"},
		{"held open under a name in other case, X23", `
volume  /data fs=ntfs snapshot=vss
file    /data/a 1KB
policy  p volumes=/data

02:00:00       full p
07:00:00       hold-open /data/A
09:00:00       write /data/a 2KB
11:00:00       full p
13:00:00       append /data/A 1KB
15:00:00       incremental p
`, "backupexec-2012", "P2", HeldHandle},
		{"held open twice and closed once, X23", `
volume  /data fs=ntfs
file    /data/a 1KB
policy  p volumes=/data

09:00:00       incremental p
17:00:00       hold-open /data/a
17:00:00       write /data/a
17:00:00       incremental p
18:00:00       hold-open /data/a
18:00:00       write /data/a
day 2 08:00:00 close /data/a
`, "backupexec-2012", "P6", HeldHandle},
	} {
		t.Run(c.name, func(t *testing.T) {
			all := found(t, c.text, c.product)
			if !slices.ContainsFunc(all, func(s Shown) bool { return s.Property == c.property && s.Cause == c.cause && s.Excused() }) ||
				slices.ContainsFunc(all, func(s Shown) bool { return s.Property == c.property && !s.Excused() }) {
				t.Errorf("it shows %+v; want %s: %s", all, c.property, c.cause)
			}
		})
	}
}

// found is what a script shows that no library has.
func found(t *testing.T, text, product string, sets ...scenarios.Override) (all []Shown) {
	t.Helper()
	scenariotest.Judge(t, "found", text, product, scenarios.Options{}, sets, func(u *scenarios.Setup, r *scenarios.Result) {
		all = Of(u, r.Outcome.History, &r.Verdict)
	})
	return all
}
