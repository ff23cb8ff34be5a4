package job

import (
	"gapless/engine/defect"
	"gapless/model/clock"
)

// Rules is what products differ in: data that the engine follows. A product is a
// value of Rules, and so is a product with a rule broken on purpose.
type Rules struct {
	Product string // the release on the master, N20

	// The reference of an incremental.
	SendDate          bool           // the master sends the base's date instead of a duration, N1
	Strict            bool           // a file must be later than the cutoff, not at it, N1
	Offset            clock.Duration // the release's DeltaOffset, N2, N9
	TouchFile         clock.Duration // what the DeltaOffset file on the master says; Forever for no file, N9
	TouchAdds         bool           // the file adds to the release's offset instead of replacing it, N9
	Anchor            Anchor         // where delta is computed for a resumed job, N3, N9, N13
	AnchorByPlatform  bool           // jobs of Windows clients always re-anchor, N20
	FirstRelease      bool           // a job follows the release of its first activation, N10
	CutFulls          bool           // fulls select by time, too, N5
	NegativeDelta     NegativeDelta  // N8
	WindowsDates      bool           // Windows clients select by date by default, N7
	Overlap           clock.Duration // added for Windows clients that select by date, N7
	OverlapAll        bool           // the overlap is added for all clients, N6
	Ctime             bool           // mtime or ctime, N17
	IgnoreCtime       bool           // Ctime does nothing, N17
	ImageTime         Anchor         // when an image's backup time is read, N18
	BaseAgain         bool           // a resumed job chooses its base again, N18
	BaseByCompletion  bool           // the base is the job that ended last, N19
	ChainByCompletion bool           // restores lay images over each other in the order of their jobs' ends, N19
	CumulativeAll     bool           // a cumulative's base may be an incremental, N12
	StatusOneBase     bool           // a job of status 1 is a base, N19

	// Reading.
	ResetAccess   bool // put access times back after reading, N17
	WatchChanging bool // name files that change while they are read, with status 1

	// Checkpoints and restart.
	CheckpointAlways clock.Duration // for policies with checkpoint=off, too; zero for no, N11
	ResumeAtLastFile bool           // a resume goes on behind the last file read, not the last checkpoint, N14
	ResumeAtStart    bool           // a resume reads everything again, N5
	IncompleteToDone clock.Duration // how long an incomplete job waits, N15
	KeepStatus       bool           // an incomplete job keeps its error status when done, N15
	SuspendedToDone  clock.Duration // how long a suspended job waits, N15
	ClientTimeout    clock.Duration // how long the client process may take to start; Forever for off, N21
	NoClientTimeout  bool           // ClientTimeout does nothing, N21
	Patience         clock.Duration // how long a process waits for another's answer

	// Automatic starts.
	AutomaticRetry bool           // N15
	RetryDelay     clock.Duration // N15
	Tries          int            // at most, in TriesPeriod, N15
	TriesPeriod    clock.Duration // N15
	ResumeFirst    bool           // a job that waits is resumed when a new one is due, N22

	// Archive bits.
	ClearCumulative bool           // cumulatives clear bits, too, N16
	ClearUnasked    bool           // bits are cleared without an acknowledgement, N16
	BitsWait        clock.Duration // how long the client waits for it, N16
	ClearSetAgain   bool           // a bit that was set again after the read is cleared, N16

	Planted defect.Planted // a mistake of the engine; none in any product
}

// Anchor says which activation of a job counts.
type Anchor uint8

const (
	First Anchor = iota
	Latest
)

// NegativeDelta says what a negative delta does to a job.
type NegativeDelta uint8

const (
	EndJob         NegativeDelta = iota // status 207
	TakeNothing                         // the cutoff lies in the future
	TakeEverything                      // as without a base
)

// DeltaOffset is the offset in force. N9: a file replaces the release's.
func (r *Rules) DeltaOffset() clock.Duration {
	switch {
	case !r.TouchFile.Less(clock.Forever):
		return r.Offset
	case r.TouchAdds:
		return r.Offset.Plus(r.TouchFile)
	}
	return r.TouchFile
}
