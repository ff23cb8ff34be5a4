package model

import (
	"slices"
	"strings"
)

// judgeDeletions demands that every source file that the engine deleted comes back,
// as it was then, from some restore point. P7.
func (c *Court) judgeDeletions() {
	for i := range c.h.Deletions {
		d := &c.h.Deletions[i]
		if d.Version == nil || d.Version.Kind == Absent {
			continue
		}
		c.v.Exercised[7] = true
		restored := Gone
		for k := range c.h.Restores {
			if r := &c.h.Restores[k]; r.Moment != ByProbe {
				if v := r.version(d.Path); v != nil && restored.like(d.Version) == unlike {
					restored = v
				}
			}
		}
		if restored.like(d.Version) == unlike {
			c.v.Violations = append(c.v.Violations, Violation{Property: 7, Class: Loss, Path: d.Path, Expected: d.Version,
				Restored: restored, ChangedAt: d.At, Job: d.Job, Why: "the source was deleted, and no restore point gives it back"})
		}
	}
}

// version is what r gave back for a path, or nil.
func (r *Restore) version(path string) *Version {
	if i := findGiven(r.Tree, path, -1); i >= 0 {
		return &r.Tree[i].Version
	}
	return nil
}

// findGiven is the index of a path in a restored tree, or -1; it looks at hint first.
func findGiven(tree []Given, path string, hint int) int {
	if hint >= 0 && hint < len(tree) && tree[hint].Path == path {
		return hint
	}
	i, found := slices.BinarySearchFunc(tree, path, func(g Given, s string) int { return strings.Compare(g.Path, s) })
	if !found {
		return -1
	}
	return i
}

// judgeProgress demands that each job came to rest, and that one which is done ended. P9.
func (c *Court) judgeProgress() {
	for i := range c.h.Jobs {
		j := &c.h.Jobs[i]
		if j.Probe {
			continue // it ran on a copy, after the end
		}
		c.v.Exercised[9] = true
		why := ""
		switch j.State {
		case Done:
			if j.Ended.IsZero() {
				why = "the job is done but never ended"
			}
		case Suspended, Incomplete, OnHold:
		default:
			why = "the job is still " + string(j.State) + " at the end"
		}
		if why != "" {
			c.v.Violations = append(c.v.Violations, Violation{Property: 9, Job: j.Number, Why: why})
		}
	}
}

// countDuplicates counts the files that an incremental or cumulative took although the
// restore point before it gives back the same version. Correct, but not free.
func (c *Court) countDuplicates() {
	c.counted = c.counted[:0]
	var tree []Given
	job, at, t := -1, -1, -1
	for k := range c.h.Decisions {
		d := &c.h.Decisions[k]
		if !d.Taken {
			continue
		}
		if d.Job != job {
			job, tree, t = d.Job, c.before(d.Job), -1
		}
		if tree == nil {
			continue
		}
		if at = c.h.find(d.Path, at+1); at < 0 {
			continue
		}
		if len(c.counted) == 0 {
			c.counted = blank(c.counted, len(c.h.Paths))
		}
		if t = findGiven(tree, d.Path, t+1); t < 0 {
			continue
		}
		p := &c.h.Paths[at]
		if v := p.version(p.at(d.At)); v.Kind == File && v.like(&tree[t].Version) == same && c.counted[at] != int32(job) {
			c.counted[at] = int32(job)
			c.v.Duplicates++
		}
	}
}

// before is the tree of the restore point before that of an incremental or cumulative
// job, of the same policy and client; nil without one.
func (c *Court) before(number int) []Given {
	j := c.h.job(number)
	if j == nil || j.Kind.Whole() || j.Kind == WorkingSet || j.Probe || !j.Succeeded() {
		return nil
	}
	var tree []Given
	for i := range c.h.Restores {
		r := &c.h.Restores[i]
		if r.Moment != AtEnd {
			continue
		}
		if r.Job == number {
			return tree
		}
		if o := c.h.job(r.Job); o != nil && o.Policy == j.Policy && o.Client == j.Client && o.Kind != WorkingSet {
			tree = r.Tree
		}
	}
	return nil
}
