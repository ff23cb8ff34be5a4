package model

import (
	"fmt"
	"slices"
	"testing"

	"gapless/model/clock"

	"github.com/google/go-cmp/cmp"
)

var noTime clock.Time[clock.True]

// twoJobs is a full and an incremental over two files, both restored right at their end.
func twoJobs() *tale {
	w := once("/d/a", "/d/b").write("12:00:00", "/d/a")
	w.full("10:00:00", "11:00:00")
	w.gives(AtEnd, "10:00:00")
	w.incremental("14:00:00", "15:00:00")
	w.gives(AtEnd, "14:00:00")
	return w
}

func TestWhatWasDoneStaysRestorable(t *testing.T) {
	w := twoJobs()
	w.gives(AtHorizon, "14:00:00")
	if v := w.judged(t); !v.Exercised[5] || v.Exercised[10] {
		t.Error("P5 should be exercised, P10 not")
	}
	w = twoJobs()
	w.gives(AtHorizon, "14:00:00", but("/d/a", "10:00:00"))
	w.judged(t, "P5 loss /d/a at 2")

	w = twoJobs()
	w.givesPoint(1, AtHorizon, "10:00:00", failing("medium T1 is not readable"))
	v := w.judged(t, "P5 loss at 1")
	if d := cmp.Diff([]string{"/d/a", "/d/b"}, v.Points[0].Lost); d != "" || v.Violations[0].Why != "medium T1 is not readable" {
		t.Errorf("%q, lost %s", v.Violations[0].Why, d)
	}
}

func TestALossAtTheEndIsNotToldAgainAtTheHorizon(t *testing.T) {
	w := once("/d/a", "/d/b")
	w.full("10:00:00", "11:00:00")
	w.gives(AtEnd, "10:00:00", without("/d/b"))
	w.gives(AtHorizon, "10:00:00", without("/d/a", "/d/b"))
	v := w.judged(t, "P1 loss /d/b at 1", "P5 loss /d/a at 1")
	if d := cmp.Diff([]string{"/d/a", "/d/b"}, v.Points[0].Lost); d != "" {
		t.Error(d)
	}
}

func TestWhatAJobNamedIsNoExcuseForItsMediumLater(t *testing.T) {
	w := once("/d/a", "/d/b")
	w.full("10:00:00", "11:00:00").names(1, "/d/a", "/d/b")
	w.gives(AtEnd, "10:00:00", without("/d/b"))
	w.gives(AtHorizon, "10:00:00", without("/d/a", "/d/b"))
	w.judged(t, "P1 loss /d/b at 1 reported", "P5 loss /d/a at 1")
}

func TestMetadataThatIsWrongAtTheHorizonIsToldOnce(t *testing.T) {
	w := once("/d/a", "/d/b").chmod("09:00:00", "/d/a").chmod("09:00:00", "/d/b")
	w.h.Policies[0].Detects.Metadata = true
	w.full("10:00:00", "11:00:00")
	w.gives(AtEnd, "10:00:00", but("/d/a", "08:00:00"))
	w.gives(AtHorizon, "08:00:00")
	w.judged(t, "P1 metadata /d/a at 1", "P5 metadata /d/b at 1")
}

func TestARestoreThatFailsAtOnceLosesAllThatMustExist(t *testing.T) {
	w := once("/d/a", "/d/b").create("10:30:00", "/d/new")
	w.full("10:00:00", "11:00:00").names(1, "/d/b")
	w.gives(AtEnd, "10:00:00", failing("no catalogue"))
	w.gives(AtHorizon, "10:00:00", failing("no catalogue"))
	v := w.judged(t, "P5 loss at 1")
	if d := cmp.Diff([]string{"/d/a"}, v.LostPaths()) + cmp.Diff([]string{"/d/b"}, v.ReportedPaths()); d != "" {
		t.Error(d)
	}
}

