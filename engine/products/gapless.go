package products

import (
	"time"

	"gapless/engine/certain"
	"gapless/engine/message"
	"gapless/model"
	"gapless/model/clock"
)

var gapless = Product{
	Name: "gapless", About: "Gapless's own profile: an engine built from the safest of the rules, which takes whatever is not proven to be unchanged.",
	settings: certainSettings,
	Detects:  model.Detects{Metadata: true, Deleted: true},
	Rules: &certain.Rules{
		Product:   "gapless",
		Slack:     clock.Of(2 * time.Second),
		Patience:  clock.Of(5 * time.Minute),
		RetryWait: clock.Of(2 * time.Minute),
		Retries:   3,
		Journal:   message.Journal{Enable: true, Read: true},
	},
	Follows: []Fact{
		{"G1", "A file is left out only when it is proven to be unchanged since it was read: the same name, identity, kind, mode, size, times and archive bit, a client whose clock was not set and which did not restart, and either a change time that is older than the reading by the file system's grain and the slack, or a change journal that is whole and does not name the file. All else is taken."},
		{"G1", "A job builds on the newest image whose media, and those of all that it builds on, are there when the job starts, and fails when one is gone at its end. Without one it takes everything. What builds on what says which image is newer, and no clock."},
		{"G1", "Each job lists what it saw. What is no more gets an entry that says so, and a change of mode, time or links is a change like any other."},
		{"G1", "A file is whole when a second look shows what the first did, and a change between the two would have shown: the client's clock was not set, and the change time is old. Where that proves nothing, as without change times, the file is read twice, and both times must give the same."},
		{"G1", "What could not be read, or changed while it was read, is named with status 1 and taken by the next job; such a job is a base like any other."},
		{"C1", "A job that is resumed walks its volumes again from the beginning: what it has is known by identity and proof, and neither by position nor by name."},
		{"C4", "A job that fails goes on after a wait, a bounded number of times, and ends with its error then."},
		{"C9", "A medium on which an append failed is not appended to; the job goes on with another one."},
		{"C10", "Protection is full, counts from the last write to a medium, and is measured in the time for which servers were up, so that no clock that is set ends it. The newest image of a policy, and what it builds on, is never let go."},
		{"C13", "Files are deleted when their image was read back, never by a job that was resumed, and only those that are proven to be as they were read."},
		{"C14", "A job's reference is that of its first start, and counts once its image is in the catalogue and the job has succeeded."},
		{"C15", "A job without a medium that may be written to is on hold, and goes on when there is one."},
		{"C6", "Volumes that can be frozen are read from a snapshot, and are read themselves when no snapshot could be made; what changes while it is read is then named."},
		{"D8", "Change journals are turned on where there are none, and compared by identity and position."},
		{"D12", "The position of a journal, the client's clock and its uptime are read before the snapshot."},
		{"N16", "Archive bits are not trusted and not touched; a file whose bit was set or cleared is taken."},
	},
	Assumes: []Assumption{
		{"clock-set-forth-and-back", "Nobody sets a client's clock, and sets it back by the same before the next job, on a volume without a change journal, or while a file is read, such that a file gets the very change time again that it had. The clock and the uptime of the host agree then as if nothing had happened.", "gapless/clock-set-back-and-forth"},
		{"still-at-the-deletion", "Nobody writes to a file that a policy deletes after its backup, or puts another one in its place, between the last look at it and its deletion: no file system can do both at once.", "gapless/write-at-the-deletion"},
		{"media-outlast-the-job", "A medium that is there when a job looks for the last time is still there when the catalogue says that the job is done. What is lost later is noticed by the next job, and taken again; only the restore points that were on it are no more.", "gapless/medium-lost-in-the-last-moment"},
	},
}

var certainSettings = []Setting{
	{Key: "slack", Source: "G1", About: "by how much a change time must be older than the reading of its file, besides the file system's grain; and how far clock and uptime may disagree",
		kind: span[certain.Rules]{of: func(r *certain.Rules) *clock.Duration { return &r.Slack }, max: time.Hour}},
	{Key: "retry-wait", Source: "C4", About: "how long after an error a job goes on",
		kind: span[certain.Rules]{of: func(r *certain.Rules) *clock.Duration { return &r.RetryWait }, min: time.Second, max: 24 * time.Hour}},
	{Key: "retries", Source: "C4", About: "how often a job goes on by itself",
		kind: number[certain.Rules]{of: func(r *certain.Rules) *int { return &r.Retries }, max: 99}},
	{Key: "patience", Source: "C4", About: "how long a process waits for another's answer",
		kind: span[certain.Rules]{of: func(r *certain.Rules) *clock.Duration { return &r.Patience }, min: time.Second, max: 24 * time.Hour}},
	{Key: "break", Source: "the product's rules, broken on purpose", About: "break one rule, to see a script fail; see gapless rules",
		kind: breaking[certain.Rules]{}},
}

var certainBreaks = []broken[certain.Rules]{
	{"equal-stamps-are-proof", "G1", "a change time that is the same proves that the file is, however young it was when the file was read", func(r *certain.Rules) { r.Proof.Equal = true }},
	{"read-once", "G1", "a file of which a change might not show is read but once, and its clock is not looked at", func(r *certain.Rules) { r.Proof.Once = true }},
	{"listed-once", "G1", "a tree that lives while it is walked is listed but once", func(r *certain.Rules) { r.Proof.Hasty = true }},
	{"uptime-not-compared", "G1", "nobody compares the client's clock with its uptime", func(r *certain.Rules) { r.Proof.Unsteady = true }},
	{"restart-unnoticed", "G1", "an uptime is compared with one of another start of the client", func(r *certain.Rules) { r.Proof.AnyBoot = true }},
	{"uptime-compared-early", "G1", "the client's clock is compared with its uptime when the walk begins, and not when a file is left out", func(r *certain.Rules) { r.Proof.Early = true }},
	{"unproven-forgotten", "G1", "what was not read whole is not taken again", func(r *certain.Rules) { r.Proof.Doubtful = true }},
	{"position-instead-of-proof", "G1", "a resumed job goes on behind its last checkpoint, by path", func(r *certain.Rules) { r.ByPosition = true }},
	{"reference-of-failed-jobs", "G1", "a job that failed leaves its reference behind", func(r *certain.Rules) { r.FailedRecords = true }},
	{"any-journal", "G1", "positions in journals are compared without identities", func(r *certain.Rules) { r.Journal.AnyIdentity = true }},
	{"trimmed-journal", "G1", "a journal that does not reach back to the base is read from its beginning, and taken for the whole", func(r *certain.Rules) { r.Journal.FromStart = true }},
	{"no-tombstones", "G1", "what is no more comes back", func(r *certain.Rules) { r.NoGone = true }},
	{"base-unlooked", "G1", "a job builds on an image without a look whether its media are there", func(r *certain.Rules) { r.Unlooked = true }},
	{"append-behind-a-failure", "G1", "a medium on which an append failed is appended to", func(r *certain.Rules) { r.AppendBehind = true }},
	{"nothing-kept", "G1", "whatever is on a medium may be overwritten", func(r *certain.Rules) { r.NotKept = true }},
	{"delete-unproven", "G1", "files are deleted without a look at whether they changed", func(r *certain.Rules) { r.DeleteChanged = true }},
	{"delete-at-once", "G1", "files are deleted before their image was read back", func(r *certain.Rules) { r.DeleteAtOnce = true }},
}
