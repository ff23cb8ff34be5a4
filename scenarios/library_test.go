package scenarios

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"gapless/engine/products"
	"gapless/scenarios/script"
)

// scripts reads the library.
func scripts(t testing.TB) (all []*script.Script) {
	t.Helper()
	files, err := filepath.Glob("library/*/*.scenario")
	if err != nil || len(files) == 0 {
		t.Fatalf("no scripts: %v", err)
	}
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		s, err := Parse(f, b)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, s)
	}
	return all
}

// judge runs a script for one product and reports what does not hold.
func judge(t testing.TB, r *Runner, s *script.Script, product string, overrides ...Override) *Result {
	t.Helper()
	u, err := NewSetup(s, product, overrides)
	if err != nil {
		t.Fatalf("%s: %v", s.Name, err)
	}
	res, err := r.Judge(u, Options{})
	if err != nil {
		t.Fatalf("%s: %v", s.Name, err)
	}
	return res
}

func TestEveryScriptOfTheLibraryHoldsAndRunsTheSameTwice(t *testing.T) {
	r := NewRunner()
	defer r.Close()
	for _, s := range scripts(t) {
		for _, product := range s.Products() {
			res := judge(t, r, s, product)
			for _, h := range res.Expectations {
				if !h.OK {
					t.Errorf("%s:%d: %s on %s: %s", s.Name, h.Line, h.Text, product, h.Why)
				}
			}
			for _, v := range res.Unnamed {
				t.Errorf("%s on %s: %v %s %s at restore point %d: %s", s.Name, product, v.Property, v.Class, v.Path, v.Point, v.Why)
			}
			hash := res.Outcome.Hash
			if again := judge(t, r, s, product).Outcome.Hash; again != hash {
				t.Errorf("%s on %s: hash %016x, then %016x", s.Name, product, hash, again)
			}
		}
	}
}

func TestEveryRuleIsCoveredByAScript(t *testing.T) {
	covered := map[string]bool{}
	for _, s := range scripts(t) {
		for _, id := range s.Covers() {
			covered[id] = true
		}
	}
	for _, b := range products.Breaks() {
		if !covered[b.Rule] {
			t.Errorf("no script covers %s", b.Rule)
		}
	}
}

// A rule that is broken on purpose must make a script fail that covers it: otherwise
// the scripts do not show the rule.
func TestEveryBrokenRuleMakesAScriptFail(t *testing.T) {
	r := NewRunner()
	defer r.Close()
	all := scripts(t)
	for _, b := range products.Breaks() {
		if failing := failingUnder(t, r, all, b); failing == "" {
			t.Errorf("%s (%s: %s) is noticed by no script that covers %s", b.Name, b.Rule, b.About, b.Rule)
		} else {
			t.Logf("%s: %s", b.Name, failing)
		}
	}
}

func failingUnder(t *testing.T, r *Runner, all []*script.Script, b products.Break) string {
	for _, s := range all {
		if !slices.Contains(s.Covers(), b.Rule) {
			continue
		}
		for _, product := range s.Products() {
			p, _ := products.Find(product)
			if b.Of(p) && !judge(t, r, s, product, Override{"break", b.Name}).OK() {
				return s.Name + " on " + product
			}
		}
	}
	return ""
}

func TestTheLibraryIsInCanonicalForm(t *testing.T) {
	for _, s := range scripts(t) {
		b, err := os.ReadFile(s.Name)
		if err != nil {
			t.Fatal(err)
		}
		if s.Format() != string(b) {
			t.Errorf("%s is not as gapless fmt writes it", s.Name)
		}
	}
}
