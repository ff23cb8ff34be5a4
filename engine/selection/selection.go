package selection

import (
	"io/fs"

	"gapless/model"
	"gapless/model/clock"
)

// The names of methods, as policies write them.
const (
	ModifiedTime = "modified-time"
	ArchiveBit   = "archive-bit"
	Catalog      = "catalog"  // by what the catalogue lists, D7
	Proven       = "proven"   // all but what is proven to be unchanged, G1
	Accessed     = "accessed" // of a working set, D19; no policy can ask for it
)

// Candidate is one file as it is when its turn comes. Times are zero and bits unset
// where the volume has none.
type Candidate struct {
	Path     string
	Dir      bool
	Modified clock.Time[clock.Client]
	Changed  clock.Time[clock.Client]
	Accessed clock.Time[clock.Client] // only where a method asks for it
	HasBit   bool
	Bit      bool
	Kind     model.Kind
	Mode     fs.FileMode // permission bits
	Size     int64       // bytes
	Volume   uint64      // with Inode the file's identity; 0 where it is not known
	Inode    uint64
	Steady   bool // when it was looked at, the client's clock had not been set since the base, nor the client restarted
}

// Choice says whether a file is taken, and why.
type Choice struct {
	Take   bool
	Reason model.Reason
	Rule   string
	Stamp  clock.Time[clock.Client] // what was compared, where times were
	Cutoff clock.Time[clock.Client]
}

// Method chooses files.
type Method interface {
	Choose(c *Candidate) Choice
}

// Everything takes all files, as a full does.
type Everything struct{}

// Choose implements Method.
func (Everything) Choose(*Candidate) Choice { return Choice{Take: true, Reason: model.ByEverything} }
