package model

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The job of these tests runs from 10:00 to 11:00; the tree that it gives back is that
// of an instant, but for edits. What is wanted are the violations.
func TestCapture(t *testing.T) {
	tests := []struct {
		claim string
		tale  *tale
		asOf  string
		edit  edit
		want  []string
	}{
		{"all is right", once("/d/a", "/d/b"), "10:00:00", nil, nil},
		{"missing is a loss", once("/d/a", "/d/b"), "10:00:00", without("/d/b"), []string{"P1 loss /d/b at 1"}},
		{"stale is a loss", once("/d/a").write("09:00:00", "/d/a"), "08:00:00", nil, []string{"P1 loss /d/a at 1"}},
		{"a version from after the job is no capture", once("/d/a").write("11:00:01", "/d/a"), "11:00:01", nil, []string{"P1 loss /d/a at 1"}},
		{"a change inside: the old is right", once("/d/a").write("10:30:00", "/d/a"), "10:00:00", nil, nil},
		{"a change inside: the new is right", once("/d/a").write("10:30:00", "/d/a"), "10:30:00", nil, nil},
		{"changes inside: one between is right", once("/d/a").write("10:20:00", "/d/a").write("10:30:00", "/d/a"), "10:20:00", nil, nil},
		{"changed exactly at activation: the old is right", once("/d/a").write("10:00:00", "/d/a"), "09:59:59", nil, nil},
		{"changed exactly at activation: the new is right", once("/d/a").write("10:00:00", "/d/a"), "10:00:00", nil, nil},
		{"changed a second before activation: the old is stale", once("/d/a").write("09:59:59", "/d/a"), "09:59:58", nil, []string{"P1 loss /d/a at 1"}},
		{"changed exactly at the end: the old is right", once("/d/a").write("11:00:00", "/d/a"), "10:59:59", nil, nil},
		{"changed exactly at the end: the new is right", once("/d/a").write("11:00:00", "/d/a"), "11:00:00", nil, nil},
		{"created exactly at activation: absent is right", once("/d/a").create("10:00:00", "/d/b"), "09:59:59", nil, nil},
		{"created before: absent is a loss", once("/d/a").create("09:59:59", "/d/b"), "09:59:58", nil, []string{"P1 loss /d/b at 1"}},
		{"created inside: absent is right", once().create("10:30:00", "/d/b"), "10:00:00", nil, nil},
		{"created at activation, at the first instant of all: absent is right", once("/d/a").create("00:00:00", "/d/b"), "10:00:00", func(t *tale, r *Restore) {
			t.h.Jobs[0].Activations[0].At = at("00:00:00")
			r.put("/d/b", Gone)
		}, nil},
		{"removed inside: absent is right", once("/d/a").remove("10:30:00", "/d/a"), "10:30:00", nil, nil},
		{"removed inside: present is right", once("/d/a").remove("10:30:00", "/d/a"), "10:00:00", nil, nil},
		{"removed inside: stale is a loss", once("/d/a").write("09:00:00", "/d/a").remove("10:30:00", "/d/a"), "08:00:00", nil, []string{"P1 loss /d/a at 1"}},
		{"another type is a loss", once("/d/a"), "10:00:00", having("/d/a", &Version{Kind: Dir, Mode: 0o644}), []string{"P1 loss /d/a at 1"}},
		{"another link target is a loss", once().set("09:00:00", "/d/s", Version{Kind: Symlink, Target: "a"}), "10:00:00",
			having("/d/s", &Version{Kind: Symlink, Target: "b"}), []string{"P1 loss /d/s at 1"}},
		{"another mode is counted", once("/d/a").chmod("09:00:00", "/d/a"), "08:00:00", nil, []string{"P1 metadata /d/a at 1"}},
		{"no mtime is metadata", once("/d/a"), "10:00:00", altered("/d/a", func(v *Version) { v.Modified = v.Modified.Add(at("00:00:01").Sub(at("00:00:00"))) }),
			[]string{"P1 metadata /d/a at 1"}},
		{"a directory's mtime is no matter", once().set("09:00:00", "/d/x", Version{Kind: Dir, Mode: 0o755}), "10:00:00",
			having("/d/x", &Version{Kind: Dir, Mode: 0o755, Modified: client.Time(7)}), nil},
		{"a directory that is missing is a loss", once().set("09:00:00", "/d/x", Version{Kind: Dir, Mode: 0o755}), "08:00:00", nil, []string{"P1 loss /d/x at 1"}},
		{"a deleted path that is back is extra", once("/d/a").remove("09:00:00", "/d/a"), "08:00:00", nil, []string{"P1 extra /d/a at 1"}},
		{"a directory that never was is extra", once("/d/a"), "10:00:00", having("/d/q", &Version{Kind: Dir}), []string{"P1 extra /d/q at 1"}},
		{"the root itself may come back", once("/d/a"), "10:00:00", having("/d", &Version{Kind: Dir}), nil},
		{"a root that the history knows may be missing", once("/d/a").set("09:00:00", "/d", Version{Kind: Dir, Mode: 0o755}), "10:00:00", without("/d"), nil},
		{"excluded paths are not judged", once("/d/a", "/d/a.tmp"), "10:00:00", without("/d/a.tmp"), nil},
		{"nor others outside the roots", once("/d/a", "/e/a"), "10:00:00", without("/e/a"), nil},
		{"mixed bytes break P3", once("/d/a"), "10:00:00", mixed("/d/a"), []string{"P3 loss /d/a at 1"}},
		{"so do bytes where nothing ever was", once("/d/a"), "10:00:00", having("/d/q", &Version{Kind: File, Content: Generate(99, 9)}), []string{"P3 loss /d/q at 1"}},
		{"bytes of the file's other name are stale, not mixed", once("/d/a").write("07:00:00", "/d/a").rename("08:00:00", "/d/a", "/d/b"), "09:00:00",
			func(t *tale, r *Restore) { r.put("/d/b", t.held("/d/a", "06:00:00")) }, []string{"P1 loss /d/b at 1"}},
		{"what was there at the start was there before", once("/d/a", "/d/b"), "10:00:00", func(t *tale, r *Restore) {
			t.h.Jobs[0].Activations[0].At = at("00:00:00")
			r.put("/d/b", Gone)
		}, []string{"P1 loss /d/b at 1"}},
	}
	for _, test := range tests {
		t.Run(test.claim, func(t *testing.T) {
			test.tale.h.Policies[0] = Policy{Name: "p", Exclude: []string{"*.tmp"}, Detects: Detects{Metadata: true, Deleted: true}}
			test.tale.full("10:00:00", "11:00:00")
			var edits []edit
			if test.edit != nil {
				edits = append(edits, test.edit)
			}
			test.tale.gives(AtEnd, test.asOf, edits...)
			test.tale.judged(t, test.want...)
		})
	}
}

