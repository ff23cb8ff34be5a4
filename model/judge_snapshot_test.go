package model

import "testing"

// An activation that ended before it had a snapshot, and looked at nothing, does not
// make a job one that read the live volume.
func TestWhoLookedAtNothingReadNoLiveVolume(t *testing.T) {
	story := func(snapshots ...string) *tale {
		w := once("/d/a", "/d/b").write("10:20:00", "/d/a").write("10:50:00", "/d/a")
		j := w.full("10:00:00", "11:00:00")
		j.Activations = nil
		for _, s := range snapshots {
			a := Activation{At: at("10:00:00")}
			if s != "" {
				a.Snapshot = at(s)
			}
			j.Activations = append(j.Activations, a)
		}
		return w
	}
	for _, snapshots := range [][]string{{"", "10:30:00"}, {"10:30:00", ""}, {"", "10:30:00", ""}, {"", "", "10:30:00"}} {
		w := story(snapshots...)
		w.gives(AtEnd, "10:30:00")
		if v := w.judged(t); !v.Exercised[2] {
			t.Errorf("snapshots %q: P2 was not exercised", snapshots)
		}
		w = story(snapshots...)
		w.gives(AtEnd, "10:10:00")
		w.judged(t, "P2 loss /d/a at 1")
		w = story(snapshots...)
		w.gives(AtEnd, "10:55:00")
		w.judged(t, "P2 loss /d/a at 1")
	}

	w := story("", "10:30:00") // done before the checkpoint: not looked at again
	w.decides("10:01:00", "/d/b", false, ByPosition).Activation = 0
	w.gives(AtEnd, "10:10:00")
	w.judged(t, "P2 loss /d/a at 1")

	w = story("", "10:30:00") // looked at the live volume: any instant of the job is right
	w.decides("10:01:00", "/d/b", true, ByEverything).Activation = 0
	w.gives(AtEnd, "10:10:00")
	if v := w.judged(t); v.Exercised[2] {
		t.Error("P2 was exercised by a job that read the live volume")
	}

	w = story("", "")
	w.gives(AtEnd, "10:55:00")
	if v := w.judged(t); v.Exercised[2] {
		t.Error("P2 was exercised without a snapshot")
	}
}

// A result is of several instants also where files were found unchanged in one
// snapshot and taken from another.
func TestWhatWasFoundUnchangedIsOfItsSnapshotToo(t *testing.T) {
	story := func(why Reason) *tale {
		w := once("/d/a", "/d/b")
		w.full("08:00:00", "09:00:00").Activations[0].Snapshot = at("08:10:00")
		w.gives(AtEnd, "08:10:00")
		w.write("10:30:00", "/d/a").write("10:30:00", "/d/b")
		j := w.incremental("10:00:00", "11:00:00")
		j.Activations = []Activation{{At: at("10:00:00"), Snapshot: at("10:10:00")}, {At: at("10:40:00"), Snapshot: at("10:40:00")}}
		w.decides("10:11:00", "/d/a", false, why).Activation = 0
		w.decides("10:41:00", "/d/b", true, ByTime).Activation = 1
		return w
	}
	w := story(ByTime)
	w.gives(AtEnd, "10:10:00", but("/d/b", "10:40:00")).Spans = true
	w.judged(t)

	w = story(ByTime)
	w.gives(AtEnd, "10:10:00", but("/d/b", "10:40:00"))
	w.judged(t, "P2 at 2")

	w = story(ByTime) // both snapshots were made at one instant
	w.h.Jobs[1].Activations[1].Snapshot = at("10:10:00")
	w.gives(AtEnd, "10:10:00")
	w.judged(t)

	w = story(ByPosition) // all that was looked at is of the second
	w.gives(AtEnd, "10:40:00")
	w.judged(t)
}

// What came and went around the instant of a snapshot.
func TestASnapshotHasTheNamesOfItsInstant(t *testing.T) {
	story := func() *tale {
		w := once("/d/a", "/d/b", "/d/c")
		w.remove("10:05:00", "/d/a").rename("10:20:00", "/d/b", "/d/moved").create("10:25:00", "/d/new").remove("10:25:00", "/d/c")
		w.h.Policies = []Policy{{Name: "p", Detects: Detects{Deleted: true}}}
		j := w.full("10:00:00", "11:00:00")
		j.Policy = "p"
		j.Activations[0].Snapshot = at("10:10:00")
		return w
	}
	w := story()
	w.gives(AtEnd, "10:10:00")
	w.judged(t)

	w = story() // each of these was right at some instant of the job
	w.gives(AtEnd, "10:10:00", but("/d/a", "10:01:00"))
	w.judged(t, "P2 extra /d/a at 1")
	w = story()
	w.gives(AtEnd, "10:10:00", but("/d/new", "10:30:00"))
	w.judged(t, "P2 extra /d/new at 1")
	w = story()
	w.gives(AtEnd, "10:10:00", without("/d/c"))
	w.judged(t, "P2 loss /d/c at 1")
	w = story()
	w.gives(AtEnd, "10:30:00", but("/d/c", "10:10:00"))
	w.judged(t, "P2 loss /d/b at 1", "P2 extra /d/moved at 1", "P2 extra /d/new at 1")
}