func TestWhatARestoreGaveBackBeforeItFailedIsJudgedAsGiven(t *testing.T) {
	w := once("/d/a", "/d/b", "/d/c")
	w.full("10:00:00", "11:00:00")
	w.gives(AtEnd, "10:00:00", without("/d/c"), mixed("/d/b")).Failure = "T2 is not readable"
	v := w.judged(t, "P3 loss /d/b at 1", "P5 loss at 1")
	if d := cmp.Diff([]string{"/d/b", "/d/c"}, v.LostPaths()); d != "" {
		t.Error(d)
	}
}

func TestRestartLosesNothingThatWasDone(t *testing.T) {
	for crash, want := range map[string][]string{
		"13:00:00": {"P5 loss /d/a at 1", "P10 loss /d/a at 1", "P5 loss /d/a at 2"},
		"11:00:00": {"P5 loss /d/a at 1", "P10 loss /d/a at 1", "P5 loss /d/a at 2"},
		"10:59:59": {"P5 loss /d/a at 1", "P5 loss /d/a at 2"},
	} {
		w := twoJobs()
		w.h.Crashes = []Crash{{At: at(crash), Host: "master"}}
		w.givesPoint(1, AtHorizon, "10:00:00", without("/d/a"))
		w.givesPoint(2, AtHorizon, "14:00:00", without("/d/a"))
		w.judged(t, want...)
	}
	w := twoJobs()
	w.h.Crashes = []Crash{{At: at("12:00:00"), Host: "client"}}
	w.givesPoint(1, AtHorizon, "10:00:00")
	if v := w.judged(t); !v.Exercised[10] {
		t.Error("P10 was not exercised")
	}
}

func TestImagesInsideTheirProtectionAreNotOverwritten(t *testing.T) {
	fragment := Fragment{Job: 1, Medium: "T1", Off: 100, Len: 50, Catalogued: at("11:00:00"), ProtectedUntil: at("20:00:00"), OnMedium: true}
	for _, test := range []struct {
		claim  string
		o      Overwrite
		change func(*Fragment)
		want   []string
	}{
		{"inside", Overwrite{At: at("19:59:59"), Medium: "T1", Off: 149, Len: 1, Engine: true}, nil, []string{"P5 loss at 1"}},
		{"exactly when it ends", Overwrite{At: at("20:00:00"), Medium: "T1", Off: 100, Len: 50, Engine: true}, nil, nil},
		{"without limit", Overwrite{At: at("23:00:00"), Medium: "T1", Off: 100, Len: 50, Engine: true},
			func(f *Fragment) { f.ProtectedUntil = noTime }, []string{"P5 loss at 1"}},
		{"beside it", Overwrite{At: at("12:00:00"), Medium: "T1", Off: 150, Len: 9, Engine: true}, nil, nil},
		{"before it", Overwrite{At: at("12:00:00"), Medium: "T1", Off: 0, Len: 100, Engine: true}, nil, nil},
		{"another medium", Overwrite{At: at("12:00:00"), Medium: "T2", Off: 100, Len: 50, Engine: true}, nil, nil},
		{"by the world", Overwrite{At: at("12:00:00"), Medium: "T1", Off: 100, Len: 50}, nil, nil},
		{"by its own writing", Overwrite{At: at("11:00:00"), Medium: "T1", Off: 100, Len: 50, Engine: true}, nil, nil},
		{"catalogued, but not there", Overwrite{}, func(f *Fragment) { f.OnMedium = false }, []string{"P5 loss at 1"}},
	} {
		t.Run(test.claim, func(t *testing.T) {
			w := twoJobs()
			w.h.Fragments = []Fragment{fragment}
			if test.change != nil {
				test.change(&w.h.Fragments[0])
			}
			if test.o.Medium != "" {
				w.h.Overwrites = []Overwrite{test.o}
			}
			if v := w.judged(t, test.want...); !v.Exercised[5] {
				t.Error("P5 was not exercised")
			}
		})
	}
}

