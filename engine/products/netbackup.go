package products

import (
	"time"

	"gapless/engine/netbackup"
	"gapless/model/clock"
)

// ofRelease is what all releases have in common; offset, anchor and name differ.
func ofRelease(name string, offset time.Duration, anchor netbackup.Anchor) netbackup.Rules {
	return netbackup.Rules{
		Product:          name,
		Offset:           clock.Of(offset),
		TouchFile:        clock.Forever,
		Anchor:           anchor,
		ImageTime:        netbackup.First,
		NegativeDelta:    netbackup.EndJob,
		Overlap:          clock.Of(time.Hour),
		StatusOneBase:    true,
		ResetAccess:      true,
		WatchChanging:    true,
		IncompleteToDone: clock.Of(3 * time.Hour),
		SuspendedToDone:  clock.Forever,
		KeepStatus:       true,
		ClientTimeout:    clock.Forever,
		Patience:         clock.Of(5 * time.Minute),
		RetryDelay:       clock.Of(time.Hour),
		Tries:            2,
		TriesPeriod:      clock.Of(12 * time.Hour),
		BitsWait:         clock.Of(5 * time.Minute),
	}
}

// common is what all releases do.
var common = []Fact{
	{"N1", "The master sends a duration: its clock when the job goes active, less the base's backup time, plus DeltaOffset. The client's cutoff is its clock when bpbkar starts, less that duration; a file stamped at or after it is taken."},
	{"N7", "Windows clients use the archive bit by default, and an overlap of 60 minutes when they select by date."},
	{"N8", "A constant skew between master and client cancels; a step between base and incremental does not. A negative duration ends the job with status 207."},
	{"N14", "Checkpoints fall on file boundaries; what was read after the last one is read again on resume."},
	{"N15", "An incomplete job is done, with its error status, after 3 h; a suspended one waits without limit."},
	{"N16", "Archive bits are cleared by fulls and incrementals, after the server acknowledged status 0 or 1."},
	{"N18", "An image's backup time is the master's clock at the job's first activation, also when it was resumed."},
	{"N19", "The base is the newest image by backup time that ended with status 0 or 1."},
}

func release(about string, r netbackup.Rules, facts ...Fact) Product {
	return Product{Name: r.Product, About: about, Rules: &r, settings: imageSettings, Follows: append(facts, common...)}
}

// The five profiles.
var (
	netbackup51 = release("NetBackup 5.1: before the defect of resumed jobs came in, with an offset of 10 s.",
		ofRelease("netbackup-5.1", 10*time.Second, netbackup.Latest),
		Fact{"N13", "A resumed job computes its duration again; DeltaOffset is 10 s."})
	netbackup60MP7 = release("NetBackup 6.0 MP7: affected by the TechAlert.",
		ofRelease("netbackup-6.0-mp7", 10*time.Second, netbackup.First),
		Fact{"N2", "DeltaOffset is 10 s."},
		Fact{"N3", "A resumed job keeps the duration of its first activation, while its cutoff is taken when the resumed bpbkar starts."})
	netbackup60MP8 = release("NetBackup 6.0 MP8: the fix for 6.0.",
		ofRelease("netbackup-6.0-mp8", 300*time.Second, netbackup.Latest),
		Fact{"N9", "A resumed job computes its duration again; DeltaOffset is 300 s, and a touch file on the master replaces it."})
	netbackup652A = release("NetBackup 6.5.2A: affected by the TechAlert.",
		ofRelease("netbackup-6.5.2A", 10*time.Second, netbackup.First),
		Fact{"N2", "DeltaOffset is 10 s."},
		Fact{"N3", "A resumed job keeps the duration of its first activation, while its cutoff is taken when the resumed bpbkar starts."})
	netbackup653 = release("NetBackup 6.5.3: the fix for 6.5.",
		ofRelease("netbackup-6.5.3", 300*time.Second, netbackup.Latest),
		Fact{"N9", "A resumed job computes its duration again; DeltaOffset is 300 s, and a touch file on the master replaces it."})
)