// What an activation read behind its checkpoint is dropped when it is interrupted: where the
// next one reads it again from its own snapshot, all is of that one, and needs no label.
func TestWhatWasReadAgainIsOfTheLaterSnapshotAlone(t *testing.T) {
	story := func() *tale {
		w := once("/d/a", "/d/b")
		j := w.full("10:00:00", "11:00:00")
		j.Activations = []Activation{
			{At: at("10:00:00"), Snapshot: at("10:00:00")}, {At: at("10:30:00"), Snapshot: at("10:30:00")},
		}
		w.decides("10:01:00", "/d/a", true, ByEverything).Activation = 0
		return w
	}
	w := story()
	w.decides("10:31:00", "/d/a", true, ByEverything).Activation = 1
	w.decides("10:32:00", "/d/b", true, ByEverything).Activation = 1
	w.gives(AtEnd, "10:30:00")
	w.judged(t)

	w = story() // done before the checkpoint: of the first snapshot
	w.decides("10:31:00", "/d/a", false, ByPosition).Activation = 1
	w.decides("10:32:00", "/d/b", true, ByEverything).Activation = 1
	w.gives(AtEnd, "10:30:00")
	w.judged(t, "P2 at 1")
}

// Whether a checkpoint came behind a decision is told by their order, and not by their
// instants, which may be equal.
func TestWhatACheckpointHasIsOfTheEarlierSnapshot(t *testing.T) {
	story := func(after int) *tale {
		w := once("/d/a", "/d/b").write("10:20:00", "/d/a").remove("10:50:00", "/d/b")
		j := w.full("10:00:00", "11:00:00")
		j.Activations = []Activation{{At: at("10:00:00"), Snapshot: at("10:00:00")}}
		w.decides("10:01:00", "/d/a", true, ByEverything)
		w.h.Fragments = []Fragment{{Job: 1, Catalogued: at("10:01:00"), OnMedium: true, Read: after, After: after}}
		j.Activations = append(j.Activations, Activation{At: at("10:30:00"), Snapshot: at("10:30:00")})
		w.decides("10:31:00", "/d/b", true, ByEverything)
		w.h.Fragments = append(w.h.Fragments, Fragment{Job: 1, Catalogued: at("10:59:00"), OnMedium: true, Read: 2, After: 2})
		return w
	}
	w := story(1) // stored, and read too late: as it was in the second snapshot alone
	w.gives(AtEnd, "10:30:00").Spans = true
	w.judged(t, "P2 loss /d/a at 1")
	w = story(1)
	w.gives(AtEnd, "10:00:00")
	w.judged(t, "P2 at 1")
	for _, after := range []int{0, 2} { // no checkpoint between the two: what was read is in no image
		w = story(after)
		w.gives(AtEnd, "10:30:00")
		w.judged(t)
	}
}

// One file cannot be as in both of the snapshots that it was read from: the later one counts.
func TestALinkOverBothHalvesIsOneFile(t *testing.T) {
	story := func() *tale {
		w := once("/d/a").link("01:00:00", "/d/a", "/d/z")
		w.write("10:20:00", "/d/a").link("10:20:00", "/d/a", "/d/z")
		j := w.full("10:00:00", "11:00:00")
		j.Activations = []Activation{{At: at("10:00:00"), Snapshot: at("10:00:00")}}
		w.decides("10:01:00", "/d/a", true, ByEverything)
		j.Activations = append(j.Activations, Activation{At: at("10:30:00"), Snapshot: at("10:30:00")})
		w.decides("10:31:00", "/d/z", true, ByEverything)
		return w
	}
	alone := func(v *Version) { v.File = 77 }
	w := story()
	w.gives(AtEnd, "10:30:00").Spans = true
	w.judged(t)
	w = story() // older than what was read last
	w.gives(AtEnd, "10:10:00").Spans = true
	w.judged(t, "P2 loss /d/z at 1")
	w = story() // two files: each is of its own snapshot
	w.gives(AtEnd, "10:30:00", altered("/d/a", alone)).Spans = true
	w.judged(t, "P2 loss /d/a at 1")
	w = story()
	w.remove("10:25:00", "/d/a") // and so is a name that the later snapshot does not have
	w.gives(AtEnd, "10:21:00").Spans = true
	w.judged(t, "P2 loss /d/a at 1")
}

