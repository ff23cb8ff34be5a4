package shrink

import (
	"slices"
	"testing"

	"gapless/fuzz/finding"
	"gapless/fuzz/generate"
	"gapless/scenarios"
)

// found is one finding of a random script.
type found struct {
	finding.Key
	run uint64
}

// corpus are the first findings of random scripts of the usual size, each key at most
// three times.
func corpus(t testing.TB, r *scenarios.Runner, product string, n int) (all []found) {
	t.Helper()
	g, err := generate.New(product, generate.Options{})
	if err != nil {
		t.Fatal(err)
	}
	seen := map[finding.Key]int{}
	for run := uint64(1); len(all) < n && run < 4000; run++ {
		s := g.Script(generate.Plan{Seed: 7, Run: run, Size: generate.Usual})
		u, err := scenarios.NewSetup(s, product, nil)
		if err != nil {
			continue
		}
		res, err := r.Judge(u, scenarios.Options{})
		if err != nil {
			continue
		}
		for _, shown := range finding.Of(u, res.Outcome.History, &res.Verdict) {
			if seen[shown.Key]++; seen[shown.Key] <= 3 && len(all) < n {
				all = append(all, found{shown.Key, run})
			}
		}
	}
	return all
}

// What the issue of searches promises of shrinking: at most 150 executions in the
// median, and 95 % from which no single statement can go, which is tried.
func TestRandomFindingsShrinkToMinimalScripts(t *testing.T) {
	r := scenarios.NewRunner()
	defer r.Close()
	var executions, statements []int
	minimal := 0
	for _, product := range []string{"netbackup-6.5.2A", "netbackup-6.5.3", "veeam-12.2"} {
		g, err := generate.New(product, generate.Options{})
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range corpus(t, r, product, 20) {
			s := g.Script(generate.Plan{Seed: 7, Run: f.run, Size: generate.Usual})
			small, stats, err := Finding(r, s, f.Key)
			if err != nil {
				t.Errorf("%v, run %d: %v", f.Key, f.run, err)
				continue
			}
			executions, statements = append(executions, stats.Executions), append(statements, stats.After)
			if left := removable(r, small, f.Key); left == nil {
				minimal++
			} else {
				t.Logf("%v, run %d: %v can go", f.Key, f.run, left)
			}
		}
	}
	slices.Sort(executions)
	slices.Sort(statements)
	n := len(executions)
	t.Logf("%d findings: executions median %d, most %d; statements median %d, most %d; %d minimal",
		n, executions[n/2], executions[n-1], statements[n/2], statements[n-1], minimal)
	if n < 30 || executions[n/2] > 150 || 100*minimal < 95*n {
		t.Errorf("of %d findings %d are minimal, after %d executions in the median", n, minimal, executions[n/2])
	}
}
