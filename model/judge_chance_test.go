package model

import (
	"fmt"
	"math/rand"
	"testing"
)

// wander makes files, writes, links, renames and removes them by chance, a change each
// ten minutes from 08:00 to 12:50.
func wander(seed int64) *tale {
	r := rand.New(rand.NewSource(seed))
	names := []string{"/d/a", "/d/b", "/d/c", "/d/e"}
	w := once(names[:2]...)
	for i := range 30 {
		when := fmt.Sprintf("%02d:%02d:00", 8+i/6, i%6*10)
		p, q := names[r.Intn(len(names))], names[r.Intn(len(names))]
		there := w.held(p, when).Kind == File
		switch r.Intn(5) {
		case 0:
			if !there {
				w.create(when, p)
			}
		case 1:
			if there {
				w.remove(when, p)
			}
		case 2:
			if there && p != q {
				w.rename(when, p, q)
			}
		case 3:
			if there && w.held(q, when).Kind == Absent {
				w.link(when, p, q)
			}
		default:
			if there { // all names of the file change at once
				w.write(when, p)
				for _, q := range names {
					if q != p && w.held(q, when).File == w.held(p, when).File {
						w.set(when, q, *w.held(p, when))
					}
				}
			}
		}
	}
	w.full("10:00:00", "11:00:00")
	return w
}

var everything = Detects{Metadata: true, Deleted: true}

// Whatever happened: a backup that took all at one instant of its job is right.
func TestTheTreeOfAnyInstantOfTheJobIsRight(t *testing.T) {
	for seed := range int64(2000) {
		w := wander(seed)
		w.h.Policies[0].Detects = everything
		asOf := fmt.Sprintf("10:%02d:00", seed%60)
		w.gives(AtEnd, asOf)
		if v := Judge(&w.h); len(v.Violations) > 0 || len(v.Points[0].Lost) > 0 {
			t.Fatalf("seed %d, as of %s: %s", seed, asOf, sentence(&v.Violations[0]))
		}
	}
}

// A tree without a file that was never renamed, linked or away in the job's time lacks
// just that file; judged as of 10:00, whatever else happened.
func TestAFileThatStayedIsMissed(t *testing.T) {
	missed := 0
	for seed := range int64(2000) {
		w := wander(seed)
		p := w.path("/d/a")
		lo, hi := w.h.during(p, w.h.Jobs[0].span())
		stayed := true
		for k := lo; k <= hi; k++ {
			stayed = stayed && p.version(k).Kind == File
		}
		if !stayed {
			continue
		}
		missed++
		w.gives(AtEnd, "10:00:00", without("/d/a"))
		if v := Judge(&w.h); len(v.Violations) != 1 || sentence(&v.Violations[0]) != "P1 loss /d/a at 1" {
			t.Fatalf("seed %d: %+v", seed, v.Violations)
		}
	}
	if missed < 100 {
		t.Errorf("only %d histories kept the file", missed)
	}
}

// What was right as of an instant before the job and has changed since is stale.
func TestNothingFromBeforeTheJobPassesForItsTime(t *testing.T) {
	for seed := range int64(2000) {
		w := wander(seed)
		w.h.Policies[0].Detects = everything
		w.gives(AtEnd, "09:00:00")
		broken := map[string]bool{}
		v := Judge(&w.h)
		for i := range v.Violations {
			broken[v.Violations[i].Path] = true
		}
		for i := range w.h.Paths {
			p := &w.h.Paths[i]
			old, right := p.version(p.at(at("09:00:00"))), false
			lo, hi := w.h.during(p, w.h.Jobs[0].span())
			for k := lo; k <= hi; k++ {
				right = right || p.version(k).like(old) == same
			}
			if !right && !broken[p.Path] {
				t.Fatalf("seed %d: %s passed", seed, p.Path)
			}
		}
	}
}
