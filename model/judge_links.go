package model

import "slices"

// followFiles takes up each file that ever had several names: by a rename, also of a
// directory above it, or as hard links.
func (c *Court) followFiles() {
	for i := 0; i < len(c.names); {
		end := i + 1
		for end < len(c.names) && c.names[end].file == c.names[i].file {
			end++
		}
		if end > i+1 {
			c.followFile(c.names[i:end])
			c.compareLinks(c.names[i:end])
		}
		i = end
	}
	c.compareFalseLinks()
}

// followFile demands that a file which had a name throughout came back under one of
// its names, although each name by itself may be absent. P1, P2.
func (c *Court) followFile(names []name) {
	for _, n := range names {
		if c.paths[n.path].broken || c.gaveFile(n) {
			return
		}
	}
	if !c.namedThroughout(names) {
		return
	}
	for _, n := range names {
		p := &c.h.Paths[n.path]
		if at := p.at(c.whole.to); c.paths[n.path].covered && p.version(at).File == n.file {
			c.accuse(breach{path: p.Path, index: int(n.path), property: c.standard, class: Loss, expected: at, restored: c.given(n),
				names: names, why: "the file came back under none of its names"})
			return
		}
	}
}

// given is what came back under a name.
func (c *Court) given(n name) *Version {
	if t := c.paths[n.path].given; t > 0 {
		return &c.r.Tree[t-1].Version
	}
	return Gone
}

// gaveFile reports whether the file came back under this name, as it was then.
func (c *Court) gaveFile(n name) bool {
	given := c.given(n)
	if !c.paths[n.path].covered || given.Kind == Absent {
		return false
	}
	p := &c.h.Paths[n.path]
	lo, hi := c.h.during(p, c.whole)
	for k := max(lo, 0); k <= hi; k++ {
		if v := p.Held[k].Version; v.File == n.file && v.like(given) != unlike {
			return true
		}
	}
	return false
}

// namedThroughout reports whether the file had a covered name from before the trial's
// time began until after it ended, following the file from name to name.
func (c *Court) namedThroughout(names []name) bool {
	reached, begun := c.whole.from, false
	for {
		on := false
		for _, n := range names {
			if !c.paths[n.path].covered {
				continue
			}
			held := c.h.Paths[n.path].Held
			for k := range held {
				from := held[k].From
				if held[k].Version.File != n.file || from.After(reached) || !begun && from.Equal(reached) || c.cameBack(names, n, k) {
					continue
				}
				if k+1 == len(held) || held[k+1].From.After(c.whole.to) {
					return true
				}
				if to := held[k+1].From; to.After(reached) || !begun && to.Equal(reached) {
					reached, on, begun = to, true, true
				}
			}
		}
		if !on {
			return false
		}
	}
}

// cameBack reports whether a path lost the file and got it back at one instant, k being when
// it got it, while no other name held it: what was deleted and what a crash then brought
// back was away, and nobody renamed it.
func (c *Court) cameBack(names []name, n name, k int) bool {
	held := c.h.Paths[n.path].Held
	at := held[k].From
	if k < 2 || held[k-1].Version.Kind != Absent || !held[k-1].From.Equal(at) || held[k-2].Version.File != n.file {
		return false
	}
	return !slices.ContainsFunc(names, func(o name) bool {
		other := c.h.Paths[o.path].Held
		for i := range other {
			over := i+1 < len(other) && other[i+1].From.Before(at)
			if o.path != n.path && other[i].Version.File == n.file && !other[i].From.After(at) && !over {
				return true
			}
		}
		return false
	})
}

// compareLinks demands that names which were links of one file throughout came back
// as links of one file.
func (c *Court) compareLinks(names []name) {
	first := -1
	for i, n := range names {
		if !c.linked(n) {
			continue
		}
		if first < 0 {
			first = i
		} else if f := c.given(n).File; f == 0 || f != c.given(names[first]).File {
			c.accuseLink(n, "came back as a file of its own, not as a link of "+c.h.Paths[names[first].path].Path)
		}
	}
}

// linked reports whether a path named the file throughout and came back sound.
func (c *Court) linked(n name) bool {
	s := c.paths[n.path]
	if !s.covered || s.broken || s.given == 0 {
		return false
	}
	p := &c.h.Paths[n.path]
	lo, hi := c.h.during(p, c.whole)
	for k := lo; k <= hi; k++ {
		if v := p.version(k); v.Kind != File || v.File != n.file {
			return false
		}
	}
	return true
}

// compareFalseLinks demands that names which came back as links of one file named one
// file at some time of the trial.
func (c *Court) compareFalseLinks() {
	tree, ids := c.r.Tree, c.links[:0]
	for t := range tree {
		if v := &tree[t].Version; v.Kind == File && v.File != 0 {
			ids = append(ids, v.File)
		}
	}
	c.links = ids
	slices.Sort(ids)
	several := ids[:0]
	for i := 1; i < len(ids); i++ {
		if ids[i] == ids[i-1] {
			several = append(several, ids[i])
		}
	}
	if len(several) == 0 {
		return
	}
	first := make(map[uint64]name, len(several)) // by file of the tree; looked up only
	at := -1
	for t := range tree {
		f := tree[t].Version.File
		if _, found := slices.BinarySearch(several, f); !found || tree[t].Version.Kind != File {
			continue
		}
		if at = c.h.find(tree[t].Path, at+1); at < 0 || !c.paths[at].covered || c.paths[at].broken {
			continue
		}
		n := name{path: int32(at)}
		if a, found := first[f]; !found {
			first[f] = n
		} else if !c.met(a, n) {
			c.accuseLink(n, "came back as a link of "+c.h.Paths[a.path].Path)
		}
	}
}

// met reports whether two paths named one file in the trial's time.
func (c *Court) met(a, b name) bool {
	p, q := &c.h.Paths[a.path], &c.h.Paths[b.path]
	lo, hi := c.h.during(p, c.whole)
	from, to := c.h.during(q, c.whole)
	for i := max(lo, 0); i <= hi; i++ {
		for k := max(from, 0); k <= to; k++ {
			if f := p.Held[i].Version.File; f != 0 && f == q.Held[k].Version.File {
				return true
			}
		}
	}
	return false
}

func (c *Court) accuseLink(n name, why string) {
	p := &c.h.Paths[n.path]
	c.accuse(breach{path: p.Path, index: int(n.path), property: c.standard, class: Metadata,
		expected: p.at(c.whole.from), restored: c.given(n), why: why})
}
