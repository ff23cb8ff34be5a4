package scenarios

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"gapless/model"
	"gapless/model/clock"

	"github.com/google/go-cmp/cmp"
)

func setupOf(t testing.TB, name, product, text string) *Setup {
	t.Helper()
	s, err := Parse(name, []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	u, err := NewSetup(s, product, nil)
	if err != nil {
		t.Fatal(err)
	}
	return u
}

// How long it takes to reach an instant of a one-year script, whether it is behind the
// one that was looked at last or ahead of it.
func BenchmarkViewOfAYear(b *testing.B) {
	asTheProgram(b)
	text, err := os.ReadFile("testdata/year.scenario")
	if err != nil {
		b.Fatal(err)
	}
	u := setupOf(b, "year", "netbackup-6.5.2A", string(text))
	r := NewRunner()
	defer r.Close()
	for _, day := range []int{1, 182, 365} {
		b.Run(fmt.Sprintf("day %d", day), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := r.View(u, clock.Duration{}); err != nil { // so that it is behind
					b.Fatal(err)
				}
				v, err := r.View(u, clock.Of(time.Duration(day)*24*time.Hour))
				if err != nil || len(v.Jobs) < day {
					b.Fatal(len(v.Jobs), err)
				}
			}
		})
	}
}

const viewed = `host client role=client skew=+1h os=windows
volume /data fs=ntfs
file /data/a 1KB
file /data/b 2KB
policy p volumes=/data method=archive-bit
02:00:00 full p
03:00:00 write /data/a 4KB
04:00:00 delete /data/b
05:00:00 slow /data/a 1h
06:00:00 incremental p
06:30:00 kill client
07:00:00 start client
`

// What is seen follows from the script by hand, at each instant, in any order.
func TestAViewIsTheWorldAtItsInstant(t *testing.T) {
	u := setupOf(t, "viewed", "netbackup-6.5.3", viewed)
	r := NewRunner()
	defer r.Close()
	for i, c := range []struct {
		at    string
		files string // path, size, archive bit
		jobs  string
		up    bool
		runs  int // programs on the client
	}{
		{"06:15", "/data/a 4096 A", "1 done 0, 2 active 0", true, 1},
		{"01:00", "/data/a 1024 A, /data/b 2048 A", "", true, 0},
		{"02:00", "/data/a 1024 -, /data/b 2048 -", "1 done 0", true, 0},
		{"03:59:59.999999999", "/data/a 4096 A, /data/b 2048 -", "1 done 0", true, 0},
		{"04:00", "/data/a 4096 A", "1 done 0", true, 0},
		{"06:31", "/data/a 4096 A", "1 done 0, 2 ", false, 0},
		{"07:00", "/data/a 4096 A", "1 done 0, 2 ", true, 0},
		{"02:00", "/data/a 1024 -, /data/b 2048 -", "1 done 0", true, 0},
		{"23:00", "/data/a 4096 A", "1 done 0, 2 ", true, 0},
	} {
		if i == 8 { // what else the runner does meanwhile must not show
			if _, err := r.Run(u, Options{}); err != nil {
				t.Fatal(err)
			}
		}
		v, err := r.View(u, clockAt(t, c.at))
		if err != nil {
			t.Fatal(err)
		}
		var files, jobs []string
		for _, f := range v.Volumes[0].Files {
			files = append(files, fmt.Sprintf("%s %d %s", f.Path, f.Size, map[bool]string{true: "A", false: "-"}[f.Archive]))
		}
		for _, j := range v.Jobs {
			jobs = append(jobs, fmt.Sprintf("%d %s %d", j.Number, j.State, j.Status))
		}
		if d := cmp.Diff(c.files, strings.Join(files, ", ")); d != "" {
			t.Errorf("%s: %s", c.at, d)
		}
		if got := strings.Join(jobs, ", "); !strings.HasPrefix(got, c.jobs) || len(jobs) != len(strings.FieldsFunc(c.jobs, func(r rune) bool { return r == ',' })) {
			t.Errorf("%s: jobs %s, want %s", c.at, got, c.jobs)
		}
		client := v.Hosts[2]
		if client.Name != "client" || client.Up != c.up || len(client.Programs) != c.runs || client.Ahead.Std() != time.Hour {
			t.Errorf("%s: the client is %+v", c.at, client)
		}
	}
}

func clockAt(t *testing.T, text string) clock.Duration {
	t.Helper()
	at, err := time.Parse("15:04:05.999999999", (text + ":00")[:max(8, len(text))])
	if err != nil {
		t.Fatal(err)
	}
	return clock.Of(at.Sub(time.Date(0, 1, 1, 0, 0, 0, 0, time.UTC)))
}

// At the end of a run all that a view tells must be what the run's history tells.
func TestTheLastViewAgreesWithTheHistory(t *testing.T) {
	r := NewRunner()
	defer r.Close()
	for _, s := range scripts(t) {
		u, err := NewSetup(s, s.Products()[0], nil)
		if err != nil {
			t.Fatal(err)
		}
		o, err := r.Run(u, Options{Brief: true})
		if err != nil {
			t.Fatal(err)
		}
		held := map[string]model.Version{}
		for _, p := range o.History.Paths {
			if last := p.Held[len(p.Held)-1].Version; last.Kind != model.Absent {
				held[p.Path] = *last
			}
		}
		var jobs []string
		for _, j := range o.History.Jobs {
			jobs = append(jobs, fmt.Sprint(j.Number, j.State, j.Status, j.Taken))
		}
		v, err := r.View(u, o.History.End.Sub(o.History.Day1))
		if err != nil {
			t.Fatal(err)
		}
		for _, x := range v.Volumes {
			for _, f := range x.Files {
				if h, ok := held[f.Path]; !ok || h.Kind != f.Kind || h.Kind == model.File && h.Content.Size() != f.Size {
					t.Errorf("%s: %s is %+v in the view, and %+v in the history", s.Name, f.Path, f, h)
				}
				delete(held, f.Path)
			}
		}
		if len(held) > 0 {
			t.Errorf("%s: the view lacks %v", s.Name, held)
		}
		var seen []string
		for _, j := range v.Jobs {
			seen = append(seen, fmt.Sprint(j.Number, j.State, j.Status, j.Taken))
		}
		if d := cmp.Diff(jobs, seen); d != "" {
			t.Errorf("%s: %s", s.Name, d)
		}
	}
}

// Going on from one view gives the same world as running anew, at each instant at which
// anything happens.
func TestAViewIsTheSameWhicheverWayItWasReached(t *testing.T) {
	r, other := NewRunner(), NewRunner()
	defer r.Close()
	defer other.Close()
	for i, s := range scripts(t) {
		if i%4 > 0 { // a quarter of them is enough
			continue
		}
		u, err := NewSetup(s, s.Products()[0], nil)
		if err != nil {
			t.Fatal(err)
		}
		o, err := other.Run(u, Options{Brief: true, Trace: true})
		if err != nil {
			t.Fatal(err)
		}
		last := clock.Of(-1)
		for _, e := range o.Trace.Events {
			if e.At.Equal(last) {
				continue
			}
			last = e.At
			ahead, err := r.View(u, e.At)
			if err != nil {
				t.Fatal(err)
			}
			fresh := NewRunner()
			anew, err := fresh.View(u, e.At)
			if err != nil {
				t.Fatal(err)
			}
			fresh.Close()
			if d := cmp.Diff(anew, ahead); d != "" {
				t.Fatalf("%s at %s: (-anew +from the view before)\n%s", s.Name, e.At.Instant(), d)
			}
		}
	}
}