func TestAFileIsFollowedFromNameToName(t *testing.T) {
	across := func() *tale { return once("/d/z").rename("10:30:00", "/d/z", "/d/b") }
	tests := []struct {
		claim string
		tale  *tale
		asOf  string
		edit  edit
		want  []string
	}{
		{"the old name alone is right", across(), "10:00:00", nil, nil},
		{"the new name alone is right", across(), "10:30:00", nil, nil},
		{"both are right", across(), "10:00:00", func(t *tale, r *Restore) { r.put("/d/b", t.held("/d/b", "11:00:00")) }, nil},
		{"neither is a loss on the name at the end", across(), "10:00:00", without("/d/z"), []string{"P1 loss /d/b at 1"}},
		{"renamed exactly at activation", once("/d/z").rename("10:00:00", "/d/z", "/d/b"), "09:00:00", without("/d/z"), []string{"P1 loss /d/b at 1"}},
		{"renamed exactly at the end", once("/d/z").rename("11:00:00", "/d/z", "/d/b"), "09:00:00", without("/d/z"), []string{"P1 loss /d/b at 1"}},
		{"renamed twice", across().rename("10:40:00", "/d/b", "/d/c"), "10:00:00", without("/d/z"), []string{"P1 loss /d/c at 1"}},
		{"renamed there and back", across().rename("10:40:00", "/d/b", "/d/z"), "10:30:00", without("/d/b"), []string{"P1 loss /d/z at 1"}},
		{"a file that was deleted in the end may be absent", across().remove("10:40:00", "/d/b"), "10:00:00", without("/d/z"), nil},
		{"so may one deleted exactly at the end", across().remove("11:00:00", "/d/b"), "10:00:00", without("/d/z"), nil},
		{"one that left the policy may be absent", once("/d/z").rename("10:30:00", "/d/z", "/e/b"), "10:30:00", nil, nil},
		{"one that came into the policy may be absent", once("/e/z").rename("10:30:00", "/e/z", "/d/b"), "10:00:00", nil, nil},
		{"a stale version under its name is one loss", once("/d/z").write("09:00:00", "/d/z").rename("10:30:00", "/d/z", "/d/b"), "08:00:00", nil,
			[]string{"P1 loss /d/z at 1"}},
		{"a version of before the rename, under the new name after a write, is none", across().write("10:40:00", "/d/b"), "10:30:00", nil, nil},
		{"one made exactly at activation may be absent", once().create("10:00:00", "/d/z").rename("10:30:00", "/d/z", "/d/b"), "09:00:00", nil, nil},
		{"a name outside the policy is no matter", once("/d/z").link("09:00:00", "/d/z", "/c/z").rename("10:30:00", "/d/z", "/d/b"), "10:00:00", without("/d/z"),
			[]string{"P1 loss /d/b at 1"}},
		{"named by its old name", across(), "10:00:00", func(t *tale, r *Restore) {
			r.put("/d/z", Gone)
			t.h.Jobs[0].names(1, "/d/z")
		}, []string{"P1 loss /d/b at 1 reported"}},
		{"another file under its name is not it", across().create("10:40:00", "/d/z").remove("10:45:00", "/d/z"), "10:40:00", without("/d/b"), []string{"P1 loss /d/b at 1"}},
		{"its directory was renamed", once("/d/x/f").rename("10:30:00", "/d/x/f", "/d/y/f"), "10:00:00", without("/d/x/f"), []string{"P1 loss /d/y/f at 1"}},
	}
	for _, test := range tests {
		t.Run(test.claim, func(t *testing.T) {
			test.tale.full("10:00:00", "11:00:00")
			var edits []edit
			if test.edit != nil {
				edits = append(edits, test.edit)
			}
			test.tale.gives(AtEnd, test.asOf, edits...)
			test.tale.judged(t, test.want...)
		})
	}
}

