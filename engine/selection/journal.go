package selection

import "gapless/model"

// ByJournal takes what the change journal names, whatever its times say. D4, D8.
type ByJournal struct {
	// Named reports whether the journal names a file, by its inode; nil where nothing
	// else is looked at.
	Named func(inode uint64) bool

	Also Method // must choose what is named, too; nil for none: the other reading of D4
	Else Method // how the others are chosen, where they are looked at, D11
}

// Choose implements Method.
func (m ByJournal) Choose(c *Candidate) Choice {
	if m.Named != nil && !m.Named(c.Inode) {
		return m.Else.Choose(c)
	}
	if m.Also != nil {
		return m.Also.Choose(c)
	}
	return Choice{Take: true, Reason: model.ByJournal, Rule: "D8"}
}

// Nothing leaves all files out: D10 broken.
type Nothing struct{ Rule string }

// Choose implements Method.
func (n Nothing) Choose(*Candidate) Choice { return Choice{Reason: model.ByJournal, Rule: n.Rule} }
