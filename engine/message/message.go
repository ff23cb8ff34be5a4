// Package message is what the engine's processes say to each other. A message is a
// plain value; the blocks of bytes in it are never written to again. Between hosts
// only durations cross, but for the date of a product that does send one.
package message

import (
	"gapless/engine/catalog"
	"gapless/engine/defect"
	"gapless/model"
	"gapless/model/clock"
)

// Programs are the names by which processes are started.
const (
	Server    = "nbjm"     // on the master: the life of all jobs
	Scheduler = "nbpem"    // on the master: says when schedules are due
	Client    = "bpbkar"   // on a client: reads one job's files
	Writer    = "bptm"     // on a media host: writes one job's image
	Eraser    = "bplabel"  // on a media host: empties a medium
	Reader    = "bpverify" // on a media host: reads one job's image back
)

// What an operator asks of the server.
type (
	// Start asks for a job. Client is empty for one job a client of the policy.
	Start struct {
		Kind   model.JobKind
		Policy string
		Client string
	}
	// Suspend stops the policy's active job so that it can be resumed.
	Suspend struct {
		Policy string
		Job    int // 0: whichever is active
	}
	// Resume lets the policy's latest suspended or incomplete job go on.
	Resume struct {
		Policy string
		Job    int // 0: the latest
	}
	// Cancel ends the policy's active job, else the latest that waits.
	Cancel struct {
		Policy string
		Job    int
	}
	// Verify asks for the policy's latest images to be read back.
	Verify struct{ Policy string }
	// Check asks for the catalogue to be read back.
	Check struct{}
	// Expire lets images go whose retention is over.
	Expire struct{}
	// Stop ends the server.
	Stop struct{}
	// Erase empties a medium; the server passes it on to the medium's host.
	Erase struct{ Medium string }
	// Move says that somebody has put a medium into its library, or taken it out.
	Move struct {
		Medium string
		Place  catalog.Place
	}
	// Change gives a policy another method. D14.
	Change struct{ Policy, Method string }
)

// Due is what the scheduler tells the server.
type Due struct {
	Policy string
	Kind   model.JobKind
}

// Order is what the server has a client process do.
type Order struct {
	Job       int
	Fragment  int // number of the first fragment that it makes
	Try       int // index of the activation
	Writer    int64
	Roots     []string
	Exclude   []string
	From      catalog.Position // what lies at or before it is done, N14
	Method    Method
	Every     clock.Duration // between checkpoints; zero for none
	Progress  bool           // tell the server of each file that is done
	Reading   Reading
	Patience  clock.Duration // how long to wait for the writer's answer
	ClearBits bool           // N16, D5
	BitsWait  clock.Duration // how long to wait for the acknowledgement, N16
	Freeze    Freeze
	Delete    bool // wait for the acknowledgement, and delete what was read when it says so, C13
	Unlooked  bool // delete what changed after it was read, too: P7 broken
	Journal   Journal
	Planted   defect.Planted
}

// Method is how an incremental chooses files. The zero Method takes everything.
type Method struct {
	Name    string // one of selection's names
	Rule    string // the rule that a comparison of times goes by; N1 when empty
	Delta   clock.Duration
	Date    clock.Time[clock.Client] // a cutoff sent instead of a delta; zero for none, D1
	Strict  bool                     // after the cutoff only, instead of at or after it, N1, D1
	Ctime   bool                     // by change time too, N17
	Read    bool                     // of a working set: by the access time only, D19
	Dates   bool                     // of a working set: from the beginning of the cutoff's day on, D19
	Overlap clock.Duration
	NeedBit bool // the archive bit must be set, too: D6 broken

	// What an earlier job left behind. A resumed job of a method that lists is given its
	// own listing so far, with that of its base below it.
	Base  catalog.Reference // of the base; of the job itself when it has none
	Known []catalog.Seen    // sorted by path; nil for none, D7

	List   bool           // say in Reached what was seen, D7
	NoGone bool           // what is gone stays in the image: D7 broken
	Slack  clock.Duration // files whose change times are not older than their reading by this are read again, G1
	Proof  Proof
}