func TestLinkGroupingIsMetadata(t *testing.T) {
	apart := altered("/d/b", func(v *Version) { v.File = 77 })
	linked := func() *tale { return once("/d/a").link("09:00:00", "/d/a", "/d/b") }
	parted := func() *tale {
		t := linked().remove("09:10:00", "/d/b")
		v := *t.held("/d/a", "09:20:00")
		v.File = 50
		return t.set("09:20:00", "/d/b", v)
	}
	together := altered("/d/b", func(v *Version) { v.File = 1 })
	for claim, test := range map[string]struct {
		tale *tale
		edit edit
		want []string
	}{
		"links that stay links are right":       {linked(), but("/d/a", "10:00:00"), nil},
		"links that part are metadata":          {linked(), apart, []string{"P1 metadata /d/b at 1"}},
		"links that parted inside may be apart": {linked().remove("10:30:00", "/d/b"), apart, nil},
		"files that are joined are metadata":    {parted(), together, []string{"P1 metadata /d/b at 1"}},
		"files that stay apart are right":       {parted(), but("/d/a", "10:00:00"), nil},
	} {
		t.Run(claim, func(t *testing.T) {
			test.tale.h.Policies[0].Detects.Metadata = true
			test.tale.full("10:00:00", "11:00:00")
			test.tale.gives(AtEnd, "10:00:00", test.edit)
			test.tale.judged(t, test.want...)
		})
	}
}

