package selection

import (
	"gapless/model"
	"gapless/model/clock"
)

// ByAccess takes files whose access time or, unless only that counts, modification time is
// at or after the cutoff; and all directories, which hold no data. The modification time
// counts, too, since not every file system takes a writing for an access, and many have
// access times stand still. D19.
type ByAccess struct {
	Cutoff clock.Time[clock.Client]
	Read   bool // by the access time only
	Strict bool // after the cutoff only
}

// Choose implements Method. The later of the two times is the one that was compared.
func (m ByAccess) Choose(c *Candidate) Choice {
	out := Choice{Take: true, Reason: model.ByAccess, Rule: "D19"}
	if c.Dir {
		return out
	}
	out.Stamp, out.Cutoff = c.Accessed, m.Cutoff
	if !m.Read && c.Modified.After(c.Accessed) {
		out.Stamp = c.Modified
	}
	out.Take = !out.Stamp.Before(m.Cutoff) && !(m.Strict && out.Stamp.Equal(m.Cutoff))
	return out
}