// Proof says what of a proof is not asked for: G1 broken. The zero Proof asks for all.
type Proof struct {
	Doubtful bool // what was not read whole is taken for read
	Unsteady bool // the clock and the uptime are not compared
	Equal    bool // a change time that is the same is taken for old
	Once     bool // a file of which a change might not show is read but once
	AnyBoot  bool // the uptime is compared with one of another start of the client
	Early    bool // the clock and the uptime are compared when the walk begins, and not at each file
	Hasty    bool // a tree that lives while it is walked is listed but once
}

// Freeze says what is read: the volumes themselves, or a snapshot of them. C6.
type Freeze uint8

const (
	Live    Freeze = iota
	Frozen         // a snapshot; a job that gets none fails
	Partial        // a snapshot of the volumes that can have one, and the others themselves
)

// Journal says what a job does with change journals. A position is recorded for each
// volume that has one.
type Journal struct {
	Enable bool // turn on those that are not active, and record positions, D8
	Read   bool // incrementals go by them where they can be read, D8
	Also   bool // what a journal names is compared, too: the other reading of D4

	// The sizes of journals that are turned on, D9.
	LargerRow bool // of the table, for volumes between two rows
	OneSize   bool // the smallest row for all volumes: D9 broken

	Resize      bool // one that is active gets the table's sizes, too: D8, D15, D16 broken
	FromStart   bool // what is left of a journal that cannot be read from the mark is taken for the whole: D11, D18 broken
	AnyIdentity bool // positions are compared without identities: D11 broken
	None        bool // a volume without a journal has not changed: D10 broken
	Late        bool // the position is read when the snapshot is made: D12 broken
}

// Reading is how files are read.
type Reading struct {
	ResetAccess bool // put the access time back afterwards, N17
	Quiet       bool // where that is possible, have no access at all, D20
	Watch       bool // name files that change while they are read
	Recheck     bool // leave a bit set of a file that changed after the read, N16, D5
	Unasked     bool // clear bits without an acknowledgement, N16
	ClearEach   bool // clear each bit when its file was read: the other instant that D5 names
}

// What the client process tells the server.
type (
	// Started says that the client process runs, and what it read before anything else.
	Started struct{ Reference catalog.Reference }
	// Reached says up to where a fragment reaches, and what is in it. The fragment
	// counts once the writer has said where it lies, too. With the last one the job is
	// finished.
	Reached struct {
		Fragment int
		Position catalog.Position
		Named    []string       // since the last
		Taken    int            // since the last
		Seen     []catalog.Seen // since the last, D7
		Last     bool           // nothing is left to read
	}
	// Progress says which file was done last, where the server wants to know.
	Progress struct{ Position catalog.Position }
	// Failed says why the client process gave up.
	Failed struct {
		Status int
		Why    string
	}
)

// Catalogued tells the client process that the image is in the catalogue, and that
// Acknowledge comes when the image was read back, however long that takes. C13.
type Catalogued struct{}

// Acknowledge tells the client process that the image is in the catalogue, and whether
// it is to delete what it read. A resumed job deletes nothing, and one whose image is
// verified waits for that. C13.
type Acknowledge struct {
	Status int
	Delete bool
}

// Boxed is the message, which in the usual case takes no memory.
func (a Acknowledge) Boxed() any {
	if a == (Acknowledge{}) {
		return Acknowledge{}
	}
	return a
}

// WriterOrder is what the server has a writer do.
type WriterOrder struct {
	Job     int
	Media   []Choice // in the order in which they are to be used
	Pool    Pool     // what to choose from instead, when it says so
	Planted defect.Planted
}

