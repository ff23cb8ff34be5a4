package selection

import (
	"slices"
	"strings"

	"gapless/engine/catalog"
	"gapless/engine/wire"
	"gapless/model"
	"gapless/model/clock"
)

// Listing is what an earlier job saw, to be compared with. D7.
type Listing struct {
	Seen  []catalog.Seen // sorted by path
	clock wire.Clock[clock.Client]
	at    map[string]int
	names map[identity][]int // nil until somebody asks
}

// identity is what the names of one file have in common.
type identity struct{ volume, inode uint64 }

// NewListing makes a listing that can be searched; its stamps are decoded by the clock
// that they were read from.
func NewListing(seen []catalog.Seen, c wire.Clock[clock.Client]) *Listing {
	l := &Listing{Seen: seen, clock: c, at: make(map[string]int, len(seen))}
	for i := range seen {
		l.at[seen[i].Path] = i
	}
	return l
}

// Index is where in Seen a path is; -1 when it is not.
func (l *Listing) Index(path string) int {
	if i, ok := l.at[path]; ok {
		return i
	}
	return -1
}

// Find is what was seen of a path; nil for nothing.
func (l *Listing) Find(path string) *catalog.Seen {
	if i := l.Index(path); i >= 0 {
		return &l.Seen[i]
	}
	return nil
}

// Names lists the paths under which a file was seen.
func (l *Listing) Names(volume, inode uint64) (paths []string) {
	if l.names == nil {
		l.names = make(map[identity][]int, len(l.Seen))
		for i := range l.Seen {
			id := identity{l.Seen[i].Volume, l.Seen[i].Inode}
			l.names[id] = append(l.names[id], i)
		}
	}
	for _, i := range l.names[identity{volume, inode}] {
		paths = append(paths, l.Seen[i].Path)
	}
	return paths
}

// Within are the bounds of what Seen has below a directory, which itself is not in.
func (l *Listing) Within(dir string) (first, end int) {
	prefix := strings.TrimSuffix(dir, "/") + "/"
	first, _ = slices.BinarySearchFunc(l.Seen, prefix, func(s catalog.Seen, p string) int { return strings.Compare(s.Path, p) })
	end = first
	for end < len(l.Seen) && strings.HasPrefix(l.Seen[end].Path, prefix) {
		end++
	}
	return first, end
}

// time decodes a stamp. What cannot be decoded was read from another clock, and is no
// reading, which equals none.
func (l *Listing) time(s catalog.Stamp) clock.Time[clock.Client] {
	t, err := s.Time(l.clock)
	if err != nil {
		return clock.Time[clock.Client]{}
	}
	return t
}

// ByCatalog takes what the listing of the base does not have, or has with another
// modification time, kind or attributes. Neither sizes nor identities are compared. D7.
type ByCatalog struct{ Listing *Listing }

// Choose implements Method.
func (m ByCatalog) Choose(c *Candidate) Choice {
	out := Choice{Reason: model.ByListing, Rule: "D7"}
	s := m.Listing.Find(c.Path)
	if s == nil {
		out.Take = true
		return out
	}
	out.Stamp, out.Cutoff = c.Modified, m.Listing.time(s.Modified)
	out.Take = s.Kind != c.Kind || s.Mode != c.Mode || s.Archive != c.Bit || !out.Cutoff.Equal(c.Modified)
	return out
}