// What a job wrote that made no restore point is nobody's: the engine may use the room
// again when the job is over, and not before. At the instant of its end another job must
// be there that can have done it.
func TestWhatAFailedJobWroteMayBeOverwritten(t *testing.T) {
	for _, test := range []struct {
		when  string
		other string // when the second job goes active
		want  int
	}{
		{"11:30:00", "14:00:00", 1}, {"12:00:00", "14:00:00", 1}, {"12:00:00", "12:00:00", 0}, {"12:30:00", "14:00:00", 0},
	} {
		w := twoJobs()
		w.h.Jobs[0].State, w.h.Jobs[0].Status, w.h.Jobs[0].Ended = Done, 129, at("12:00:00")
		w.h.Jobs[1].Activations[0].At = at(test.other)
		w.h.Restores = nil
		w.h.Fragments = []Fragment{{Job: 1, Medium: "T1", Len: 50, Catalogued: at("11:00:00"), OnMedium: true}}
		w.h.Overwrites = []Overwrite{{At: at(test.when), Medium: "T1", Len: 50, Engine: true}}
		if v := Judge(&w.h); v.Broken[5] != test.want {
			t.Errorf("overwritten at %s, when another job is active from %s: P5 is broken %d times, want %d", test.when, test.other, v.Broken[5], test.want)
		}
	}
}

// A restore point that was made is kept, whatever a server that has forgotten it says of its
// job later.
func TestWhatMadeARestorePointIsNotDroppedByAFailureLater(t *testing.T) {
	w := twoJobs()
	w.h.Jobs[0].Status, w.h.Jobs[0].Ended = 41, at("12:00:00")
	w.h.Fragments = []Fragment{{Job: 1, Medium: "T1", Len: 50, Catalogued: at("11:00:00"), OnMedium: true}}
	w.h.Overwrites = []Overwrite{{At: at("13:00:00"), Medium: "T1", Len: 50, Engine: true}}
	w.judged(t, "P5 loss at 1")
}

// Where somebody has erased a medium, what is overwritten later is another image.
func TestWhatSomebodyErasedIsNotOverwrittenAgain(t *testing.T) {
	for when, want := range map[string]int{"12:00:00": 0, "13:00:00": 1} { // of the erasure; any order
		w := twoJobs()
		w.h.Fragments = []Fragment{{Job: 1, Medium: "T1", Len: 50, Catalogued: at("11:00:00"), OnMedium: true}}
		w.h.Overwrites = []Overwrite{{At: at("12:30:00"), Medium: "T1", Len: 50, Engine: true}}
		w.h.Overwrites = append(w.h.Overwrites, Overwrite{At: at(when), Medium: "T1", Len: 50})
		if when < "12:30:00" {
			slices.Reverse(w.h.Overwrites)
		}
		if v := Judge(&w.h); v.Broken[5] != want {
			t.Errorf("erased at %s: P5 is broken %d times, want %d", when, v.Broken[5], want)
		}
	}
}

func TestAnOverwrittenImageIsToldOnce(t *testing.T) {
	w := twoJobs()
	for i, job := range []int{1, 1, 2} {
		w.h.Fragments = append(w.h.Fragments, Fragment{Job: job, Medium: "T1", Off: int64(i), Len: 1, Catalogued: at("16:00:00"), OnMedium: true})
	}
	w.h.Overwrites = []Overwrite{{At: at("17:00:00"), Medium: "T1", Len: 3, Engine: true}}
	w.judged(t, "P5 loss at 1", "P5 loss at 2")
}

