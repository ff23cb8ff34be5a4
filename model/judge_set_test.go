package model

import (
	"testing"
	"time"

	"gapless/model/clock"

	"github.com/google/go-cmp/cmp"
)

// read has somebody read what a path holds.
func (t *tale) read(when, p string) *tale {
	t.h.Reads = append(t.h.Reads, Read{At: at(when), File: t.held(p, when).File})
	return t
}

// The working set of these tests runs from 10:00 to 11:00 and is of the last four hours. A
// file is in it at every instant of the job when it is accessed from 07:00 to 10:00. What
// is given back lacks /d/a; what is wanted are the violations.
func TestAWorkingSetPromisesWhatWasAccessedAndNothingElse(t *testing.T) {
	lost := []string{"P1 loss /d/a at 1"}
	for _, test := range []struct {
		claim string
		tale  *tale
		want  []string
	}{
		{"what nobody accessed is not promised", once("/d/a"), nil},
		{"what was read is", once("/d/a").read("08:00:00", "/d/a"), lost},
		{"from the first instant of its days on", once("/d/a").read("07:00:00", "/d/a"), lost},
		{"and not earlier", once("/d/a").read("06:59:59", "/d/a"), nil},
		{"up to the job's start", once("/d/a").read("09:59:59", "/d/a"), lost},
		{"and not at that instant, when it may have come after it", once("/d/a").read("10:00:00", "/d/a"), nil},
		{"nor a writing then", once("/d/a").write("10:00:00", "/d/a"), nil},
		{"and not later", once("/d/a").read("10:00:01", "/d/a"), nil},
		{"an early and a late reading are not one in between", once("/d/a").read("06:00:00", "/d/a").read("10:30:00", "/d/a"), nil},
		{"what was written is", once("/d/a").write("08:00:00", "/d/a"), lost},
		{"what was created is", once().create("08:00:00", "/d/a"), lost},
		{"what was written before is not", once("/d/a").write("06:00:00", "/d/a"), nil},
		{"another mode is no access", once("/d/a").chmod("08:00:00", "/d/a"), nil},
		{"another name is none", once("/d/b").rename("08:00:00", "/d/b", "/d/a"), nil},
		{"a reading under another name is one", once("/d/b").read("08:00:00", "/d/b").rename("09:00:00", "/d/b", "/d/a"), lost},
		{"so is one of another link", once("/d/b").link("05:00:00", "/d/b", "/d/a").read("08:00:00", "/d/b"), lost},
		{"the reading of another file is none", once("/d/a", "/d/b").read("08:00:00", "/d/b"), nil},
		{"nor of one that had the name before", once("/d/a").read("08:00:00", "/d/a").remove("08:30:00", "/d/a").set("08:40:00", "/d/a", Version{Kind: Symlink, Target: "x"}), nil},
		{"what went away inside may be missing", once("/d/a").read("08:00:00", "/d/a").remove("10:30:00", "/d/a"), nil},
		{"directories are not promised", once().set("08:00:00", "/d/a", Version{Kind: Dir}), nil},
	} {
		t.Run(test.claim, func(t *testing.T) {
			test.tale.h.Policies[0] = Policy{Name: "p", Accessed: clock.Of(4 * time.Hour)}
			test.tale.job(WorkingSet, "10:00:00", "11:00:00").Base = 0
			test.tale.gives(AtEnd, "10:00:00", without("/d/a"))
			test.tale.judged(t, test.want...)
		})
	}
}

// What a working set gives back beyond its promise has to be right as well.
func TestAWorkingSetIsJudgedByAllThatItGivesBack(t *testing.T) {
	made := once("/d/a", "/d/b").write("05:00:00", "/d/a")
	made.h.Policies[0].Accessed = clock.Of(4 * time.Hour)
	made.job(WorkingSet, "10:00:00", "11:00:00").Base = 0
	made.gives(AtEnd, "04:00:00", without("/d/b"))
	made.judged(t, "P1 loss /d/a at 1")

	v := Judge(&made.h)
	if d := cmp.Diff([]string{"/d/b"}, v.Points[0].Left); d != "" {
		t.Error(d)
	}
	if got := [2]PathState{v.State("/d/a", 1), v.State("/d/b", 1)}; got != [2]PathState{Lost, NotCovered} {
		t.Errorf("a and b are %v", got)
	}
}

func TestWhatWasThereAtTheStartWasAccessedBefore(t *testing.T) {
	made := once("/d/a")
	made.h.Policies[0].Accessed = clock.Of(4 * time.Hour)
	made.job(WorkingSet, "02:00:00", "03:00:00").Base = 0
	made.gives(AtEnd, "02:00:00", without("/d/a"))
	made.judged(t)
}
