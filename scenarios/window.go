package scenarios

import (
	"fmt"
	"slices"
	"time"

	"gapless/model"
	"gapless/model/clock"
)

// Interval is a set of true instants: from From up to, and without, To. Both are
// offsets from 00:00 of day 1.
type Interval struct{ From, To clock.Duration }

// Windows is the answer to: when would this change be lost?
type Windows struct {
	Path    string
	Line    int // of the change
	Windows []Interval
	Runs    int // how many runs it took
	// Tried are the instants that were run, ascending, as offsets from 00:00 of day 1:
	// each that matters, and one of each interval between them. Every other instant is
	// like one of them.
	Tried []clock.Duration
}

// maxWindowRuns bounds the search: a script that needs more has some thousand
// instants that matter.
const maxWindowRuns = 10_000

// FindWindows finds the instants at which the change in a line would be a silent loss
// of path at some restore point, if it were moved there and everything else stayed.
//
// It runs the engine. Each run tells at which instants its decisions about the change
// would have gone another way, and when anything else happened. Between two such
// instants nothing can change, so one run for each of them, and one for each interval
// between them, is exact; runs go on until no new instant is found.
func (r *Runner) FindWindows(u *Setup, path string, line int) (*Windows, error) {
	out := &Windows{Path: path, Line: line}
	s := search{runner: r, setup: u, path: path, line: line, lost: map[cell]bool{},
		found: map[int64]struct{}{0: {}, u.horizon - u.day1: {}}}
	for s.grown() {
		for _, c := range s.cells() {
			if _, known := s.lost[c]; known {
				continue
			}
			if out.Runs++; out.Runs > maxWindowRuns {
				return nil, fmt.Errorf("%s: more than %d instants matter for %s", u.Script.Name, maxWindowRuns, path)
			}
			if err := s.try(c); err != nil {
				return nil, err
			}
		}
	}
	out.Windows = s.intervals()
	for _, c := range s.cells() {
		out.Tried = append(out.Tried, nanos(c.middle()))
	}
	return out, nil
}

// search is one search for windows.
type search struct {
	runner *Runner
	setup  *Setup
	path   string
	line   int
	found  map[int64]struct{} // instants that matter, offsets from 00:00 of day 1
	sorted []int64
	lost   map[cell]bool // of cells that were tried
}

// cell is a stretch of instants, the last one included, in which nothing can change.
type cell struct{ from, last int64 }

func (c cell) middle() int64 { return c.from + (c.last-c.from)/2 }

// grown sorts the instants that matter, and reports whether there are new ones.
func (s *search) grown() bool {
	if len(s.found) == len(s.sorted) {
		return false
	}
	s.sorted = s.sorted[:0]
	for at := range s.found { // any order: they are sorted below
		s.sorted = append(s.sorted, at)
	}
	slices.Sort(s.sorted)
	return true
}

// cells lists the instants that matter, each by itself, and the intervals between
// them, within the domain: from 00:00 of day 1 up to the horizon.
func (s *search) cells() (all []cell) {
	end := s.setup.horizon - s.setup.day1
	for i, at := range s.sorted {
		if at < 0 || at >= end {
			continue
		}
		all = append(all, cell{at, at})
		next := end
		if i+1 < len(s.sorted) {
			next = min(end, s.sorted[i+1])
		}
		if at+1 < next {
			all = append(all, cell{at + 1, next - 1})
		}
	}
	return all
}

// try runs the script with the change in a cell.
func (s *search) try(c cell) error {
	x := &watch{line: s.line, at: c.middle(), found: s.found, day1: s.setup.day1}
	o, err := s.runner.Run(s.setup, Options{Brief: true, watch: x})
	if err != nil {
		return err
	}
	x.settle()
	s.runner.w.setsBegin(x)
	acted := !slices.ContainsFunc(o.Idle, func(i Idle) bool { return i.Line == s.line })
	v := s.runner.court.Judge(o.History)
	s.lost[c] = acted && v.State(s.path, 0) == model.Lost
	return nil
}

// intervals joins the lost cells. Cells of an earlier round that were split since
// agree with their parts, and are passed over.
func (s *search) intervals() (all []Interval) {
	for _, c := range s.cells() {
		if !s.lost[c] {
			continue
		}
		from, to := nanos(c.from), nanos(c.last+1)
		if n := len(all); n > 0 && all[n-1].To.Equal(from) {
			all[n-1].To = to
			continue
		}
		all = append(all, Interval{from, to})
	}
	return all
}

func nanos(n int64) clock.Duration { return clock.Of(time.Duration(n)) }
