package backupexec

import (
	"gapless/engine/defect"
	"gapless/engine/message"
	"gapless/model/clock"
)

// OwnReads is what becomes of access times when the product itself reads a file of a live
// volume. D20.
type OwnReads uint8

const (
	Unseen  OwnReads = iota // the file is opened so that they stay
	PutBack                 // they are set again to what they were before
	Counted                 // they move
)

// Rules is what the server follows: a product is a value of Rules, and so is a product
// with a rule broken on purpose.
type Rules struct {
	Product string

	// References.
	Inclusive           bool // a file stamped at the reference is taken, too, D1
	RecordAtEnd         bool // the time recorded is that of a job's end, D1
	FailedRecords       bool // a job that failed leaves its reference behind, too, D1, D12
	FailedFull          bool // after a failed full the older reference counts, D2
	FailedIncremental   bool // after a failed incremental the older reference counts, D2
	DifferentialRecords bool // a differential leaves a reference behind, D3
	Single              bool // one reference for all kinds, D13
	AnyMethod           bool // a change of method is not noticed, D14
	MasterTime          bool // the time recorded is the master's, D17
	LatestStart         bool // a resumed job records its latest start, C14
	ByStart             bool // the latest start counts, not what was recorded last, C16
	StatusOneBase       bool // a job of status 1 leaves a reference behind

	// Choosing and reading.
	WatchChanging     bool            // name files that change while they are read, with status 1
	ClearDifferential bool            // differentials clear archive bits, too, D5
	ClearEach         bool            // a bit is cleared when its file was read, D5
	LookAgain         bool            // a bit that was set again after the read stays, D5
	NeverLook         bool            // LookAgain does nothing, D5
	NeedBit           bool            // the comparison of times asks for the archive bit, too, D6
	ReadOnly          bool            // a working set goes by access times only, D19
	ServerDays        bool            // a working set's days count back from the server's clock, D19
	WholeDays         bool            // a working set begins with a day, D19
	ModifiedOnly      bool            // a working set goes by modification times only: D19 broken
	LaterOnly         bool            // a file that was accessed just then is left out: D19 broken
	DaysAnew          bool            // a working set that is restarted counts its days anew: D19 broken
	SetClears         bool            // a working set clears archive bits: D19 broken
	SetRecords        bool            // a working set leaves a reference behind: D19 broken
	OwnReads          OwnReads        // D20
	NoGone            bool            // the catalog method does not notice what is gone, D7
	Journal           message.Journal // D4, D8 to D12, D18
	Patience          clock.Duration  // how long a process waits for another's answer
	BitsWait          clock.Duration  // how long the client waits before it leaves bits alone

	// Restart.
	Restart           bool           // checkpoint restart is on, C2
	Interval          clock.Duration // between checkpoints
	Minimum           int64          // bytes, before which a job is not restarted, C3
	RestartWait       clock.Duration // C4
	Restarts          int            // C4
	RecoveredWait     clock.Duration // of jobs whose server failed, C4
	RecoveredRestarts int            // C4
	WaitForServer     bool           // a job waits for the server on which it failed, C5
	StayThere         bool           // a restart is tried on no other server, and fails with it, C5
	AtStart           bool           // a restart begins at the beginning, C1
	AtLastFile        bool           // a restart goes on behind the last file read, C1
	AlwaysPossible    bool           // checkpoint restart is refused to nobody, C6, C7
	LimitRestarts     bool           // a job that its time limit cancelled is restarted, C8
	CancelRestarts    bool           // a job that was cancelled by hand is restarted, C8
	NoSecondCheck     bool           // a verify or check that failed does not start again, C11
	OfferResumed      bool           // disaster recovery offers resumed fulls, C12
	DeleteResumed     bool           // resumed jobs delete, too, C13
	DeleteAtOnce      bool           // files are deleted before the verify, C13
	DeleteChanged     bool           // and those that changed since they were read, too, C13

	// Media.
	Level           message.Level // of media that say nothing else, C10
	RecyclableFirst bool          // recyclable media before scratch ones
	KeepOpen        bool          // a medium on which a job failed is appended to, C9
	SameMedium      bool          // a restart may append, C9
	FromAllocation  bool          // protection counts from a medium's allocation, C10
	EachAlone       bool          // of a set on two media each part is protected by itself, C10
	FailOnHold      bool          // a job without a medium fails, C15
	HoldFromStart   bool          // a job on hold begins again, C15

	Planted defect.Planted // a mistake of the engine; none in any product
}
