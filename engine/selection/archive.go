package selection

import "gapless/model"

// ByBit takes files whose archive bit is set, and all directories, which hold no
// data and whose bits nobody clears. On a volume without archive bits it takes
// everything, since it cannot know. N16.
type ByBit struct{}

// Choose implements Method.
func (ByBit) Choose(c *Candidate) Choice {
	return Choice{Take: c.Bit || !c.HasBit || c.Dir, Reason: model.ByArchiveBit, Rule: "N16"}
}