func TestAProbeShowsWhatTheReferencePassedOver(t *testing.T) {
	story := func(status int, named ...string) *tale {
		w := once("/d/a", "/d/b").write("12:00:00", "/d/a")
		w.full("10:00:00", "11:00:00")
		w.gives(AtEnd, "10:00:00", without("/d/b"))
		w.probe("22:00:00", "22:10:00").names(status, named...)
		return w
	}
	w := story(0)
	w.gives(ByProbe, "22:00:00", without("/d/b"))
	if v := w.judged(t, "P1 loss /d/b at 1"); !v.Exercised[6] || len(v.Points) != 1 {
		t.Errorf("P6 exercised %v, %d points", v.Exercised[6], len(v.Points))
	}
	w = story(0)
	w.gives(ByProbe, "10:00:00", without("/d/b"))
	v := w.judged(t, "P1 loss /d/b at 1", "P6 loss /d/a at 1")
	if v.State("/d/a", 0) != Captured || v.Broken[6] != 1 {
		t.Errorf("/d/a is %v", v.State("/d/a", 0))
	}
	w = story(1, "/d/a") // the probe itself says what it could not read
	w.gives(ByProbe, "10:00:00", without("/d/b"))
	w.judged(t, "P1 loss /d/b at 1")

	w = story(0) // nothing else was restored
	w.h.Restores = nil
	w.h.Jobs[1].State = Active
	w.gives(ByProbe, "10:00:00")
	if v := w.judged(t, "P6 loss /d/a at 1"); len(v.Points) != 0 {
		t.Errorf("a probe made %d points", len(v.Points))
	}

	w = story(0) // the restore may bear the number of the restore point's job
	w.gives(ByProbe, "10:00:00").Job = 1
	w.judged(t, "P1 loss /d/b at 1", "P6 loss /d/a at 1")
}

func TestOnlyRestorableFilesAreDeleted(t *testing.T) {
	for asOf, want := range map[string][]string{
		"10:00:00": {"P7 loss /d/a"}, // the write came after the read
		"10:50:00": nil,
	} {
		w := once("/d/a").write("10:50:00", "/d/a")
		deleted := w.held("/d/a", "11:00:00")
		w.remove("11:00:00", "/d/a")
		w.full("10:00:00", "11:00:00")
		w.gives(AtEnd, asOf)
		w.h.Deletions = []Deletion{{At: at("11:00:00"), Job: 1, Path: "/d/a", Version: deleted}}
		if v := w.judged(t, want...); !v.Exercised[7] {
			t.Error("P7 was not exercised")
		}
	}
}

func TestJobsComeToRest(t *testing.T) {
	for state, want := range map[JobState][]string{
		Done: nil, Suspended: nil, Incomplete: nil, OnHold: nil,
		Queued: {"P9"}, Active: {"P9"}, Requeued: {"P9"},
	} {
		w := twoJobs()
		w.h.Jobs[0].State = state
		w.judged(t, want...)
	}
	w := once()
	j := w.full("10:00:00", "11:00:00")
	j.Ended = noTime
	w.judged(t, "P9")
}

func TestWhatHasNoSubjectWasNeverExercised(t *testing.T) {
	if v := Judge(&History{}); v.Exercised != [Properties]bool{} {
		t.Errorf("an empty history exercised %v", v.Exercised)
	}
	want := [Properties]bool{1: true, 3: true, 9: true}
	if v := twoJobs().judged(t); v.Exercised != want {
		t.Errorf("a plain one exercised %v", v.Exercised)
	}
}

