package products

import (
	"time"

	"gapless/engine/netbackup"
	"gapless/model/clock"
)

// long is the longest duration that settings without a documented bound take.
const long = 10 * 365 * 24 * time.Hour

// The kinds of settings of the engine whose jobs write images to media.
type (
	duration = span[netbackup.Rules]
	choice   = option[netbackup.Rules]
	count    = number[netbackup.Rules]
)

// imageSettings are those of the NetBackup profiles.
var imageSettings = []Setting{
	{Key: "delta-offset", Source: "N2, N9", About: "DeltaOffset: time added to delta for a client process that starts late; as the touch file on the master gives it",
		kind: duration{of: func(r *netbackup.Rules) *clock.Duration { return &r.TouchFile }, max: 7200 * time.Second,
			unset: func(r *netbackup.Rules) clock.Duration { return r.Offset }}},
	{Key: "delta-offset-file", Source: "N9", Decision: true, About: "what a touch file does to the release's offset",
		kind: either("replaces", "adds", func(r *netbackup.Rules) *bool { return &r.TouchAdds })},
	{Key: "cutoff-comparison", Source: "N1", Decision: true, About: "which stamps are taken: those at or after the cutoff, or those after it",
		kind: either("at-or-after", "after", func(r *netbackup.Rules) *bool { return &r.Strict })},
	{Key: "resume-delta", Source: "N3, N9, N13", Decision: true, About: "the activation whose delta a resumed job uses",
		kind: anchor(func(r *netbackup.Rules) *netbackup.Anchor { return &r.Anchor })},
	{Key: "negative-delta", Source: "N8", Decision: true, About: "what a base in the future does to a job: end it with status 207, take nothing, or take everything",
		kind: choice{words: []string{"ends-job", "takes-nothing", "takes-everything"},
			is: func(r *netbackup.Rules) int { return int(r.NegativeDelta) },
			be: func(r *netbackup.Rules, i int) { r.NegativeDelta = netbackup.NegativeDelta(i) }}},
	{Key: "release-of", Source: "N10", Decision: true, About: "whose rules a job follows after an upgrade: those of the release at each of its activations, or at its first",
		kind: either("activation", "job", func(r *netbackup.Rules) *bool { return &r.FirstRelease })},
	{Key: "overlap", Source: "N7", About: "time added for Windows clients that select by date",
		kind: duration{of: func(r *netbackup.Rules) *clock.Duration { return &r.Overlap }, max: 24 * time.Hour}},
	{Key: "use-ctime", Source: "N17", About: "USE_CTIME_FOR_INCREMENTALS: take a file by its change time, too",
		kind: either("off", "on", func(r *netbackup.Rules) *bool { return &r.Ctime })},
	{Key: "reset-atime", Source: "N17", About: "put a file's access time back after reading it, which moves its change time; off is DO_NOT_RESET_FILE_ACCESS_TIME",
		kind: either("off", "on", func(r *netbackup.Rules) *bool { return &r.ResetAccess })},
	{Key: "changed-while-read", Source: "P3", Decision: true, About: "whether a file that changes while it is read is named, with status 1",
		kind: either("ignored", "named", func(r *netbackup.Rules) *bool { return &r.WatchChanging })},
	{Key: "resume-at", Source: "N5, N14", Decision: true, About: "where a resumed job goes on: behind the last checkpoint, or behind the last file that was read",
		kind: either("checkpoint", "last-file", func(r *netbackup.Rules) *bool { return &r.ResumeAtLastFile })},
	{Key: "status-1-base", Source: "N19", Decision: true, About: "whether a job that ended with status 1 is a base",
		kind: either("off", "on", func(r *netbackup.Rules) *bool { return &r.StatusOneBase })},
	{Key: "incomplete-to-done", Source: "N15", About: "how long an incomplete job waits to be resumed",
		kind: duration{of: func(r *netbackup.Rules) *clock.Duration { return &r.IncompleteToDone }, min: time.Hour, max: 72 * time.Hour}},
	{Key: "suspended-to-done", Source: "N15", Decision: true, About: "how long a suspended job waits to be resumed",
		kind: duration{of: func(r *netbackup.Rules) *clock.Duration { return &r.SuspendedToDone }, min: time.Hour, max: long, off: "never"}},
	{Key: "automatic-retry", Source: "N15", Decision: true, About: "whether a failed job is resumed, or started again, by itself",
		kind: either("off", "on", func(r *netbackup.Rules) *bool { return &r.AutomaticRetry })},
	{Key: "retry-delay", Source: "N15", About: "how long after its failure",
		kind: duration{of: func(r *netbackup.Rules) *clock.Duration { return &r.RetryDelay }, min: time.Second, max: long}},
	{Key: "tries", Source: "N15", About: "how often a job is tried within tries-period; starts by hand count, and are not bounded",
		kind: count{of: func(r *netbackup.Rules) *int { return &r.Tries }, min: 1, max: 25}},
	{Key: "tries-period", Source: "N15", About: "the sliding period of tries",
		kind: duration{of: func(r *netbackup.Rules) *clock.Duration { return &r.TriesPeriod }, min: time.Hour, max: 24 * time.Hour}},
	{Key: "archive-bit-wait", Source: "N16", About: "how long the client waits for the acknowledgement before it leaves archive bits alone",
		kind: duration{of: func(r *netbackup.Rules) *clock.Duration { return &r.BitsWait }, min: 300 * time.Second, max: long}},
	{Key: "bit-set-again", Source: "N16", Decision: true, About: "what happens to an archive bit that was set again after the file was read",
		kind: either("stays", "cleared", func(r *netbackup.Rules) *bool { return &r.ClearSetAgain })},
	{Key: "client-timeout", Source: "N21", Decision: true, About: "how late the client process may start before the job fails",
		kind: duration{of: func(r *netbackup.Rules) *clock.Duration { return &r.ClientTimeout }, min: time.Second, max: long, off: "off"}},
	{Key: "patience", Source: "N21", Decision: true, About: "how long a process waits for the writer's answer",
		kind: duration{of: func(r *netbackup.Rules) *clock.Duration { return &r.Patience }, min: time.Second, max: long}},
	{Key: "break", Source: "the product's rules, broken on purpose", About: "break one rule, to see a script fail; see gapless rules",
		kind: breaking[netbackup.Rules]{}},
}
