package library_test

import (
	"cmp"
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"gapless/engine/products"
	"gapless/scenarios"
	"gapless/scenarios/library"
	"gapless/scenarios/script"
	"gapless/scenarios/suite"

	gocmp "github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write decisions.txt anew")

const aboutDecisions = `# What the decisions decide: a setting turned to another value, a script that does not hold
# then, and the products with which it does not. go test ./scenarios/library -update writes
# this file anew; a line that comes or goes is a change of behaviour, to be reviewed.
`

// trial is one script under one product with one decision turned.
type trial struct {
	turned, script, product string
	setup                   *scenarios.Setup
	setting                 string
}

// A decision is ours, and somebody may want it otherwise: it is known what that
// changes, and there is a script that shows it.
func TestADecisionChangesTheNamedScriptsOnly(t *testing.T) {
	all := trials(t)
	done := suite.Run(t.Context(), len(all), 2, func(r *scenarios.Runner, i int) (bool, error) {
		res, err := r.Judge(all[i].setup, scenarios.Options{})
		return err == nil && res.OK(), err
	}, nil)
	changed := map[string][]string{}
	shown := map[string]bool{}
	for i, d := range done {
		if !d.Value {
			of := fmt.Sprintf("%-32s %s", all[i].turned, all[i].script)
			changed[of] = append(changed[of], all[i].product)
			shown[all[i].setting] = true
		}
	}
	for _, p := range products.All() {
		for _, s := range p.Settings() {
			if s.Decision && !shown[s.Key] {
				t.Errorf("%s: %s is a decision, and no script notices when it is turned", p.Name, s.Key)
			}
		}
	}
	compare(t, changed)
}

func compare(t *testing.T, changed map[string][]string) {
	var lines []string
	for of, on := range changed {
		lines = append(lines, of+"  "+strings.Join(on, " ")+"\n")
	}
	slices.Sort(lines)
	got := aboutDecisions + strings.Join(lines, "")
	if *update {
		if err := os.WriteFile("decisions.txt", []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile("decisions.txt")
	if err != nil {
		t.Fatal(err)
	}
	if diff := gocmp.Diff(strings.Split(string(want), "\n"), strings.Split(got, "\n")); diff != "" {
		t.Errorf("decisions.txt is not what turning them changes (go test ./scenarios/library -update):\n%s", diff)
	}
}

func trials(t *testing.T) (all []trial) {
	for _, e := range library.All() {
		s, err := scenarios.Parse(e.Name, e.Text)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range s.Products() {
			all = append(all, trialsOf(s, e.Name, name)...)
		}
	}
	return all
}

// trialsOf turns each decision of a product under a script that does not set it itself.
func trialsOf(s *script.Script, name, product string) (all []trial) {
	p, _ := products.Find(product)
	for _, set := range p.Settings() {
		if !set.Decision || sets(s, set.Key) {
			continue
		}
		for _, value := range set.Others(p) {
			u, err := scenarios.NewSetup(s, product, []scenarios.Override{{Key: set.Key, Value: value}})
			if err != nil {
				continue // refused together with what the script asks for
			}
			all = append(all, trial{set.Key + "=" + value, name, product, u, set.Key})
		}
	}
	return all
}

func sets(s *script.Script, key string) bool {
	return slices.ContainsFunc(s.All("set"), func(st *script.Statement) bool { return st.Text("KEY") == key })
}

func TestWhatADecisionChangesIsTold(t *testing.T) {
	var got []string
	for _, turned := range library.TurnedBy("netbackup-6.5.3", "release-of") {
		for _, s := range turned.Scripts {
			got = append(got, turned.Value+" "+s)
		}
	}
	// N10: with the rules of its first activation, a job that was resumed under an older
	// release does not have that release's loss.
	if diff := gocmp.Diff([]string{"job netbackup/downgrade-before-the-resume"}, got); diff != "" {
		t.Error(diff)
	}
	if cmp.Or(len(library.TurnedBy("veeam-12.2", "release-of")), len(library.TurnedBy("netbackup-6.5.3", "no-such"))) != 0 {
		t.Error("a setting that a product does not have changes something")
	}
}
