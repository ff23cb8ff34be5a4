package clock

import (
	"fmt"
	"slices"
	"testing"
	"time"
)

// around are the readings that the unknown takes in turn: enough to pass every step of
// every quantum below several times.
const around = 70

// asked is the decision about an unknown reading, and how the reading is looked at.
type asked struct {
	name string
	// decide gives the outcome for a reading; look makes a time of it.
	decide func(f *Face[Client], x Time[Client]) int
	look   func(f *Face[Client], u *Unknown) Time[Client]
}

func plain(f *Face[Client], u *Unknown) Time[Client] { return f.Unknown(u) }

func rounded(q int64, up bool) func(*Face[Client], *Unknown) Time[Client] {
	return func(f *Face[Client], u *Unknown) Time[Client] { return f.Unknown(u.Rounded(q, up)) }
}

func truncated(shift, q int64) func(*Face[Client], *Unknown) Time[Client] {
	return func(f *Face[Client], u *Unknown) Time[Client] {
		return f.Unknown(u).Add(Of(time.Duration(shift))).Truncate(Of(time.Duration(q)))
	}
}

func twice(tick, q int64, up bool) func(*Face[Client], *Unknown) Time[Client] {
	return func(f *Face[Client], u *Unknown) Time[Client] {
		return f.Unknown(u.Rounded(tick, false).Rounded(q, up))
	}
}

func decisions() (all []asked) {
	looks := map[string]func(*Face[Client], *Unknown) Time[Client]{
		"plain": plain, "down 7": rounded(7, false), "up 7": rounded(7, true), "down 1": rounded(1, false), "up 10": rounded(10, true),
		"truncated 5": truncated(0, 5), "moved and truncated": truncated(3, 8), "moved back and truncated": truncated(-4, 6),
		"tick 4 down 10": twice(4, 10, false), "tick 3 up 8": twice(3, 8, true),
	}
	for name, look := range looks {
		for _, c := range []int64{-21, -1, 0, 3, 7, 10, 35} {
			all = append(all,
				asked{fmt.Sprintf("%s compared with %d", name, c), func(f *Face[Client], x Time[Client]) int { return x.Compare(f.Time(c)) }, look},
				asked{fmt.Sprintf("%d compared with %s", c, name), func(f *Face[Client], x Time[Client]) int { return f.Time(c).Compare(x) }, look},
				asked{fmt.Sprintf("how long from %d to %s", c, name), func(f *Face[Client], x Time[Client]) int {
					return x.Sub(f.Time(c)).Plus(Of(2)).Compare(Of(5))
				}, look},
				asked{fmt.Sprintf("how long from %s to %d", name, c), func(f *Face[Client], x Time[Client]) int {
					return f.Time(c).Sub(x).Neg().Compare(Of(4))
				}, look},
				asked{fmt.Sprintf("%s plus twice its age against %d", name, c), func(f *Face[Client], x Time[Client]) int {
					age := x.Sub(f.Time(0))
					return x.Add(age).Add(age).Compare(f.Time(c))
				}, look})
		}
	}
	return all
}

// Between two roots that a decision names, the decision stays as it is: so one run for
// each stretch between roots is enough.
func TestBetweenRootsADecisionStaysTheSame(t *testing.T) {
	f := NewFace[Client](0)
	flips := 0
	for _, a := range decisions() {
		outcome := map[int64]int{}
		told := map[int64][]int64{} // by reading: the roots
		for v := int64(-around); v <= around; v++ {
			u := &Unknown{Value: v, Watch: func(root int64) { told[v] = append(told[v], root) }}
			outcome[v] = a.decide(f, a.look(f, u))
		}
		for v := int64(-around); v < around; v++ {
			if outcome[v] == outcome[v+1] {
				continue
			}
			flips++
			// Whoever asks at any reading learns, sooner or later by asking at the roots,
			// of this flip; whoever asks on one of its sides learns at once.
			if !nearby(told[v], v) && !nearby(told[v+1], v) {
				t.Errorf("%s flips between %d and %d, and the roots there are %v and %v", a.name, v, v+1, told[v], told[v+1])
			}
		}
		if found := explored(outcome, told); !found {
			t.Errorf("%s: asking at the roots does not find all flips", a.name)
		}
	}
	if flips < 400 {
		t.Errorf("only %d flips", flips)
	}
}

// nearby reports whether the boundary between v and v+1 is at a root: a search runs
// each root by itself and each stretch between, so a flip just before or behind a root
// is found.
func nearby(roots []int64, v int64) bool {
	return slices.Contains(roots, v) || slices.Contains(roots, v+1)
}

// explored searches as a window search does, from one reading, and reports whether
// each stretch between roots, and each root, has one outcome.
func explored(outcome map[int64]int, told map[int64][]int64) bool {
	known := map[int64]bool{-around: true, around: true}
	for grown := true; grown; {
		grown = false
		sorted := make([]int64, 0, len(known))
		for k := range known {
			sorted = append(sorted, k)
		}
		slices.Sort(sorted)
		ask := slices.Clone(sorted)
		for i, k := range sorted[:len(sorted)-1] {
			if k+1 < sorted[i+1] {
				ask = append(ask, k+(sorted[i+1]-k)/2)
			}
		}
		for _, v := range ask {
			for _, r := range told[v] {
				if r >= -around && r <= around && !known[r] {
					known[r], grown = true, true
				}
			}
		}
	}
	for v := int64(-around); v < around; v++ {
		if outcome[v] != outcome[v+1] && !known[v] && !known[v+1] {
			return false
		}
	}
	return true
}

func TestWhatCancelsTellsNothing(t *testing.T) {
	f := NewFace[Client](0)
	u := &Unknown{Value: 12, Watch: func(root int64) { t.Errorf("a root at %d", root) }}
	x := f.Unknown(u)
	if x.Compare(x) != 0 || x.Sub(x).Compare(Of(0)) != 0 || !x.Add(Of(5)).After(x) {
		t.Error("a reading does not equal itself")
	}
	if r := f.Unknown(u.Rounded(10, false)); !r.Before(x) {
		t.Error("12 is not behind 10")
	}
}

func TestADecodedReadingIsStillWatched(t *testing.T) {
	f := NewFace[Client](0)
	var roots []int64
	u := &Unknown{Value: 12, Watch: func(root int64) { roots = append(roots, root) }}
	f.OnDecode(func(ns int64) *Unknown {
		if ns == u.Value {
			return u
		}
		return nil
	})
	b, _ := f.Unknown(u).AppendBinary(nil)
	x, _, err := f.Decode(b)
	if err != nil || x.Before(f.Time(9)) || !slices.Equal(roots, []int64{9}) {
		t.Errorf("roots %v, error %v", roots, err)
	}
}