// A part of an image holds what was read before it was written, however late the catalogue
// hears of it: what an activation began to read while the word was on its way is in no part.
func TestWhatWasReadAfterAPartWasWrittenIsNotInIt(t *testing.T) {
	story := func(decided string, read int) *tale {
		w := once("/d/a", "/d/b", "/d/c").remove("10:25:00", "/d/b")
		j := w.full("10:00:00", "11:00:00")
		j.Activations = []Activation{
			{At: at("10:00:00"), Snapshot: at("10:00:00")}, {At: at("10:30:00"), Snapshot: at("10:30:00")},
		}
		w.decides("10:01:00", "/d/c", true, ByEverything).Activation = 0
		w.h.Fragments = []Fragment{{Job: 1, Medium: "T1", Len: 1, Catalogued: at("10:20:00"), OnMedium: true, Read: read, After: 2}}
		w.decides(decided, "/d/b", true, ByEverything).Activation = 0
		w.decides("10:31:00", "/d/a", true, ByEverything).Activation = 1
		w.gives(AtEnd, "10:30:00").Spans = true
		return w
	}
	story("10:15:00", 1).judged(t) // dropped: right as in either snapshot, and it is in the first alone
	story("10:05:00", 2).judged(t, "P2 loss /d/b at 1")
}

// What was overwritten before a job went on is in no part of its image. What was overwritten later
// was in one, and so was what lies elsewhere.
func TestWhatWasOverwrittenBeforeAResumeIsOfNoSnapshot(t *testing.T) {
	story := func(when, medium string) *tale {
		w := once("/d/a", "/d/b").remove("10:25:00", "/d/b")
		j := w.full("10:00:00", "11:00:00")
		j.Activations = []Activation{
			{At: at("10:00:00"), Snapshot: at("10:00:00")}, {At: at("10:30:00"), Snapshot: at("10:30:00")},
		}
		w.decides("10:01:00", "/d/b", true, ByEverything).Activation = 0
		w.h.Fragments = []Fragment{{Job: 1, Medium: "T1", Len: 9, Catalogued: at("10:20:00"), OnMedium: true, Read: 1, After: 1}}
		w.h.Overwrites = []Overwrite{{At: at(when), Medium: medium, Off: 8, Len: 9}}
		w.decides("10:31:00", "/d/a", true, ByEverything).Activation = 1
		w.gives(AtEnd, "10:30:00") // as it was in the second snapshot alone, and without a label
		return w
	}
	story("10:26:00", "T1").judged(t)
	story("10:30:00", "T1").judged(t)
	w := story("10:40:00", "T1") // interrupted once more, and the part is lost before it goes on
	w.h.Jobs[0].Activations = append(w.h.Jobs[0].Activations, Activation{At: at("10:45:00"), Snapshot: at("10:45:00")})
	w.decides("10:46:00", "/d/a", true, ByEverything).Activation = 2
	w.judged(t)
	for _, w := range []*tale{story("10:40:00", "T1"), story("10:26:00", "T2"), story("10:20:00", "T1")} {
		w.judged(t, "P2 at 1", "P2 loss /d/b at 1")
	}
}

// A file that was deleted and that a crash brought back at the same instant was away at that
// instant. One that was renamed away and back was not.
func TestWhatACrashBringsBackWasAway(t *testing.T) {
	w := once("/d/b").rename("10:20:00", "/d/b", "/d/moved")
	p := w.path("/d/moved")
	v := p.Held[len(p.Held)-1].Version
	p.Held = append(p.Held, Held{From: at("12:10:00"), Version: Gone}, Held{From: at("12:10:00"), Version: v})
	w.full("12:00:00", "13:00:00").Activations[0].Snapshot = at("12:10:00")
	w.gives(AtEnd, "11:00:00", without("/d/moved"))
	w.judged(t)

	w = once("/d/b").rename("10:20:00", "/d/b", "/d/moved").rename("12:10:00", "/d/moved", "/d/b").rename("12:10:00", "/d/b", "/d/moved")
	w.full("12:00:00", "13:00:00").Activations[0].Snapshot = at("12:10:00")
	w.gives(AtEnd, "11:00:00", without("/d/moved"))
	w.judged(t, "P2 loss /d/moved at 1")
}
