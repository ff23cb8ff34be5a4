package exhaustive

import (
	"math/rand/v2"
	"runtime/debug"
	"slices"
	"strings"
	"testing"

	"gapless/scenarios"
)

// Lanes do not know of each other: alone, each comes to the same verdict as among a
// thousand.
func TestALaneAloneComesToTheSameVerdict(t *testing.T) {
	r := scenarios.NewRunner()
	defer r.Close()
	for _, product := range []string{"netbackup-6.5.2A", "netbackup-6.5.3"} {
		stories, _, err := Stories(product, Bound{1})
		if err != nil {
			t.Fatal(err)
		}
		chance := rand.New(rand.NewPCG(1, 1))
		compared, lose := 0, 0
		for range 40 {
			s := stories[chance.IntN(len(stories))]
			instants, _, err := instantsOf(r, &s)
			if err != nil {
				t.Fatal(err)
			}
			all, _ := lanes(instants)
			from := chance.IntN(max(1, len(all)-atOnce))
			chunk := all[from:min(len(all), from+atOnce)]
			losing, err := judge(r, &s, chunk)
			if err != nil {
				t.Fatal(err)
			}
			for range 25 {
				l := chunk[chance.IntN(len(chunk))]
				alone, err := judge(r, &s, []lane{l})
				if err != nil {
					t.Fatal(err)
				}
				among := slices.ContainsFunc(losing, func(o lane) bool { return o.name == l.name })
				if compared++; len(alone) > 0 != among {
					t.Errorf("%s: %+v is lost alone: %v, among others: %v", s, l, len(alone) > 0, among)
				}
				if among {
					lose++
				}
			}
		}
		t.Logf("%s: %d lanes compared, of which %d lose", product, compared, lose)
		if lose == 0 {
			t.Errorf("%s: no lane that was compared loses", product)
		}
	}
}

// The losses that the documents tell of lie inside the smallest bound: those of the
// product, and no other.
func TestDocumentedLossesLieInsideTheBound(t *testing.T) {
	for _, c := range []struct {
		product string
		inside  []string
	}{
		{"netbackup-6.5.2A", []string{"N3", "N6", "N8"}},
		{"netbackup-6.5.3", []string{"N6", "N8"}},
		{"backupexec-2012", []string{"C10", "D4"}},
	} {
		r := scenarios.NewRunner()
		stories, refused, err := Stories(c.product, Bound{1})
		if err != nil {
			t.Fatal(err)
		}
		var all []Found
		for _, s := range stories {
			about := s.String()
			if s.kind != "incremental" || !slices.ContainsFunc([]string{"late", "forward", "suspended", "cannot be read", "nothing is protected"},
				func(word string) bool { return strings.Contains(about, word) }) {
				continue // they have none of the five
			}
			f, err := Run(r, s)
			if err != nil {
				t.Fatal(s, err)
			}
			all = append(all, f)
		}
		e, err := Join(r, c.product, Bound{1}, refused, all)
		if err != nil {
			t.Fatal(err)
		}
		var inside []string
		for _, k := range e.Known {
			if !k.Inside {
				t.Errorf("%s: %s does not lie inside", c.product, k.Rule)
			} else {
				inside = append(inside, k.Rule)
			}
		}
		if !slices.Equal(inside, c.inside) {
			t.Errorf("%s: inside are %v, want %v", c.product, inside, c.inside)
		}
		t.Logf("%s: %s: %d explored, %d pruned, %d lose", c.product, e.Bound, e.Explored, e.Pruned, e.Losing)
		r.Close()
	}
}

// How many scripts are judged in a second, on one core.
func BenchmarkScripts(b *testing.B) {
	was := debug.SetGCPercent(1600) // as in the program; see main.go
	b.Cleanup(func() { debug.SetGCPercent(was) })
	r := scenarios.NewRunner()
	defer r.Close()
	stories, _, err := Stories("netbackup-6.5.2A", Bound{1})
	if err != nil {
		b.Fatal(err)
	}
	scripts, i := int64(0), 0
	for b.Loop() {
		f, err := Run(r, stories[i%len(stories)])
		if err != nil {
			b.Fatal(err)
		}
		scripts += f.Explored
		i++
	}
	b.ReportMetric(float64(scripts)/b.Elapsed().Seconds(), "scripts/s")
}