// Choice is a medium that a writer may use; Erase says that nothing on it is needed
// any more and that it is to be emptied first.
type Choice struct {
	Name  string
	Erase bool
}

// Pool is what a writer chooses its media from by itself, by the clock of its host.
// C9, C10.
type Pool struct {
	Own             bool   // the writer chooses
	Untimed         bool   // no clock has a say: nothing has periods, and no reading is told
	Tapes           []Tape // in the configured order
	Fresh           bool   // only what may be overwritten: not appended to
	RecyclableFirst bool   // before scratch media
	// Looks is how far the media reach that the job may need, besides those it writes to:
	// the writer says first which of them are not there, and fails when one that was there
	// is gone at the end.
	Looks []catalog.Extent

	// What of the rules is broken.
	FromAllocation bool // protection counts from the allocation, C10
	EachAlone      bool // a set on two media is not protected as long as the later, C10
	AppendClosed   bool // also to a medium on which a job failed, C9
}

// Tape is a medium of a pool.
type Tape struct {
	catalog.Medium
	Imported  bool           // holds what another system wrote
	Retention clock.Duration // since the last write, for how long it is not overwritten
	Append    clock.Duration // since the allocation, for how long it is appended to
	Level     Level
	With      []Partner // the media that hold other parts of its images
	// Needed says that it holds what a restore of the very job that writes needs: no end
	// of its protection lets that job overwrite it.
	Needed bool
}

// Partner is a medium that holds a part of an image that has another part elsewhere.
type Partner struct {
	Name      string
	Later     clock.Duration // by how much later it was written to last
	Retention clock.Duration
}

// Level is what of written media is protected from being overwritten. C10.
type Level uint8

const (
	Unsaid           Level = iota // what the product's setting says
	ProtectAll                    // allocated and imported media
	ProtectAllocated              // and not imported ones
	ProtectNothing
)

// What the client process tells the writer.
type (
	// Batch is bytes to append.
	Batch struct{ Parts [][]byte }
	// Close appends the last bytes of a fragment and makes it durable.
	Close struct {
		Fragment int
		Parts    [][]byte
		Last     bool // the image is whole with it
	}
)

// What the writer answers: Stored for a Batch, Closed for a Close.
type (
	Stored struct{}
	Closed struct{}
)

// What the writer tells the server.
type (
	// Written says where a fragment lies, durably.
	Written struct {
		Fragment int
		Extents  []catalog.Extent
		At       catalog.Reading // of the writer's host; empty without a pool
	}
	// LeftAt says when something was written to a medium last, where no fragment will say it:
	// the writer goes on to another one, or ends.
	LeftAt struct {
		Medium string
		At     catalog.Reading
	}
	// MediumFull says that a medium can take no more.
	MediumFull struct{ Medium string }
	// Erasing says that a medium is about to be emptied by hand. Nothing is until the
	// server has sent it back, and has in its catalogue that what lies there is gone.
	Erasing struct{ Medium string }
	// Erased says that a medium is empty.
	Erased struct{ Medium string }
	// Opened says that a writer with a pool runs, what its host's clock showed then, and
	// which of the media that it was to look for are not there.
	Opened struct {
		At      clock.Time[clock.Client]
		Missing []string
	}
	// Mounted says that a medium is about to be written to, from its beginning or behind
	// what is on it.
	Mounted struct {
		Medium string
		At     catalog.Reading
		Erased bool
	}
	// NoMedium says that no medium of the pool may be written to, and how long it takes
	// until one may if nobody does anything: clock.Forever for not by itself. C15.
	NoMedium struct{ Within clock.Duration }
	// MediaFailed says why the writer gave up.
	MediaFailed struct {
		Status int
		Why    string
	}
)

// ReaderOrder is what the server has a reader do: read an image and check it.
type ReaderOrder struct {
	Job   int // the job of the reader
	Image []catalog.Fragment
}

// ReadBack is what the reader found; empty when the image is whole.
type ReadBack struct{ Damage string }
