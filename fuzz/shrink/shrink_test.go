package shrink

import (
	"slices"
	"strings"
	"testing"

	"gapless/engine/products"
	"gapless/fuzz/finding"
	"gapless/scenarios"
	"gapless/scenarios/library"
	"gapless/scenarios/script"
)

// long is the worked example of the alert in a script that is about much else.
const long = `# A long story.
covers N3
product netbackup-6.5.2A netbackup-6.5.3
host   laptop role=client skew=+3s
volume /data fs=ext4
volume /home fs=ntfs host=laptop
media  tape1 capacity=2GB
media  tape2
file   /data/accounts.db 64KB
file   /data/big/archive.zip 4MB
file   /data/zebra.txt 1KB
file   /home/letter.doc 2KB
policy nightly volumes=/data checkpoint=15m exclude=*.tmp
policy homes volumes=/home

01:00          full homes
02:00:00       full nightly
02:10          write /data/big/archive.zip
02:30:00       write /data/zebra.txt
03:00          rename /home/letter.doc /home/old.doc
09:13:27       clock laptop +7s
11:00          chmod /data/accounts.db 0600
12:00          incremental homes
17:00:00       write /data/accounts.db
17:30:00       slow /data/accounts.db 3h
18:00:00       incremental nightly
19:15:27       suspend nightly
19:45:49       resume nightly
23:30          write /data/big/archive.zip
day 2 02:00    incremental homes
day 2 03:00    full nightly

expect captured /data/accounts.db
`

func parsed(t testing.TB, name, text string) *script.Script {
	t.Helper()
	s, err := scenarios.Parse(name, []byte(text))
	if err == nil {
		err = scenarios.Check(s, scenarios.Catalogue)
	}
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// A script that is a person's to read: the loss of a resumed incremental needs these
// statements, and no other.
func TestALongScriptComesDownToWhatItTakes(t *testing.T) {
	r := scenarios.NewRunner()
	defer r.Close()
	k := finding.Key{Product: "netbackup-6.5.2A", Property: "P1", Class: "loss", Cause: finding.KeptDelta}
	s, stats, err := Finding(r, parsed(t, "long", long), k)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d executions\n%s", stats.Executions, s.Format())
	var kinds []string
	for _, st := range s.Timeline() {
		kinds = append(kinds, st.Form.Name)
	}
	slices.Sort(kinds)
	want := []string{"full", "incremental", "resume", "slow", "suspend", "write", "write"}
	if !slices.Equal(kinds, want) {
		t.Errorf("the timeline has %v, want %v", kinds, want)
	}
	if !strings.Contains(s.Prose(), "breaks P1") || len(s.Expectations()) == 0 {
		t.Errorf("the script does not say what it shows:\n%s", s.Format())
	}
	if left := removable(r, s, k); left != nil {
		t.Errorf("%v can go", left)
	}
}

// removable is a statement without which the script still shows a finding; nil for none.
func removable(r *scenarios.Runner, s *script.Script, k finding.Key) *script.Statement {
	for _, gone := range s.Statements {
		if gone.Form.Section == script.Expectation || slices.Contains(unkept, gone.Form.Name) {
			continue
		}
		without := &script.Script{Name: s.Name, Statements: slices.DeleteFunc(slices.Clone(s.Statements),
			func(st *script.Statement) bool { return st == gone })}
		c := plain(without)
		if scenarios.Check(c, scenarios.Catalogue) != nil {
			continue
		}
		if _, _, err := find(r, c, k); err == nil {
			return gone
		}
	}
	return nil
}

// Every finding that a script of the library shows shrinks to a script that shows it,
// is as expected, and from which no statement can go.
func TestFindingsOfTheLibraryShrink(t *testing.T) {
	r := scenarios.NewRunner()
	defer r.Close()
	var executions []int
	for _, e := range library.All() {
		s := parsed(t, e.Name, string(e.Text))
		for _, product := range s.Products() {
			u, err := scenarios.NewSetup(s, product, nil)
			if err != nil {
				t.Fatal(err)
			}
			res, err := r.Judge(u, scenarios.Options{})
			if err != nil {
				t.Fatal(err)
			}
			for _, shown := range finding.Of(u, res.Outcome.History, &res.Verdict) {
				small, stats, err := Finding(r, s, shown.Key)
				if err != nil {
					t.Errorf("%s: %v: %v", e.Name, shown.Key, err)
					continue
				}
				executions = append(executions, stats.Executions)
				if left := removable(r, small, shown.Key); left != nil {
					t.Errorf("%s: %v: %v can go from\n%s", e.Name, shown.Key, left, small.Format())
				}
			}
		}
	}
	slices.Sort(executions)
	t.Logf("%d findings, executions: median %d, most %d", len(executions), executions[len(executions)/2], executions[len(executions)-1])
	if len(executions) < 20 || executions[len(executions)/2] > 150 {
		t.Errorf("the median of %d findings is %d executions", len(executions), executions[len(executions)/2])
	}
}

func TestAScriptThatShowsNothingIsRefused(t *testing.T) {
	r := scenarios.NewRunner()
	defer r.Close()
	k := finding.Key{Product: products.Names()[0], Property: "P1", Class: "loss", Cause: "none"}
	s := parsed(t, "quiet", "product "+k.Product+"\nvolume /data fs=ext4\nfile /data/a 1KB\npolicy p volumes=/data\n01:00 full p\n")
	if _, _, err := Finding(r, s, k); err == nil {
		t.Error("a finding was made of nothing")
	}
}
