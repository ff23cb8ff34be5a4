package reports

import (
	"slices"
	"strings"

	"gapless/model"
	"gapless/model/clock"
)

// index finds what explanations ask a history for, so that a run which lost a hundred
// thousand files is still explained in no time.
type index struct {
	byPath  map[string][]*model.Decision // in the order in which they were made
	byJob   map[int][]*model.Decision    // the same
	byFile  map[stamped][]*model.Held    // versions by file and modification time, by their instant
	byStamp map[stamped][]*model.Held    // the same of all files
}

// stamped is a modification time of a file, as text; of all files when file is 0.
type stamped struct {
	stamp string
	file  uint64
}

func (s *Story) indexed() *index {
	if s.index != nil {
		return s.index
	}
	x := &index{byPath: map[string][]*model.Decision{}, byJob: map[int][]*model.Decision{}, byFile: map[stamped][]*model.Held{}, byStamp: map[stamped][]*model.Held{}}
	for i := range s.History.Decisions {
		d := &s.History.Decisions[i]
		x.byPath[d.Path] = append(x.byPath[d.Path], d)
		x.byJob[d.Job] = append(x.byJob[d.Job], d)
	}
	for i := range s.History.Paths {
		for k := range s.History.Paths[i].Held {
			if held := &s.History.Paths[i].Held[k]; !held.Version.Modified.IsZero() {
				of := stamped{held.Version.Modified.String(), held.Version.File}
				x.byFile[of] = append(x.byFile[of], held)
				of.file = 0
				x.byStamp[of] = append(x.byStamp[of], held)
			}
		}
	}
	for _, m := range []map[stamped][]*model.Held{x.byFile, x.byStamp} {
		for _, list := range m {
			slices.SortStableFunc(list, func(a, b *model.Held) int { return a.From.Compare(b.From) })
		}
	}
	s.index = x
	return x
}

// takenSince is the last decision to take the file between the change and the decision
// at hand, by any job; nil without one. Decisions are in order, also at one instant.
func (t *telling) takenSince() (last *model.Decision) {
	for _, d := range t.indexed().byPath[t.d.Path] {
		switch {
		case d.Job == t.d.Job && d.Activation == t.d.Activation && d.Taken == t.d.Taken && d.At.Equal(t.d.At):
			return last
		case d.Taken && !d.At.Before(t.v.ChangedAt):
			last = d
		}
	}
	return last
}

// decisionOn is the job's last decision to take a path; nil without one.
func (t *telling) decisionOn(p string) (last *model.Decision) {
	for _, d := range t.indexed().byPath[p] {
		if d.Taken && d.Job == t.job.Number {
			last = d
		}
	}
	return last
}

// lastBefore is the job's last decision up to an instant; nil without one.
func (t *telling) lastBefore(at clock.Time[clock.True]) *model.Decision {
	if at.IsZero() {
		return nil
	}
	made := t.indexed().byJob[t.job.Number]
	n, _ := slices.BinarySearchFunc(made, at, func(d *model.Decision, at clock.Time[clock.True]) int {
		if d.At.After(at) {
			return 1
		}
		return -1
	})
	if n == 0 {
		return nil
	}
	return made[n-1]
}

// keptStamp reports whether the change left the file's time as it was: an earlier
// version, of the same file or of the same content, has it already.
func (t *telling) keptStamp() bool {
	e := t.v.Expected
	if e == nil || e.Kind == model.Absent || e.Modified.IsZero() || t.v.ChangedAt.IsZero() {
		return false
	}
	of := stamped{e.Modified.String(), e.File}
	if had := t.indexed().byFile[of]; len(had) > 0 && had[0].From.Before(t.v.ChangedAt) {
		return true
	}
	of.file = 0
	for _, held := range t.indexed().byStamp[of] {
		if !held.From.Before(t.v.ChangedAt) {
			return false
		}
		if o := held.Version; o.Kind == e.Kind && o.Content.Equal(e.Content) {
			return true
		}
	}
	return false
}

// heldBefore is the entry of the path's history that came back; nil for none.
func (t *telling) heldBefore() *model.Held {
	held := t.holdings()
	for k := len(held) - 1; k >= 0; k-- {
		if v := held[k].Version; v.Kind == t.v.Restored.Kind && v.Content.Equal(t.v.Restored.Content) && v.Target == t.v.Restored.Target {
			return &held[k]
		}
	}
	return nil
}

// holdings is what the path held, from one change to the next.
func (t *telling) holdings() []model.Held {
	i, found := slices.BinarySearchFunc(t.h.Paths, t.v.Path, func(p model.PathHistory, s string) int { return strings.Compare(p.Path, s) })
	if !found {
		return nil
	}
	return t.h.Paths[i].Held
}
