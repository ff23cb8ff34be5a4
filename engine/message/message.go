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
	ClearBits bool           // N16
	BitsWait  clock.Duration // how long to wait for the acknowledgement, N16
	Planted   defect.Planted
}

// Method is how an incremental chooses files.
type Method struct {
	Name    string // one of selection's names
	Delta   clock.Duration
	Date    clock.Time[clock.Client] // a cutoff sent instead of a delta; zero for none
	Strict  bool                     // after the cutoff only, instead of at or after it, N1
	Ctime   bool                     // by change time too, N17
	Overlap clock.Duration
}

// Reading is how files are read.
type Reading struct {
	ResetAccess bool // put the access time back afterwards, N17
	Watch       bool // name files that change while they are read
	Recheck     bool // leave a bit set that was set again after the read, N16
	Unasked     bool // clear bits without an acknowledgement, N16
}

// What the client process tells the server.
type (
	// Started says that the client process runs.
	Started struct{}
	// Reached says up to where a fragment reaches, and what is in it. The fragment
	// counts once the writer has said where it lies, too. With the last one the job is
	// finished.
	Reached struct {
		Fragment int
		Position catalog.Position
		Named    []string // since the last
		Taken    int      // since the last
		Last     bool     // nothing is left to read
	}
	// Progress says which file was done last, where the server wants to know.
	Progress struct{ Position catalog.Position }
	// Failed says why the client process gave up.
	Failed struct {
		Status int
		Why    string
	}
)

// Acknowledge tells the client process that the image is in the catalogue.
type Acknowledge struct{ Status int }

// WriterOrder is what the server has a writer do.
type WriterOrder struct {
	Job   int
	Media []Choice // in the order in which they are to be used

	Planted defect.Planted
}

// Choice is a medium that a writer may use; Erase says that nothing on it is needed
// any more and that it is to be emptied first.
type Choice struct {
	Name  string
	Erase bool
}

// What the client process tells the writer.
type (
	// Batch is bytes to append.
	Batch struct{ Parts [][]byte }
	// Close appends the last bytes of a fragment and makes it durable.
	Close struct {
		Fragment int
		Parts    [][]byte
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
	}
	// MediumFull says that a medium can take no more.
	MediumFull struct{ Medium string }
	// Erased says that a medium is empty.
	Erased struct{ Medium string }
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
