package generate

import (
	"testing"

	"gapless/engine/products"
	"gapless/scenarios"
	"gapless/scenarios/script"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// placeless compares scripts without the places of their words and empty lines.
var placeless = cmp.Options{
	cmpopts.IgnoreFields(script.Statement{}, "Line", "Col", "Before"),
	cmpopts.IgnoreFields(script.Script{}, "Name"),
	cmpopts.IgnoreFields(script.Arg{}, "Col"),
	cmp.AllowUnexported(script.Arg{}),
	cmpopts.EquateEmpty(),
}

// Every script is one that gapless check passes, that its product accepts, and that is
// the same after it was printed and parsed.
func TestScriptsAreRight(t *testing.T) {
	for _, p := range products.Names() {
		for _, inside := range []bool{false, true} {
			g, err := New(p, Options{Inside: inside})
			if err != nil {
				t.Fatal(err)
			}
			for run := range uint64(60) {
				s := g.Script(Plan{Seed: 1, Run: run, Size: Usual})
				text := s.Format()
				if err := scenarios.Check(s, scenarios.Catalogue); err != nil {
					t.Fatalf("%s, run %d: %v\n%s", p, run, err, text)
				}
				if _, err := scenarios.NewSetup(s, p, nil); err != nil {
					t.Fatalf("%s, run %d: %v\n%s", p, run, err, text)
				}
				again, err := scenarios.Parse("again", []byte(text))
				if err != nil {
					t.Fatalf("%s, run %d: %v\n%s", p, run, err, text)
				}
				if d := cmp.Diff(s, again, placeless); d != "" {
					t.Fatalf("%s, run %d: %s\n%s", p, run, d, text)
				}
			}
		}
	}
}

func TestAScriptIsAFunctionOfItsPlan(t *testing.T) {
	a, _ := New("netbackup-6.5.3", Options{})
	b, _ := New("netbackup-6.5.3", Options{})
	for run := range uint64(50) {
		b.Script(Plan{Seed: 2, Run: 1000 - run, Size: Usual}) // what came before does not matter
		x := a.Script(Plan{Seed: 1, Run: run, Size: Usual}).Format()
		if y := b.Script(Plan{Seed: 1, Run: run, Size: Usual}).Format(); x != y {
			t.Fatalf("run %d: %s", run, cmp.Diff(x, y))
		}
		if y := b.Script(Plan{Seed: 2, Run: run, Size: Usual}).Format(); x == y {
			t.Errorf("run %d is the same with another seed", run)
		}
	}
}

// Each verb of the language that a product has comes up, and a wanted kind more often.
func TestAllVerbsComeUpAndWantedOnesMoreOften(t *testing.T) {
	for p, least := range map[string]int{"netbackup-6.5.3": 35, "veeam-12.2": 30} { // any order
		g, err := New(p, Options{})
		if err != nil {
			t.Fatal(err)
		}
		before := verbs(g, 400)
		if len(before) < least {
			t.Errorf("%s: only %d verbs: %v", p, len(before), before)
		}
		g.Want([]string{"crashes"})
		if after := verbs(g, 400); after["kill"] < before["kill"]*3/2 {
			t.Errorf("%s: kill comes %d times, and wanted %d times", p, before["kill"], after["kill"])
		}
	}
}

func verbs(g *Generator, runs uint64) map[string]int {
	n := map[string]int{}
	for run := range runs {
		for _, st := range g.Script(Plan{Seed: 1, Run: run, Size: Usual}).Statements {
			if st.Form.Section == script.Timeline {
				n[st.Form.Name]++
				if st.Then != nil {
					n[st.Then.Form.Name]++
				}
			}
		}
	}
	return n
}

func BenchmarkScript(b *testing.B) {
	g, err := New("netbackup-6.5.3", Options{})
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	run := uint64(0)
	for b.Loop() {
		run++
		g.Script(Plan{Seed: 1, Run: run, Size: Usual})
	}
}

func BenchmarkSetup(b *testing.B) {
	g, err := New("netbackup-6.5.3", Options{})
	if err != nil {
		b.Fatal(err)
	}
	s := g.Script(Plan{Seed: 1, Run: 1, Size: Usual})
	b.ReportAllocs()
	for b.Loop() {
		if _, err := scenarios.NewSetup(s, "netbackup-6.5.3", nil); err != nil {
			b.Fatal(err)
		}
	}
}