func TestMetadataAndExtraAreCountedButViolationsOnlyWhereDetected(t *testing.T) {
	w := once("/d/a", "/d/b").chmod("09:00:00", "/d/a").remove("09:00:00", "/d/b")
	w.full("10:00:00", "11:00:00")
	w.gives(AtEnd, "08:00:00")
	v := w.judged(t)
	if p := v.Points[0]; p.Metadata != 1 || p.Extra != 1 || p.Covered != 2 || v.State("/d/a", 1) != Captured || v.State("/d/b", 1) != NotCovered || v.Exercised[4] {
		t.Errorf("point %+v, /d/a %v, /d/b %v", p, v.State("/d/a", 1), v.State("/d/b", 1))
	}
	w.h.Policies[0].Detects = Detects{Metadata: true, Deleted: true}
	v = w.judged(t, "P1 metadata /d/a at 1", "P1 extra /d/b at 1")
	if v.State("/d/a", 0) != Altered || v.Broken[4] != 0 {
		t.Errorf("/d/a is %v, P4 broken %d times", v.State("/d/a", 0), v.Broken[4])
	}
}

func TestABreachIsReportedOnlyWhenNamedWithAStatus(t *testing.T) {
	for _, test := range []struct {
		claim  string
		status int
		named  []string
		want   string
		state  PathState
		silent int
	}{
		{"named", 1, []string{"/d/b", "/d/a"}, "P1 loss /d/a at 1 reported", Reported, 0},
		{"named but status 0", 0, []string{"/d/a"}, "P1 loss /d/a at 1", Lost, 1},
		{"another one named", 1, []string{"/d/b"}, "P1 loss /d/a at 1", Lost, 1},
	} {
		t.Run(test.claim, func(t *testing.T) {
			w := once("/d/a", "/d/b")
			w.full("10:00:00", "11:00:00").names(test.status, test.named...)
			w.gives(AtEnd, "10:00:00", without("/d/a"))
			v := w.judged(t, test.want)
			if v.State("/d/a", 0) != test.state || v.Broken[4] != test.silent || !v.Exercised[4] {
				t.Errorf("state %v, P4 broken %d times, exercised %v", v.State("/d/a", 0), v.Broken[4], v.Exercised[4])
			}
		})
	}
}

