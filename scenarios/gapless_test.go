package scenarios

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"gapless/model"
)

// methodOf is how a script's policy chooses files, which gapless does not ask for.
var methodOf = regexp.MustCompile(` (method|kind|repository)=\S+`)

// asGapless is a script of another product, its story alone: without what is about that
// product, and without expectations.
func asGapless(t testing.TB, file string, more string) *Setup {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var kept bytes.Buffer
	for line := range bytes.Lines(b) {
		word, _, _ := strings.Cut(string(line), " ")
		switch {
		case word == "product" || word == "set" || word == "expect" || word == "covers":
		case bytes.Contains(line, []byte("change-method ")) || bytes.Contains(line, []byte(" upgrade ")):
		default:
			kept.Write(methodOf.ReplaceAll(line, nil))
		}
	}
	s, err := Parse(file, append(kept.Bytes(), more...))
	if err != nil {
		t.Fatal(err)
	}
	u, err := NewSetup(s, "gapless", nil)
	if err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	return u
}

// G1: gapless loses nothing in any story that the library tells of the other products
// whose jobs write images to media. These stories are what their products lose files by.
func TestGaplessLosesNothingInTheStoriesOfTheOthers(t *testing.T) {
	r := NewRunner()
	defer r.Close()
	files, err := filepath.Glob("library/*/*.scenario")
	if err != nil {
		t.Fatal(err)
	}
	scripts, points, jobs := 0, 0, 0
	for _, file := range files {
		if dir := filepath.Base(filepath.Dir(file)); dir == "veeam" || dir == "gapless" {
			continue
		}
		u := asGapless(t, file, "")
		o, err := r.Run(u, Options{})
		if err != nil {
			t.Errorf("%s: %v", file, err)
			continue
		}
		v := r.court.Judge(o.History)
		for _, x := range v.Violations {
			if x.Matters() || !x.Reported {
				t.Errorf("%s: %v %s %s at restore point %d, %d: %s", file, x.Property, x.Class, x.Path, x.Point, x.Moment, x.Why)
			}
		}
		scripts++
		points += len(v.Points)
		for _, j := range o.History.Jobs {
			if j.Kind.Backup() && !j.Probe {
				jobs++
			}
		}
		if last := o.History.Jobs[len(o.History.Jobs)-1]; last.Probe && (last.State != model.Done || last.Status > 1) {
			t.Errorf("%s: the incremental at the end is %s, status %d", file, last.State, last.Status)
		}
	}
	t.Logf("%d scripts, %d restore points of %d jobs", scripts, points, jobs)
	if scripts < 170 || points < jobs*8/10 {
		t.Errorf("only %d restore points of %d jobs in %d scripts", points, jobs, scripts)
	}
}
