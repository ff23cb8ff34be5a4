package script

import (
	"slices"
	"strings"
)

// Changes lists the timeline statements that give a path a new version, or read it, in file
// order. Moving a directory changes every path that it brings along or covers. A
// hook is none of them: it has no instant that could be moved.
func (s *Script) Changes(path string) []*Statement { return s.changes().of(path) }

// changes knows which timeline statements change which paths.
type changes struct {
	timeline []*Statement
	byPath   map[string][]int // indexes into timeline
	moves    []int            // of the statements that move a path with all below it
}

func (s *Script) changes() *changes {
	x := &changes{timeline: s.Timeline(), byPath: map[string][]int{}}
	for i, st := range x.timeline {
		for _, name := range slices.Concat(st.Form.Changes, st.Form.Uses) {
			p := st.Path(name)
			x.byPath[p] = append(x.byPath[p], i)
		}
		if len(st.Form.Changes) > 1 {
			x.moves = append(x.moves, i)
		}
	}
	return x
}

func (x *changes) of(path string) []*Statement {
	at := slices.Clone(x.byPath[path])
	for _, i := range x.moves {
		st := x.timeline[i]
		for _, name := range st.Form.Changes {
			if strings.HasPrefix(path, st.Path(name)+"/") {
				at = append(at, i)
			}
		}
	}
	slices.Sort(at)
	var all []*Statement
	for _, i := range slices.Compact(at) {
		all = append(all, x.timeline[i])
	}
	return all
}