func TestMixedBytesAreExcusedOnlyByTheJobThatSawTheChange(t *testing.T) {
	for _, test := range []struct {
		claim string
		why   Reason
		named bool
		want  string
	}{
		{"named as changed while being read", ByChanging, true, "P3 loss /d/a at 1 reported"},
		{"seen but not named", ByChanging, false, "P3 loss /d/a at 1"},
		{"named for another reason", ByReadError, true, "P3 loss /d/a at 1"},
	} {
		t.Run(test.claim, func(t *testing.T) {
			w := once("/d/a")
			j := w.full("10:00:00", "11:00:00")
			if test.named {
				j.names(1, "/d/a")
			}
			w.decides("10:30:00", "/d/a", true, test.why)
			w.gives(AtEnd, "10:00:00", mixed("/d/a"))
			w.judged(t, test.want)
		})
	}
	t.Run("named by a later job only", func(t *testing.T) {
		w := once("/d/a")
		w.full("10:00:00", "11:00:00").Status = 1
		w.decides("10:30:00", "/d/a", true, ByChanging)
		w.gives(AtEnd, "10:00:00")
		w.incremental("12:00:00", "13:00:00").names(1, "/d/a")
		w.decides("12:30:00", "/d/a", false, ByReadError)
		w.gives(AtEnd, "12:00:00", mixed("/d/a"))
		w.judged(t, "P3 loss /d/a at 2")
	})
	t.Run("named by the job that took it, and by one that could not read it", func(t *testing.T) {
		w := once("/d/a")
		w.full("10:00:00", "11:00:00").names(1, "/d/a")
		w.decides("10:30:00", "/d/a", true, ByEverything)
		w.decides("10:30:00", "/d/a", false, ByChanging)
		w.gives(AtEnd, "10:00:00", mixed("/d/a"))
		w.incremental("12:00:00", "13:00:00").names(1, "/d/a")
		w.decides("12:30:00", "/d/a", true, ByTime)
		w.decides("12:30:00", "/d/a", false, ByReadError)
		w.gives(AtEnd, "12:00:00", mixed("/d/a"))
		w.judged(t, "P3 loss /d/a at 1 reported", "P3 loss /d/a at 2 reported")
	})
	t.Run("the next restore point does not say so again", func(t *testing.T) {
		w := once("/d/a")
		w.full("10:00:00", "11:00:00").names(1, "/d/a")
		w.decides("10:30:00", "/d/a", true, ByChanging)
		w.gives(AtEnd, "10:00:00", mixed("/d/a"))
		w.incremental("12:00:00", "13:00:00")
		w.decides("12:30:00", "/d/a", false, ByTime)
		w.gives(AtEnd, "12:00:00", mixed("/d/a"))
		w.judged(t, "P3 loss /d/a at 1 reported", "P3 loss /d/a at 2")
	})
}

func TestASnapshotIsExact(t *testing.T) {
	story := func() *tale {
		w := once("/d/a", "/d/b").write("10:30:00", "/d/a")
		w.full("10:00:00", "11:00:00").Activations[0].Snapshot = at("10:10:00")
		return w
	}
	w := story()
	w.gives(AtEnd, "10:10:00")
	if v := w.judged(t); !v.Exercised[2] {
		t.Error("P2 was not exercised")
	}
	w = story()
	w.gives(AtEnd, "10:30:00")
	w.judged(t, "P2 loss /d/a at 1")

	w = story() // exactly at the snapshot both are right
	w.h.Jobs[0].Activations[0].Snapshot = at("10:30:00")
	w.gives(AtEnd, "10:00:00")
	w.judged(t)
}

func TestAResumedJobMatchesTheSnapshotThatEachFileWasReadFrom(t *testing.T) {
	story := func() *tale {
		w := once("/d/a", "/d/b", "/d/c").write("10:30:00", "/d/a").write("10:30:00", "/d/b")
		j := w.full("10:00:00", "11:00:00")
		j.Activations = []Activation{{At: at("10:00:00"), Snapshot: at("10:10:00")}}
		w.decides("10:11:00", "/d/a", true, ByEverything)
		j.Activations = append(j.Activations, Activation{At: at("10:40:00"), Snapshot: at("10:40:00")})
		w.decides("10:41:00", "/d/b", true, ByEverything)
		return w
	}
	w := story()
	w.gives(AtEnd, "10:10:00", but("/d/b", "10:40:00")).Spans = true
	w.judged(t)

	w = story()
	w.gives(AtEnd, "10:10:00", but("/d/b", "10:40:00"))
	w.judged(t, "P2 at 1")

	w = story() // what was not read is right as it was in either
	w.write("10:35:00", "/d/c").gives(AtEnd, "10:10:00", but("/d/b", "10:40:00"), but("/d/c", "10:40:00")).Spans = true
	w.judged(t)

	w = story()
	w.write("10:25:00", "/d/c").write("10:35:00", "/d/c").gives(AtEnd, "10:10:00", but("/d/b", "10:40:00"), but("/d/c", "10:25:00")).Spans = true
	w.judged(t, "P2 loss /d/c at 1")

	w = story()
	w.gives(AtEnd, "10:40:00", but("/d/b", "10:10:00")).Spans = true
	w.judged(t, "P2 loss /d/a at 1", "P2 loss /d/b at 1")
}

