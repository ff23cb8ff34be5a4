package mutant

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"gapless/engine/products"
	"gapless/model"
	"gapless/scenarios"
	"gapless/scenarios/script"
)

// Findings are reported: what always loses is found at once, and its script says so.
func TestTheCanaryIsFoundAtOnce(t *testing.T) {
	r := scenarios.NewRunner()
	defer r.Close()
	m, err := Search(t.Context(), r, Canary, 1, 20)
	if err != nil || !m.Found || m.Runs > 5 || !strings.Contains(m.Script, "set     break canary") {
		t.Errorf("%v: found %v after %d runs\n%s", err, m.Found, m.Runs, m.Script)
	}
}

// What does no harm is not found: a longer offset, or nothing at all.
func TestHarmlessChangesAreNotFound(t *testing.T) {
	r := scenarios.NewRunner()
	defer r.Close()
	for _, name := range []string{"offset-11s", "file-adds"} {
		m, err := Search(t.Context(), r, Mutant{Name: name, Property: 1, Product: fixed}, 1, 200)
		if err != nil || m.Found {
			t.Errorf("%s: %v: found after %d runs\n%s", name, err, m.Runs, m.Script)
		}
	}
}

func TestTheMutantsStandForAllClassesAndProperties(t *testing.T) {
	there := map[string]bool{}
	names := map[string]bool{}
	for _, m := range All() {
		there[m.Class], there[m.Property.String()] = true, true
		if names[m.Name+m.Product] {
			t.Errorf("%s is there twice", m.Name)
		}
		names[m.Name+m.Product] = true
		p, ok := products.Find(m.Product)
		if !ok || m.About() == "" {
			t.Errorf("%s on %s: there is no such product or defect", m.Name, m.Product)
			continue
		}
		for _, o := range append(m.planted(), m.Sets...) {
			if s, ok := p.Setting(o.Key); !ok || s.Set(p.New(), o.Value) != nil {
				t.Errorf("%s: %s refuses %s %s", m.Name, m.Product, o.Key, o.Value)
			}
		}
	}
	for p := model.Property(1); p < model.Properties; p++ {
		if have := there[p.String()]; !have {
			t.Errorf("no mutant breaks %v", p)
		}
	}
	for c := 'A'; c <= 'K'; c++ {
		if have := there[string(c)]; !have {
			t.Errorf("no mutant stands for class %c", c)
		}
	}
	if len(All()) < 40 {
		t.Errorf("there are %d mutants", len(All()))
	}
}

// Each mutant was found once by a search, and what it left still tells it from the
// product without the defect: it comes out as it expects, and shows something that it does not show without the defect.
func TestWhatWasFoundOnceStaysFound(t *testing.T) {
	r := scenarios.NewRunner()
	defer r.Close()
	for _, m := range All() {
		name := filepath.Join("testdata", m.Name+".scenario")
		text, err := os.ReadFile(name)
		if err != nil {
			t.Error(err)
			continue
		}
		s, err := scenarios.Parse(name, text)
		if err != nil {
			t.Error(err)
			continue
		}
		u, err := scenarios.NewSetup(s, m.Product, nil)
		if err != nil {
			t.Error(err)
			continue
		}
		if res, err := r.Judge(u, scenarios.Options{}); err != nil || !res.OK() {
			t.Errorf("%s does not come out as it expects: %v", name, err)
		}
		h, err := newHunt(r, m, 1)
		if err != nil {
			t.Fatal(err)
		}
		defer h.crew.Close()
		s.Statements = slices.DeleteFunc(s.Statements, func(st *script.Statement) bool {
			return st.Form.Name == "set" && st.Text("KEY") == "break"
		})
		planted, sound := h.keys(s, true), h.keys(s, false)
		if !slices.ContainsFunc(planted, func(k seen) bool { return !slices.Contains(sound, k) }) {
			t.Errorf("%s shows %v with the defect, and %v without it", name, planted, sound)
		}
	}
}
