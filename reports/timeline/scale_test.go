package timeline

import (
	"testing"
	"time"
)

func never(_, _ Instant) bool { return false }

func hours(all ...float64) (at []Instant) {
	for _, h := range all {
		at = append(at, Instant(h*float64(time.Hour)))
	}
	return at
}

func TestALongIdleTimeIsFoldedAndABusyOneIsNot(t *testing.T) {
	at := hours(0, 1, 2, 15, 16, 17)
	s := newScale(at, 100, 1000, never, never)
	for i, want := range []bool{false, false, true, false, false, false} {
		if s.folded[i] != want {
			t.Errorf("what follows %s: folded is %v", at[i], s.folded[i])
		}
	}
	if w := s.place(at[3]) - s.place(at[2]); w != foldWidth {
		t.Errorf("the fold is %v wide", w)
	}
	if !s.inFold(at[2]+1) || s.inFold(at[2]) || s.inFold(at[3]) {
		t.Error("what is in the fold is wrong")
	}
	busy := func(from, to Instant) bool { return from == at[2] }
	if s := newScale(at, 100, 1000, busy, never); s.folded[2] {
		t.Error("13 hours of work are folded")
	}
	if s := newScale(hours(0, 24, 48, 72, 96), 100, 1000, never, never); s.folded[0] || s.folded[3] {
		t.Error("one day like another is folded")
	}
}

// Whatever the instants, they are in order, inside the picture and apart.
func TestInstantsKeepTheirOrderAndTheirDistance(t *testing.T) {
	for name, at := range map[string][]Instant{
		"a nanosecond beside a year": {0, 1, 2, Instant(365 * 24 * time.Hour)},
		"ten milliseconds":           {7, 1e6, 3e6, 3e6 + 1, 10e6},
		"one instant":                {5},
		"none":                       nil,
		"a year of days":             hours(days(365)...),
	} {
		s := newScale(at, 100, 1000, never, never)
		for i := range s.at[1:] {
			if d := s.x[i+1] - s.x[i]; d < 0.8 {
				t.Errorf("%s: %s and %s are %v apart", name, s.at[i], s.at[i+1], d)
			}
		}
		if s.x[0] != 100 || s.x[len(s.x)-1] > 1000.001 {
			t.Errorf("%s: from %v to %v", name, s.x[0], s.x[len(s.x)-1])
		}
		last := tick{at: -1e9}
		for _, k := range s.ticks() {
			if k.at-textWidth(k.text)/2 < last.at+textWidth(last.text)/2 {
				t.Errorf("%s: the ticks %q and %q overlap", name, last.text, k.text)
			}
			last = k
		}
		if last.text == "" {
			t.Errorf("%s: no ticks", name)
		}
	}
}

func days(n int) (all []float64) {
	for i := range n {
		all = append(all, float64(24*i))
	}
	return all
}

func TestLabelsDoNotOverlap(t *testing.T) {
	l := &lane{}
	for i := range 60 {
		l.label(gutter+float64(i*13), "", "18:00:00 active")
	}
	if len(l.labels) < 20 {
		t.Errorf("only %d labels have room", len(l.labels))
	}
	for i, a := range l.labels {
		for _, b := range l.labels[:i] {
			if a.row == b.row && a.x < b.x+textWidth(b.text) && b.x < a.x+textWidth(a.text) {
				t.Errorf("the labels at %v and %v overlap", a.x, b.x)
			}
		}
	}
}