func TestTheCauseIsTheDecisionThatLeftTheFileOut(t *testing.T) {
	w := once("/d/a").write("02:30:00", "/d/a")
	w.line = 40
	w.write("03:00:00", "/d/a")
	j := w.full("02:00:00", "02:10:00")
	j.Activations[0].At = at("02:00:00")
	w.gives(AtEnd, "02:00:00")
	w.incremental("18:00:00", "19:00:00")
	w.decides("18:00:01", "/d/a", false, ByTime)
	w.h.Jobs[1].Activations = append(w.h.Jobs[1].Activations, Activation{At: at("18:30:00")})
	d := w.decides("18:31:00", "/d/a", false, ByTime)
	d.Stamp, d.Cutoff = client.Time(nanos("03:00:00")), client.Time(nanos("03:45:39"))
	w.gives(AtEnd, "02:00:00")
	w.incremental("20:00:00", "21:00:00")
	w.decides("20:00:01", "/d/a", true, ByTime)
	w.gives(AtEnd, "02:00:00")
	v := w.judged(t, "P1 loss /d/a at 2", "P1 loss /d/a at 3")
	for _, got := range v.Violations { // job 3 did not leave it out: the cause is still job 2's
		want := Violation{ChangedAt: at("03:00:00"), Line: 41, Expected: w.path("/d/a").Held[2].Version}
		if !got.ChangedAt.Equal(want.ChangedAt) || got.Line != want.Line || got.Expected != want.Expected {
			t.Errorf("expected %p of line %d at %v", got.Expected, got.Line, got.ChangedAt)
		}
		c := got.Cause
		if d := cmp.Diff(*d, c.Decision); d != "" || c.Job.Number != 2 || c.Activation != &w.h.Jobs[1].Activations[1] ||
			c.First != &w.h.Jobs[1].Activations[0] || c.Short.String() != "45m39s" {
			t.Errorf("cause: job %d, short %v, decision %s", c.Job.Number, c.Short, d)
		}
	}
}

func TestWhatCameBackInsteadOfANewFileShouldHaveBeenThatFile(t *testing.T) {
	w := once("/d/a").remove("08:00:00", "/d/a").create("10:30:00", "/d/a")
	w.full("10:00:00", "11:00:00")
	w.gives(AtEnd, "07:00:00")
	if v := w.judged(t, "P1 loss /d/a at 1"); !v.Violations[0].ChangedAt.Equal(at("10:30:00")) {
		t.Errorf("expected the version of %v", v.Violations[0].ChangedAt)
	}
}

func TestTheExpectedVersionIsTheOneAtTheBeginning(t *testing.T) {
	w := once("/d/a").write("09:00:00", "/d/a").write("10:30:00", "/d/a")
	w.full("10:00:00", "11:00:00")
	w.gives(AtEnd, "08:00:00")
	if v := w.judged(t, "P1 loss /d/a at 1"); !v.Violations[0].ChangedAt.Equal(at("09:00:00")) {
		t.Errorf("expected the version of %v", v.Violations[0].ChangedAt)
	}
}

func TestTheCauseOfARenamedFileMayBearItsOtherName(t *testing.T) {
	w := once("/d/a", "/d/z")
	w.full("08:00:00", "08:10:00")
	w.gives(AtEnd, "08:00:00")
	w.rename("09:00:00", "/d/z", "/d/b")
	w.incremental("10:00:00", "11:00:00")
	w.decides("10:00:01", "/d/z", false, ByPosition)
	w.gives(AtEnd, "10:00:00", without("/d/b"))
	if v := w.judged(t, "P1 loss /d/b at 2"); v.Violations[0].Cause.Decision.Reason != ByPosition {
		t.Errorf("cause %+v", v.Violations[0].Cause.Decision)
	}
}
