package model

import (
	"cmp"
	"slices"
	"strings"

	"gapless/model/clock"
)

// span is a stretch of true time, both ends included. What was held at some instant
// of it is right; of two versions that meet at an end, both are.
type span struct{ from, to clock.Time[clock.True] }

// span is the time in which the job read its files, or could have.
func (j *Job) span() span {
	if len(j.Activations) == 0 {
		return span{j.Ended, j.Ended}
	}
	return span{j.Activations[0].At, j.Ended}
}

// during gives the first and the last index into p.Held of what p held in s; -1 is
// the nothing before the first entry. What was there at the start was there before.
func (h *History) during(p *PathHistory, s span) (lo, hi int) {
	hi = len(p.Held) - 1
	for hi >= 0 && p.Held[hi].From.After(s.to) {
		hi--
	}
	lo = hi
	for lo >= 0 && !p.Held[lo].From.Before(s.from) {
		lo--
	}
	if lo < 0 && hi >= 0 && p.Held[0].Line == 0 && !h.Day1.IsZero() && !p.Held[0].From.After(h.Day1) {
		lo = 0
	}
	return lo, hi
}

// at is the index of what p held at t, the last of them when it changed then.
func (p *PathHistory) at(t clock.Time[clock.True]) int {
	i := len(p.Held) - 1
	for i >= 0 && p.Held[i].From.After(t) {
		i--
	}
	return i
}

// version is the i-th version of p; before the first it held nothing.
func (p *PathHistory) version(i int) *Version {
	if i < 0 {
		return Gone
	}
	return p.Held[i].Version
}

// likeness is how far two versions agree, link grouping aside.
type likeness uint8

const (
	unlike   likeness = iota
	sameData          // type, bytes and link target
	same
)

func (v *Version) like(o *Version) likeness {
	switch {
	case v.Kind != o.Kind, v.Kind == File && !v.Content.Equal(o.Content), v.Kind == Symlink && v.Target != o.Target:
		return unlike
	case v.Kind == Absent:
		return same
	case v.Mode != o.Mode, v.Kind != Dir && !v.Modified.Equal(o.Modified):
		return sameData
	}
	return same
}

// find is the index of a path in Paths, or -1; it looks at hint first.
func (h *History) find(path string, hint int) int {
	if hint >= 0 && hint < len(h.Paths) && h.Paths[hint].Path == path {
		return hint
	}
	i, found := slices.BinarySearchFunc(h.Paths, path, func(p PathHistory, s string) int { return strings.Compare(p.Path, s) })
	if !found {
		return -1
	}
	return i
}

// job is the job of a number, or nil.
func (h *History) job(n int) *Job {
	if n > 0 && n <= len(h.Jobs) && h.Jobs[n-1].Number == n {
		return &h.Jobs[n-1]
	}
	i := slices.IndexFunc(h.Jobs, func(j Job) bool { return j.Number == n })
	if i < 0 {
		return nil
	}
	return &h.Jobs[i]
}

// policy is the policy of a name; one that is not declared excludes and detects nothing.
func (h *History) policy(name string) *Policy {
	for i := range h.Policies {
		if h.Policies[i].Name == name {
			return &h.Policies[i]
		}
	}
	return &Policy{Name: name}
}

// covers reports whether path is in a job of the policy.
func (p *Policy) covers(j *Job, path string) bool {
	for _, root := range j.Roots {
		if Within(path, root) {
			return len(p.Exclude) == 0 || !Excluded(path, p.Exclude)
		}
	}
	return false
}

// name says that a path held a file at some time.
type name struct {
	file uint64
	path int32 // index into History.Paths
}

func (n name) compare(o name) int {
	return cmp.Or(cmp.Compare(n.file, o.file), cmp.Compare(n.path, o.path))
}

// nameFiles lists every file with its names.
func (c *Court) nameFiles() {
	c.names = c.names[:0]
	for i := range c.h.Paths {
		last := uint64(0)
		for k := range c.h.Paths[i].Held {
			if f := c.h.Paths[i].Held[k].Version.File; f != 0 && f != last {
				c.names = append(c.names, name{f, int32(i)})
				last = f
			}
		}
	}
	slices.SortFunc(c.names, name.compare)
	c.names = slices.Compact(c.names)
}

// namesOf are all names that a file ever had.
func (c *Court) namesOf(file uint64) []name {
	i, _ := slices.BinarySearchFunc(c.names, name{file: file}, name.compare)
	end := i
	for end < len(c.names) && c.names[end].file == file {
		end++
	}
	return c.names[i:end]
}

// existed reports whether the bytes of v are those of some version that the path, or
// a file of that path under another name, ever held.
func (c *Court) existed(path int, v *Version) bool {
	if path < 0 {
		return false
	}
	held := c.h.Paths[path].Held
	for k := range held {
		if held[k].Version.like(v) != unlike {
			return true
		}
	}
	for k := range held {
		for _, n := range c.namesOf(held[k].Version.File) {
			for _, o := range c.h.Paths[n.path].Held {
				if o.Version.File == n.file && o.Version.like(v) != unlike {
					return true
				}
			}
		}
	}
	return false
}
