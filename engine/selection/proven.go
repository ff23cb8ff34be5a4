package selection

import (
	"gapless/engine/catalog"
	"gapless/model"
	"gapless/model/clock"
)

// Evidence is what is known of a volume's files besides their stamps. The zero value is
// none, and nothing is proven by it.
type Evidence struct {
	// Prompt says that each change moves the change time at once, to a reading that is
	// earlier than the clock's by less than the margin.
	Prompt bool
	Margin clock.Duration

	// Followed says that the change journal is whole since the base's mark, and Touched
	// which files it names. A file that was open at the mark may change without a record.
	Followed bool
	Touched  func(inode uint64) bool
}

// ByProof takes all but what is proven to be unchanged since it was read. A proof needs
// the same name, identity, kind, mode, size and times; that the client's clock was not
// set, and the client not restarted, since the base's start; and that no change could
// have left the times as they are: either the volume's change times are prompt, and the
// file's is older than its reading by a margin, or the change journal names it not. G1.
type ByProof struct {
	Listing *Listing
	Base    clock.Time[clock.Client] // the base's start, by the client's clock
	Volume  Evidence

	// What of a proof is not asked for: G1 broken.
	Doubtful bool // that the file was read whole
	Equal    bool // that the change time is old
}

// Choose implements Method.
func (m ByProof) Choose(c *Candidate) Choice {
	take := Choice{Take: true, Reason: model.ByProof, Rule: "G1"}
	s := m.Listing.Find(c.Path)
	switch {
	case s == nil, s.Doubtful && !m.Doubtful, s.Kind != c.Kind, s.Mode != c.Mode, s.Volume != c.Volume, s.Inode != c.Inode || c.Inode == 0:
		return take
	case c.Kind == model.Dir:
		return Choice{Reason: model.ByProof, Rule: "G1"} // it holds no data but its mode
	}
	take.Stamp, take.Cutoff = c.Modified, m.Listing.time(s.Modified)
	if s.Size != c.Size || s.Archive != c.Bit || !take.Cutoff.Equal(c.Modified) {
		return take
	}
	changed := m.Listing.time(s.Changed)
	if !changed.Equal(c.Changed) {
		take.Stamp, take.Cutoff = c.Changed, changed
		return take
	}
	if m.Base.IsZero() || !c.Steady {
		return take
	}
	leave := Choice{Reason: model.ByProof, Rule: "G1", Stamp: take.Stamp, Cutoff: take.Cutoff}
	if m.Volume.Prompt && (m.Equal || m.old(changed, s)) {
		return leave
	}
	if m.Volume.Followed && !s.Open && !m.Volume.Touched(c.Inode) {
		return leave
	}
	return take
}

// old reports whether a change after the file was read, or after the base's start, must
// have given it another change time than it had.
func (m ByProof) old(changed clock.Time[clock.Client], s *catalog.Seen) bool {
	read := m.Listing.time(s.Read)
	if changed.IsZero() || read.IsZero() {
		return false
	}
	changed = changed.Add(m.Volume.Margin)
	return changed.Before(read) && changed.Before(m.Base)
}
