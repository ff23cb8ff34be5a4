package certain

import (
	"gapless/engine/defect"
	"gapless/engine/message"
	"gapless/model/clock"
)

// Rules is what the server follows: the product is a value of Rules, and so is the
// product with a part of G1 left out. There is nothing in it that could be decided in
// another way and still lose nothing, but for periods.
type Rules struct {
	Product string

	Slack     clock.Duration // by how much a change time must be older than its reading
	Patience  clock.Duration // how long a process waits for another's answer
	RetryWait clock.Duration // how long after an error a job goes on
	Retries   int            // how often a job goes on by itself

	// What of G1 is left out.
	Journal       message.Journal // identities, positions and the order of mark and snapshot
	Proof         message.Proof   // what is demanded before a file is left out
	NoGone        bool            // what is no more stays in the restore point
	ByPosition    bool            // a resumed job goes on behind its last checkpoint, by path
	FailedRecords bool            // a job that failed leaves its reference behind
	LatestStart   bool            // a resumed job records its latest start
	Unlooked      bool            // nobody looks whether the media of a base are there
	AppendBehind  bool            // a medium on which an append failed is appended to
	NotKept       bool            // whatever is on a medium may be overwritten
	DeleteAtOnce  bool            // files are deleted before their image was read back
	DeleteChanged bool            // and those that changed since they were read, too

	Planted defect.Planted // a mistake of the engine; none in any product
}
