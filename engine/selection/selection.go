// Package selection decides which files an incremental takes.
//
// A Method is a value; products choose one and give it what it compares with. It
// sees one file at a time, as it is when its turn comes, and says why it took it or
// left it out.
package selection

import (
	"gapless/model"
	"gapless/model/clock"
)

// The names of methods, as policies write them.
const (
	ModifiedTime = "modified-time"
	ArchiveBit   = "archive-bit"
	Catalog      = "catalog" // by what the catalogue lists, D7
	Proven       = "proven"  // all but what is proven to be unchanged, G1
)

// Candidate is one file as it is when its turn comes. Times are zero and bits unset
// where the volume has none.
type Candidate struct {
	Path     string
	Dir      bool
	Modified clock.Time[clock.Client]
	Changed  clock.Time[clock.Client]
	HasBit   bool
	Bit      bool
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