func TestStatesOverAllRestorePoints(t *testing.T) {
	w := once("/d/a", "/d/b", "/d/c", "/d/gone", "/e/out").remove("12:00:00", "/d/gone")
	w.full("10:00:00", "11:00:00").names(1, "/d/b")
	w.gives(AtEnd, "10:00:00", without("/d/b", "/d/a"))
	w.incremental("14:00:00", "15:00:00")
	w.gives(AtEnd, "14:00:00")
	v := w.judged(t, "P1 loss /d/a at 1", "P1 loss /d/b at 1 reported")
	for path, want := range map[string][3]PathState{ // over all, at 1, at 2
		"/d/a":    {Lost, Lost, Captured},
		"/d/b":    {Reported, Reported, Captured},
		"/d/c":    {Captured, Captured, Captured},
		"/d/gone": {Captured, Captured, NotCovered},
		"/e/out":  {}, "/d/never": {},
	} {
		if got := [3]PathState{v.State(path, 0), v.State(path, 1), v.State(path, 2)}; got != want {
			t.Errorf("%s is %v, want %v", path, got, want)
		}
	}
	got := fmt.Sprint(v.LostPaths(), v.ReportedPaths(), v.CapturedPaths())
	if want := "[/d/a] [/d/b] [/d/c /d/gone]"; got != want {
		t.Errorf("lost, reported, captured %s, want %s", got, want)
	}
}

func TestFilesTakenAgainUnchangedAreDuplicates(t *testing.T) {
	w := once("/d/a", "/d/b").write("12:00:00", "/d/a")
	w.full("10:00:00", "11:00:00")
	w.decides("10:00:00", "/d/a", true, ByEverything)
	w.gives(AtEnd, "10:00:00")
	w.incremental("14:00:00", "15:00:00")
	w.decides("14:00:00", "/d/a", true, ByTime)
	w.decides("14:00:00", "/d/b", true, ByTime)
	w.decides("14:10:00", "/d/b", true, ByTime) // again after a resume
	w.gives(AtEnd, "14:00:00")
	w.full("16:00:00", "17:00:00")
	w.decides("16:00:00", "/d/a", true, ByEverything)
	w.gives(AtEnd, "16:00:00")
	if v := w.judged(t); v.Duplicates != 1 {
		t.Errorf("%d duplicates, want /d/b alone", v.Duplicates)
	}
}

func TestACourtForgetsTheHistoryBefore(t *testing.T) {
	var c Court
	broken := once("/d/a", "/d/b", "/d/c")
	broken.full("10:00:00", "11:00:00").names(1, "/d/b")
	broken.decides("10:00:00", "/d/b", false, ByReadError)
	broken.gives(AtEnd, "10:00:00", without("/d/b"))
	first := c.Judge(&broken.h)
	if v := c.Judge(&twoJobs().h); len(v.Violations) != 0 || v.Points[1].Covered != 2 {
		t.Errorf("the second verdict is %+v", v)
	}
	if len(first.Violations) != 1 || first.Points[0].Reported[0] != "/d/b" {
		t.Errorf("the first verdict became %+v", first)
	}
}

func benchmark(b *testing.B, files int, c *Court) {
	w := &tale{h: History{Day1: at("00:00:00"), End: at("23:59:00"), Policies: []Policy{{Name: "p"}}}}
	for i := range files {
		p := fmt.Sprintf("/d/dir%03d/file%06d", i/100, i)
		v := &Version{Kind: File, Content: Generate(uint64(i), 5000), Mode: 0o644, Modified: client.Time(int64(i)), File: uint64(i + 1)}
		w.h.Paths = append(w.h.Paths, PathHistory{p, []Held{{From: at("00:00:00"), Version: v}}})
	}
	for i := range 3 {
		from := fmt.Sprintf("%02d:00:00", 10+i)
		w.job([]JobKind{Full, Incremental, Incremental}[i], from, from[:2]+":30:00")
		for k := range w.h.Paths {
			w.decides(from, w.h.Paths[k].Path, i == 0, ByTime)
		}
		w.gives(AtEnd, from)
	}
	w.gives(AtHorizon, "12:00:00")
	b.ReportAllocs()
	for b.Loop() {
		if v := c.Judge(&w.h); len(v.Violations) != 0 {
			b.Fatal(v.Violations)
		}
	}
}

func BenchmarkJudgeSmall(b *testing.B) { benchmark(b, 3, &Court{}) }
func BenchmarkJudge100k(b *testing.B)  { benchmark(b, 100_000, &Court{}) }
