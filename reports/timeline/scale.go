package timeline

import (
	"slices"
	"sort"
)

// scale maps true instants to places. Between two of its instants it is even; a fold
// has one width however long it is, and instants that differ have different places
// however close they are.
type scale struct {
	at        []Instant // sorted, at least two
	x         []float64 // their places
	folded    []bool    // of the stretch behind each instant
	stretched bool      // some stretch is drawn much wider than its time
}

// What a scale does.
const (
	foldWidth  = 36.0 // of a fold
	mostFolds  = 8
	apart      = 15.0 // at most between instants that would have one place
	idleShare  = 0.22 // of all time that is drawn: idle time that is longer is folded
	busyShare  = 0.60 // the same of time in which a job is active
	apartShare = 0.35 // of the width, for keeping instants apart
)

// newScale maps sorted instants to places from left to right. busy says that a job is
// active between two neighbours, and off that the time between them has to be folded.
func newScale(at []Instant, left, right float64, busy, off func(from, to Instant) bool) *scale {
	if len(at) == 0 {
		at = []Instant{0}
	}
	if len(at) == 1 {
		at = append(at, at[0]+1)
	}
	s := &scale{at: at, x: make([]float64, len(at)), folded: make([]bool, len(at))}
	s.fold(busy, off)
	total, n, folds := 0.0, 0, 0
	for i := range at[:len(at)-1] {
		if s.folded[i] {
			folds++
			continue
		}
		total += float64(at[i+1] - at[i])
		n++
	}
	width := right - left - foldWidth*float64(folds)
	gap := min(apart, apartShare*width/float64(max(n, 1)))
	even := width - gap*float64(n)
	s.x[0] = left
	for i := range at[:len(at)-1] {
		span := float64(at[i+1] - at[i])
		w := foldWidth
		if !s.folded[i] {
			w = gap + even*span/max(total, 1)
			s.stretched = s.stretched || w > 3*width*span/max(total, 1)
		}
		s.x[i+1] = s.x[i] + w
	}
	return s
}

// fold decides what is folded: the longest stretch, as long as it takes too large a
// share of what is left.
func (s *scale) fold(busy, off func(from, to Instant) bool) {
	type stretch struct {
		i    int
		span Instant
		busy bool
	}
	var open []stretch
	total, folds := Instant(0), 0
	for i := range s.at[:len(s.at)-1] {
		from, to := s.at[i], s.at[i+1]
		if off(from, to) {
			s.folded[i] = true
			folds++
			continue
		}
		open = append(open, stretch{i, to - from, busy(from, to)})
		total += to - from
	}
	slices.SortStableFunc(open, func(a, b stretch) int { return int(min(max(b.span-a.span, -1), 1)) })
	left := len(open)
	for _, o := range open {
		share := idleShare
		if o.busy {
			share = busyShare
		}
		if folds == mostFolds || left < 3 {
			return
		}
		if float64(o.span) > share*float64(total) {
			s.folded[o.i] = true
			total -= o.span
			folds++
			left--
		}
	}
}

// place is where an instant lies; what is outside lies at the edge.
func (s *scale) place(at Instant) float64 {
	n := len(s.at)
	i := sort.Search(n, func(i int) bool { return s.at[i] > at }) - 1
	switch {
	case i < 0:
		return s.x[0]
	case i >= n-1:
		return s.x[n-1]
	}
	return s.x[i] + (s.x[i+1]-s.x[i])*float64(at-s.at[i])/float64(s.at[i+1]-s.at[i])
}

// inFold reports whether an instant lies within a fold, its ends left out.
func (s *scale) inFold(at Instant) bool {
	i := sort.Search(len(s.at), func(i int) bool { return s.at[i] >= at }) - 1
	return i >= 0 && i < len(s.at)-1 && s.folded[i] && at < s.at[i+1]
}

// run is a stretch of the axis between folds.
type run struct{ from, to int } // indices of instants

func (s *scale) runs() (all []run) {
	from := 0
	for i := range s.at {
		if s.folded[i] || i == len(s.at)-1 {
			all = append(all, run{from, i})
			from = i + 1
		}
	}
	return all
}
