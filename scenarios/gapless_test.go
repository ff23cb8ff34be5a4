package scenarios

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"gapless/engine/products"
	"gapless/model"
)

// methodOf is how a script's policy chooses files, and for which days, which gapless does not
// ask for.
var methodOf = regexp.MustCompile(` (method|kind|repository|accessed)=\S+`)

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
			line = bytes.Replace(line, []byte(" working-set "), []byte(" incremental "), 1) // which takes more
			kept.Write(methodOf.ReplaceAll(line, nil))
		}
	}
	text := kept.String() + more
	if more != "" && !strings.Contains(text, "\nmedia ") {
		text = strings.Replace(text, "\nvolume ", "\nmedia more1\nmedia more2\nmedia more3\nvolume ", 1)
	}
	s, err := Parse(file, []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	u, err := NewSetup(s, "gapless", nil)
	if err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	return u
}

// gaplessCrashes are the stories of its crash sweep: an incremental that is resumed, files
// with several names, and a full that goes on from its checkpoint.
var gaplessCrashes = []string{"netbackup/resumed-incremental", "netbackup/hard-links-and-symlinks", "gapless/rename-across-the-checkpoint"}

// A crash of each host at each of its operations loses nothing either. There are media to
// go on with, since none is appended to behind an append that failed.
func TestGaplessLosesNothingByACrashAtAnyOperation(t *testing.T) {
	r := NewRunner()
	defer r.Close()
	total, after := 0, 0
	for _, name := range gaplessCrashes {
		for _, host := range []string{"master", "media", "client"} {
			for _, unsynced := range []string{"none", "half", "all"} {
				for k := 1; ; k++ {
					u := asGapless(t, "library/"+name+".scenario", fmt.Sprintf(crashTail, host, k, unsynced))
					o, err := r.Run(u, Options{})
					if err != nil {
						t.Fatal(err)
					}
					if len(o.History.Crashes) == 0 {
						break // no run comes so far
					}
					total++
					after += judgeCrash(t, r, u, o, name+": "+u.hooks[0].String())
				}
			}
		}
	}
	t.Logf("%d crashes; %d restore points made before one were restored again after it", total, after)
	if total < 1000 || after < total {
		t.Errorf("%d crashes, and %d restore points were restored again", total, after)
	}
}

// untrue is each assumption's script, and the argument with which it is true: nothing is
// lost then.
var untrue = map[string][2]string{
	"gapless/clock-set-back-and-forth":       {"clock client +5h", "clock client +4h59m"},
	"gapless/write-at-the-deletion":          {"on client remove#1 write", "on client examine#1 write"},
	"gapless/medium-lost-in-the-last-moment": {"22:01:30       fail", "22:05:00       fail"},
}

// What gapless assumes is all that it assumes: each assumption has a script that loses
// when it is untrue, and does not when it is true.
func TestEachAssumptionIsNeeded(t *testing.T) {
	r := NewRunner()
	defer r.Close()
	p, _ := products.Find("gapless")
	for _, a := range p.Assumes {
		b, err := os.ReadFile("library/" + a.Script + ".scenario")
		if err != nil {
			t.Error(err)
			continue
		}
		change, ok := untrue[a.Script]
		mended := strings.Replace(string(b), change[0], change[1], 1)
		if !ok || mended == string(b) {
			t.Errorf("%s: nothing makes %s true", a.Name, a.Script)
			continue
		}
		for _, text := range []string{string(b), mended} {
			s, err := Parse(a.Script, []byte(text))
			if err != nil {
				t.Fatal(err)
			}
			if !slices.Contains(s.Covers(), "G1") {
				t.Errorf("%s does not cover G1", a.Script)
			}
			u, err := NewSetup(s, "gapless", nil)
			if err != nil {
				t.Fatal(err)
			}
			o, err := r.Run(u, Options{})
			if err != nil {
				t.Fatal(err)
			}
			losses := 0
			for _, x := range r.court.Judge(o.History).Violations {
				if x.Matters() && x.Class == model.Loss {
					losses++
				}
			}
			if untrue := text == string(b); untrue != (losses > 0) {
				t.Errorf("%s: untrue is %v, and there are %d losses in %s", a.Name, untrue, losses, a.Script)
			}
		}
	}
}

// Gapless's central script: a full, and an incremental that is suspended and resumed.
func BenchmarkGapless(b *testing.B) {
	asTheProgram(b)
	u := asGapless(b, "library/netbackup/resumed-incremental.scenario", "")
	r := NewRunner()
	defer r.Close()
	b.ReportAllocs()
	for b.Loop() {
		o, err := r.Run(u, Options{})
		if err != nil {
			b.Fatal(err)
		}
		if v := r.court.Judge(o.History); v.State("/data/zebra.txt", 2) != model.Captured {
			b.Fatal("not captured")
		}
	}
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
			if !x.Reported && !(x.Class == model.Metadata && strings.Contains(file, "fat-when-clocks")) { // whose times are local
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
