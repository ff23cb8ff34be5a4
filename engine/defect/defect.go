// Package defect names the defects that can be planted in the engine: mistakes of real
// backup products, none of them a rule of a product broken but mistakes in how the
// rules are carried out. A search that does not find them would not find others
// either.
//
// A Planted is part of a product's rules and reaches each process of the engine with
// its orders. The engine asks for one by comparing a byte; None is the ordinary engine.
package defect

// Planted is the defect that an engine has.
type Planted uint8

// The defects, in the order in which a backup comes to where they are.
const (
	None Planted = iota

	// Canary is the defect that everything must find.
	Canary

	// What an incremental starts from.
	ImageTimeAtEnd
	DeltaSinceEnd
	BaseFailed
	BaseWaiting
	CutoffRoundedUp

	// Reading.
	FirstVolumeOnly
	EmptyLeftOut
	SecondLookSkipped
	ReadErrorIsEnd
	LinksUnchecked
	BatchTailLost
	BitsAtOnce
	OldStampLeftOut

	// Checkpoints and resume.
	PositionFirst
	DirectoryDone
	ImageBegunAnew

	// Media.
	MediaUnsynced
	SpanForgotten
	EraseKept
	ActiveMediaFree
	ExpiredAtOnce

	// The server and its catalogue.
	NamesForgotten
	QueueForgotten
	ActiveForgotten
	CatalogUnsynced

	// Restores.
	OldestEntryWins

	// Checkpoints in object repositories.
	ChangeTimeIgnored
	SureAtOnce
	ChangingIsSure
	count
)

// System is what has to do with a defect.
type System uint8

const (
	Cutoffs System = iota // the system that works out cutoffs and lays images over each other
	Media                 // that one, and the others whose jobs write images to media
	Objects               // the system with checkpoints in object repositories
	Each                  // all of them
)

// Described is a defect in words.
type Described struct {
	Planted Planted
	Name    string
	About   string // what the engine does
	Of      System
}

// All lists the defects.
func All() []Described { return all[:] }

var all = [count - 1]Described{
	{Canary, "canary", "no file is taken, ever", Media},
	{ImageTimeAtEnd, "image-time-at-end", "an image's backup time is that of its job's end", Cutoffs},
	{DeltaSinceEnd, "delta-since-end", "delta counts from the end of the base's job", Cutoffs},
	{BaseFailed, "failed-is-base", "a job that failed is a base", Cutoffs},
	{BaseWaiting, "waiting-is-base", "a job that is suspended or incomplete is a base", Cutoffs},
	{CutoffRoundedUp, "cutoff-rounded-up", "the cutoff is rounded up to the next whole minute", Cutoffs},
	{FirstVolumeOnly, "first-volume-only", "an incremental reads the first of its volumes only", Media},
	{EmptyLeftOut, "empty-left-out", "files without bytes are left out", Each},
	{SecondLookSkipped, "second-look-skipped", "what the first look at a file gave is taken for the second, so that a change while it is read goes unseen", Media},
	{ReadErrorIsEnd, "read-error-is-end", "an error while a file is read is taken for its end", Media},
	{LinksUnchecked, "links-unchecked", "a further name of a file is not looked at again, whatever happened to it meanwhile", Media},
	{BatchTailLost, "batch-tail-lost", "the last part of a full batch is lost", Media},
	{BitsAtOnce, "bits-at-once", "archive bits are cleared when a file was read, and not when the job has succeeded", Cutoffs},
	{OldStampLeftOut, "old-stamp-left-out", "a file whose archive bit is set is left out when its stamp is more than a day old", Cutoffs},
	{PositionFirst, "position-first", "a checkpoint's position counts before its fragment is stored", Media},
	{DirectoryDone, "directory-done", "a resumed job takes the whole directory of the checkpoint's position for done", Media},
	{ImageBegunAnew, "image-begun-anew", "a resumed job forgets the fragments of its earlier activations", Cutoffs},
	{MediaUnsynced, "media-unsynced", "a fragment is said to be stored before it is durable", Media},
	{SpanForgotten, "span-forgotten", "what a fragment has on the medium that became full is forgotten", Media},
	{EraseKept, "erase-kept", "a medium is erased although images on it are kept", Media},
	{ActiveMediaFree, "active-media-free", "a medium that an active job writes to is taken for free", Cutoffs},
	{ExpiredAtOnce, "expired-at-once", "an image on a medium with a retention expires with the next job", Cutoffs},
	{NamesForgotten, "names-forgotten", "a job that named files ends with status 0", Media},
	{QueueForgotten, "queue-forgotten", "jobs that wait are not looked at when another one finishes", Media},
	{ActiveForgotten, "active-forgotten", "a restarted master forgets the jobs that were active", Media},
	{CatalogUnsynced, "catalog-unsynced", "records of the catalogue are not made durable", Media},
	{OldestEntryWins, "oldest-entry-wins", "of several entries of a path a restore takes the oldest", Cutoffs},
	{ChangeTimeIgnored, "change-time-ignored", "a file is as it was when size and modification time are", Objects},
	{SureAtOnce, "sure-at-once", "a file that changed at the instant at which it was read is not read again", Objects},
	{ChangingIsSure, "changing-is-sure", "a file that changed while it was read is not named, and not read again", Objects},
}
