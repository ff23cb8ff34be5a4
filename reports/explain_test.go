package reports

import (
	"testing"
	"time"

	"gapless/model"

	"github.com/google/go-cmp/cmp"
)

// theAlert is the TechAlert's worked example: delta = 18:00:00 - 02:00:00 + 10 s =
// 16:00:10, taken at the first activation; cutoff = 19:45:49 - 16:00:10 = 03:45:39.
func theAlert() (*Story, *model.Violation) {
	after := version(2, "02:30:00")
	h := held(with(base(), model.Job{
		Kind: model.Incremental, State: model.Done, Base: 1, Submitted: at("18:00:00"), Ended: at("22:45:49"),
		Activations: []model.Activation{
			{At: at("18:00:00"), Active: onMaster("18:00:00"), Base: onMaster("02:00:00"), Offset: lasting(10 * time.Second),
				Delta: lasting(16*time.Hour + 10*time.Second), Start: onClient("18:00:00"), Began: at("18:00:00"), Cutoff: onClient("01:59:50")},
			{At: at("19:45:49"), Active: onMaster("19:45:49"), Base: onMaster("02:00:00"), Offset: lasting(10 * time.Second),
				Delta: lasting(16*time.Hour + 10*time.Second), Start: onClient("19:45:49"), Began: at("19:45:49"), Cutoff: onClient("03:45:39")},
		},
	}), "/d/a", model.Held{From: at("00:00:00"), Version: start}, model.Held{From: at("02:30:00"), Version: after, Line: 12})
	v := loss(h, after, "02:30:00", 12, model.Decision{Job: 2, Activation: 1, Path: "/d/a", At: at("22:45:49"), Reason: model.ByTime,
		Rule: "N3", Stamp: onClient("02:30:00"), Cutoff: onClient("03:45:39")})
	return says(h, map[int]string{12: "write /d/a"}), v
}

// clocks is an incremental of 18:00:00 that was never resumed, with the clocks as
// given: what the master shows then, when the client process starts, and what the
// client shows then.
func clocks(masterShows, starts, clientShows string, delta time.Duration, cutoff string, overlap time.Duration) (*Story, *model.Violation) {
	after := version(2, "02:00:05")
	h := held(with(base(), model.Job{
		Kind: model.Incremental, State: model.Done, Base: 1, Submitted: at("18:00:00"), Ended: at("19:00:00"),
		Activations: []model.Activation{{At: at("18:00:00"), Active: onMaster(masterShows), Base: onMaster("02:00:00"), Offset: lasting(10 * time.Second),
			Delta: lasting(delta), Start: onClient(clientShows), Began: at(starts), Cutoff: onClient(cutoff)}},
	}), "/d/a", model.Held{From: at("00:00:00"), Version: start}, model.Held{From: at("02:00:05"), Version: after, Line: 7})
	v := loss(h, after, "02:00:05", 7, model.Decision{Job: 2, Path: "/d/a", At: at(starts), Reason: model.ByTime, Rule: "N1",
		Stamp: onClient("02:00:05"), Cutoff: onClient(cutoff)})
	return says(h, map[int]string{7: "write /d/a"}), v
}

// simple is an incremental that decides about /d/a without a comparison of times.
func simple(reason model.Reason, policy string) (*model.History, model.Decision) {
	h := with(base(), model.Job{Kind: model.Incremental, State: model.Done, Policy: policy, Base: 1, Submitted: at("18:00:00"), Ended: at("18:30:00"),
		Activations: []model.Activation{{At: at("18:00:00"), Start: onClient("18:00:00"), Began: at("18:00:00")}}})
	held(h, "/d/a", model.Held{From: at("00:00:00"), Version: start}, model.Held{From: at("10:00:00"), Version: version(2, "10:00:00"), Line: 7})
	return h, model.Decision{Job: 2, Path: "/d/a", At: at("18:10:00"), Reason: reason}
}

func TestACauseIsToldInSentences(t *testing.T) {
	lines := map[int]string{7: "write /d/a", 9: "rename /d/z /d/a"}
	for _, c := range []struct {
		name string
		tale func() (*Story, *model.Violation)
		want []string
	}{
		{"the worked example", theAlert, []string{
			"Let job 1, the base, have the backup time 02:00:00 on the master's clock, and let line 12 (write /d/a) change /d/a at 02:30:00; the file's time is 02:30:00 on the client's clock.",
			"Let job 2, an incremental, first go active at 18:00:00 on the master's clock: delta = 18:00:00 - 02:00:00 + 10s (offset) = 16h0m10s.",
			"Then the resumed bpbkar starts at 19:45:49 on the client's clock, and still has the delta of the first activation: cutoff = 19:45:49 - 16h0m10s = 03:45:39.",
			"However, 02:30:00 is 1h15m39s before 03:45:39, so the job leaves /d/a out, and restore point 2 gives back what was there at the start.",
			"The cutoff is 1h45m39s later than the base: the process started 1h45m49s after that activation, less the offset of 10s.",
		}},
		{"a client process that starts late", func() (*Story, *model.Violation) {
			// 18:01:00 - 16:00:10 = 02:00:50
			return clocks("18:00:00", "18:01:00", "18:01:00", 16*time.Hour+10*time.Second, "02:00:50", 0)
		}, []string{
			"Let job 1, the base, have the backup time 02:00:00 on the master's clock, and let line 7 (write /d/a) change /d/a at 02:00:05; the file's time is 02:00:05 on the client's clock.",
			"Let job 2, an incremental, go active at 18:00:00 on the master's clock: delta = 18:00:00 - 02:00:00 + 10s (offset) = 16h0m10s.",
			"Then its bpbkar starts at 18:01:00 on the client's clock: cutoff = 18:01:00 - 16h0m10s = 02:00:50.",
			"However, 02:00:05 is 45s before 02:00:50, so the job leaves /d/a out, and restore point 2 gives back what was there at the start.",
			"The cutoff is 50s later than the base: the process started 1m after that activation, less the offset of 10s.",
		}},
		{"a client's clock set forward by an hour, with an overlap", func() (*Story, *model.Violation) {
			// 19:00:00 - 16:00:10 - 00:30:00 = 02:29:50
			return clocks("18:00:00", "18:00:00", "19:00:00", 16*time.Hour+10*time.Second, "02:29:50", 30*time.Minute)
		}, []string{
			"Let job 1, the base, have the backup time 02:00:00 on the master's clock, and let line 7 (write /d/a) change /d/a at 02:00:05; the file's time is 02:00:05 on the client's clock.",
			"Let job 2, an incremental, go active at 18:00:00 on the master's clock: delta = 18:00:00 - 02:00:00 + 10s (offset) = 16h0m10s.",
			"Then its bpbkar starts at 19:00:00 on the client's clock: cutoff = 19:00:00 - 16h0m10s - 30m (overlap) = 02:29:50.",
			"However, 02:00:05 is 29m45s before 02:29:50, so the job leaves /d/a out, and restore point 2 gives back what was there at the start.",
			"The cutoff is 29m50s later than the base: the client's clock gained 1h on true time between the change and that start, less the offset of 10s, less the overlap of 30m.",
		}},
		{"a master's clock set back by ten minutes, and a client's by one", func() (*Story, *model.Violation) {
			// delta = 17:50:00 - 02:00:00 + 10 s = 15:50:10; 17:59:00 - 15:50:10 = 02:08:50
			return clocks("17:50:00", "18:00:00", "17:59:00", 15*time.Hour+50*time.Minute+10*time.Second, "02:08:50", 0)
		}, []string{
			"Let job 1, the base, have the backup time 02:00:00 on the master's clock, and let line 7 (write /d/a) change /d/a at 02:00:05; the file's time is 02:00:05 on the client's clock.",
			"Let job 2, an incremental, go active at 17:50:00 on the master's clock: delta = 17:50:00 - 02:00:00 + 10s (offset) = 15h50m10s.",
			"Then its bpbkar starts at 17:59:00 on the client's clock: cutoff = 17:59:00 - 15h50m10s = 02:08:50.",
			"However, 02:00:05 is 8m45s before 02:08:50, so the job leaves /d/a out, and restore point 2 gives back what was there at the start.",
			"The cutoff is 8m50s later than the base: the master's clock lost 10m against true time between the base and that activation, less the 1m that the client's clock lost, less the offset of 10s.",
		}},
		{"an archive bit that another policy's job cleared", func() (*Story, *model.Violation) {
			h, d := simple(model.ByArchiveBit, "B")
			with(h, model.Job{Kind: model.Incremental, Policy: "A"})
			h.Decisions = []model.Decision{
				{Job: 1, Path: "/d/a", At: at("02:00:00"), Taken: true},
				{Job: 3, Path: "/d/a", At: at("18:10:00"), Taken: true}, d,
			}
			return says(h, lines), loss(h, version(2, "10:00:00"), "10:00:00", 7, d)
		}, []string{
			"Let line 7 (write /d/a) change /d/a at 10:00:00, which turns its archive bit on.",
			"Then job 3 of policy A takes the file at 18:10:00, and its archive bit is cleared.",
			"However, job 2, an incremental, takes only files whose bit is on, and finds it off at 18:10:00, so it leaves /d/a out, and restore point 2 gives back what was there at the start.",
		}},
		{"a file that is done before the checkpoint", func() (*Story, *model.Violation) {
			h, d := simple(model.ByPosition, "")
			h.Jobs[1].Activations = append(h.Jobs[1].Activations, model.Activation{At: at("18:20:00")})
			d.Activation, d.At = 1, at("18:20:00")
			v := loss(h, version(2, "10:00:00"), "18:15:00", 9, d)
			v.Restored = model.Gone
			return says(h, lines), v
		}, []string{
			"Let job 2, an incremental, go active at 18:00:00, again at 18:20:00, and end at 18:30:00, and let line 9 (rename /d/z /d/a) change /d/a at 18:15:00.",
			"Then the resumed job goes on from its last checkpoint and takes all that comes before it in the walk for done.",
			"However, /d/a comes before it, so at 18:20:00 the job passes it over, and restore point 2 gives nothing back.",
		}},
		{"a read error that was reported", func() (*Story, *model.Violation) {
			h, d := simple(model.ByReadError, "")
			h.Jobs[1].Status = 1
			v := loss(h, version(2, "10:00:00"), "10:00:00", 7, d)
			v.Reported = true
			return says(h, lines), v
		}, []string{
			"Let line 7 (write /d/a) change /d/a at 10:00:00.",
			"Then job 2, an incremental, comes to it at 18:10:00, and reading it fails.",
			"However, the job goes on without /d/a, and restore point 2 gives back what was there at the start.",
			"The job named /d/a and ended with status 1, so this is reported, not silent.",
		}},
		{"a file that changed while it was read", func() (*Story, *model.Violation) {
			h, d := simple(model.ByChanging, "")
			return says(h, lines), loss(h, version(2, "10:00:00"), "10:00:00", 7, d)
		}, []string{
			"Let line 7 (write /d/a) change /d/a at 10:00:00.",
			"Then job 2, an incremental, reads it until 18:10:00, and it changes meanwhile.",
			"However, what was read is no version that the file ever had, so the job leaves /d/a out, and restore point 2 gives back what was there at the start.",
		}},
		{"bytes of two versions", func() (*Story, *model.Violation) {
			h, _ := simple("", "")
			h.Paths[0].Held = append(h.Paths[0].Held, model.Held{From: at("18:20:00"), Version: version(3, "18:20:00"), Line: 9},
				model.Held{From: at("19:20:00"), Version: version(4, "19:20:00"), Line: 9}) // after the job's end
			h.Decisions = []model.Decision{{Job: 2, Path: "/d/a", At: at("18:10:00"), Taken: true}}
			v := loss(h, version(2, "10:00:00"), "10:00:00", 7, model.Decision{Job: 2, Path: "/d/a"})
			v.Property = 3
			return says(h, lines), v
		}, []string{
			"Let line 7 (write /d/a) change /d/a at 10:00:00.",
			"Then job 2 begins to read it at 18:10:00, and it changes after that, at 18:20:00.",
			"However, restore point 2 gives back bytes that /d/a never held as a whole.",
		}},
		{"a file that came into being behind the walk", func() (*Story, *model.Violation) {
			h, _ := simple("", "")
			h.Decisions = []model.Decision{{Job: 2, Path: "/d/m", At: at("18:05:00"), Taken: true}, {Job: 2, Path: "/d/n", At: at("18:20:00"), Taken: true}}
			v := loss(h, version(2, "10:00:00"), "18:15:00", 9, model.Decision{Job: 2, Path: "/d/a"})
			v.Cause.Decision, v.Restored = model.Decision{}, model.Gone
			return says(h, lines), v
		}, []string{
			"Let job 2, an incremental, go active at 18:00:00, and end at 18:30:00, and let line 9 (rename /d/z /d/a) change /d/a at 18:15:00.",
			"Then the job goes on behind /d/m, where it was at 18:05:00.",
			"However, it never comes to /d/a, nor to the file under another name, and restore point 2 gives nothing back.",
		}},
		{"a file that the job could not get to", func() (*Story, *model.Violation) {
			h, _ := simple("", "")
			h.Jobs[1].Status = 1
			v := loss(h, version(2, "10:00:00"), "10:00:00", 7, model.Decision{Job: 2, Path: "/d/a"})
			v.Cause.Decision, v.Reported = model.Decision{}, true
			return says(h, lines), v
		}, []string{
			"Let job 2, an incremental, go active at 18:00:00, and end at 18:30:00, and let line 7 (write /d/a) change /d/a at 10:00:00.",
			"Then the job cannot get to /d/a.",
			"However, it goes on without it, and restore point 2 gives back what was there at the start.",
			"The job named /d/a and ended with status 1, so this is reported, not silent.",
		}},
		{"a restore that fails at the end of the run", func() (*Story, *model.Violation) {
			h, _ := simple("", "")
			h.Restores = []model.Restore{{Point: 1, Job: 1, Moment: model.AtHorizon, Failure: "medium T1 is gone"}}
			return says(h, lines), &model.Violation{Property: 5, Class: model.Loss, Point: 1, Job: 1, Moment: model.AtHorizon, Why: "medium T1 is gone"}
		}, []string{
			"Let restore point 1 be of job 1, a full.",
			"Then it is restored at the end of the run.",
			"However, the restore fails: medium T1 is gone.",
		}},
		{"an image that a job has overwritten", func() (*Story, *model.Violation) {
			h := base()
			h.Fragments = []model.Fragment{{Job: 1, Medium: "T1", Len: 10, Catalogued: at("02:01:00")}}
			h.Overwrites = []model.Overwrite{
				{At: at("02:30:00"), Medium: "T2", Len: 10, Engine: true}, {At: at("03:00:00"), Medium: "T1", Len: 10, Engine: true},
			}
			with(h, model.Job{Kind: model.Incremental, State: model.Done, Ended: at("03:30:00"), Activations: []model.Activation{{At: at("02:10:00")}, {At: at("02:59:00")}}})
			return says(h, lines), &model.Violation{Property: 5, Class: model.Loss, Point: 1, Job: 1, Why: "10 bytes at 0 of medium T1 were overwritten inside their protection"}
		}, []string{
			"Let job 1, a full, have its image in the catalogue.",
			"Then job 2, an incremental, which is active since 02:59:00, overwrites medium T1 at 03:00:00.",
			"However, 10 bytes at 0 of medium T1 were overwritten inside their protection.",
		}},
		{"an image that was overwritten", func() (*Story, *model.Violation) {
			h, _ := simple("", "")
			return says(h, lines), &model.Violation{Property: 5, Class: model.Loss, Point: 1, Job: 1, Why: "10 bytes at 0 of medium T1 were overwritten inside their protection"}
		}, []string{
			"Let job 1, a full, have its image in the catalogue.",
			"However, 10 bytes at 0 of medium T1 were overwritten inside their protection.",
		}},
		{"a restore point that a crash broke", func() (*Story, *model.Violation) {
			h, d := simple("", "")
			h.Crashes = []model.Crash{{At: at("01:00:00"), Host: "client"}, {At: at("20:00:00"), Host: "media"}}
			h.Fragments = []model.Fragment{{Job: 2, Medium: "T1"}}
			h.Overwrites = []model.Overwrite{{At: at("20:00:00"), Medium: "T1", Off: 5, Len: 10}, {At: at("21:00:00"), Medium: "T2", Len: 1}}
			v := loss(h, version(2, "10:00:00"), "10:00:00", 7, d)
			v.Property, v.Moment = 10, model.AtHorizon
			return says(h, lines), v
		}, []string{
			"Let restore point 2, of job 2, give /d/a back as it should when the job has ended.",
			"Then host media crashes at 20:00:00.",
			"Then 10 bytes at 5 of medium T1 are lost at 20:00:00.",
			"However, at the end of the run restore point 2 gives back what was there at the start.",
		}},
		{"a reference that moved past a change, as the probe shows", func() (*Story, *model.Violation) {
			h, d := simple(model.ByArchiveBit, "")
			h.Jobs[1].Probe = true
			h.Decisions = []model.Decision{d}
			v := loss(h, version(2, "10:00:00"), "10:00:00", 7, d)
			v.Property, v.Point, v.Moment = 6, 1, model.ByProbe
			return says(h, lines), v
		}, []string{
			"Let one more incremental, job 2, run on a copy of the world after the end, to see from where it goes on.",
			"Let line 7 (write /d/a) change /d/a at 10:00:00, which turns its archive bit on.",
			"Then the bit is cleared by something that is no backup of this version.",
			"However, job 2, an incremental, takes only files whose bit is on, and finds it off at 18:10:00, so it leaves /d/a out, and its restore gives back what was there at the start.",
		}},
		{"a job that never comes to rest", func() (*Story, *model.Violation) {
			h, _ := simple("", "")
			h.Jobs[1].Ended = at("00:00:00")
			h = with(h, model.Job{Kind: model.Full, Policy: "nightly"})
			return says(h, lines), &model.Violation{Property: 9, Job: 3, Why: "the job is still queued at the end"}
		}, []string{
			"Let job 3, a full, never go active.",
			"However, the job is still queued at the end.",
		}},
	} {
		story, v := c.tale()
		if diff := cmp.Diff(c.want, story.Explain(v).Sentences); diff != "" {
			t.Errorf("%s: (-want +got)\n%s", c.name, diff)
		}
	}
}

func TestTheWorkedExamplesCauseIsDataToo(t *testing.T) {
	story, v := theAlert()
	got := story.Explain(v)
	got.Sentences = nil
	want := &Cause{
		Kind: "time comparison", Rule: "N3", Moment: "end of job", Line: 12, Job: 2, Activation: 2, DecidedAt: "22:45:49",
		Stamp: "02:30:00", Cutoff: "03:45:39", Short: "1h15m39s",
		Reckoning: &Reckoning{
			BaseJob: 1, Base: "02:00:00", Active: "18:00:00", DeltaOf: 1, Offset: "10s", Delta: "16h0m10s", Start: "19:45:49",
			Overlap: "0s", Delay: "1h45m49s", ClientGain: "0s", MasterLoss: "0s", Late: "1h45m39s",
		},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// A fixed release works delta out anew: 19:45:49 - 02:00:00 + 10 s = 17:45:59.
func TestADeltaThatWasWorkedOutAnewIsToldSo(t *testing.T) {
	story, v := theAlert()
	a := &story.History.Jobs[1].Activations[1]
	a.Delta = lasting(17*time.Hour + 45*time.Minute + 59*time.Second)
	a.Cutoff = onClient("01:59:50")
	v.Cause.Decision.Cutoff, v.Cause.Decision.Stamp = a.Cutoff, onClient("01:59:49")
	v.Cause.Short = lasting(time.Second)
	got := story.Explain(v).Sentences
	for i, want := range map[int]string{
		1: "Let job 2, an incremental, go active at 19:45:49 on the master's clock: delta = 19:45:49 - 02:00:00 + 10s (offset) = 17h45m59s.",
		2: "Then the resumed bpbkar starts at 19:45:49 on the client's clock, with a delta worked out anew: cutoff = 19:45:49 - 17h45m59s = 01:59:50.",
		3: "However, 01:59:49 is 1s before 01:59:50, so the job leaves /d/a out, and restore point 2 gives back what was there at the start.",
	} {
		if got[i] != want {
			t.Errorf("sentence %d is\n%s\nand should be\n%s", i, got[i], want)
		}
	}
}

func TestAChangeThatKeepsTheFilesTimeIsToldSo(t *testing.T) {
	renamed, copied, stamped := *start, *start, *start
	renamed.Content = model.Generate(9, 100) // the same file, and the time that it had once
	copied.File = 2                          // another file with the same content and time
	stamped.Content, stamped.File = model.Generate(9, 100), 2
	const kept = "The change itself left the file's time as it was, and no comparison of times can see it."
	const set = "The change set the file's time by hand, and no comparison of times can see it."
	for _, c := range []struct {
		after      *model.Version
		line, want string
	}{
		{&renamed, "rename /d/z /d/a", kept}, {&copied, "copy /d/z /d/a", kept}, {&stamped, "touch /d/a mtime=-2h", set},
	} {
		story, v := theAlert()
		story.Statement = func(int) string { return c.line }
		story.History.Paths[0].Held[1].Version, v.Expected = c.after, c.after
		v.Cause.Decision.Stamp = c.after.Modified
		v.Cause.Short = v.Cause.Decision.Cutoff.Sub(c.after.Modified)
		got := story.Explain(v).Sentences
		if last := got[len(got)-1]; last != c.want {
			t.Errorf("%s: the last sentence is %q", c.line, last)
		}
	}
}

func TestTextThatATerminalWouldActOnIsEscaped(t *testing.T) {
	for in, want := range map[string]string{
		"/data/a b": "/data/a b", "/d/ü→": "/d/ü→", "a\x1b[31mb": `a\x1b[31mb`, "x\u202ey": `x\u202ey`, "\xff": `\xff`, "a\nb": `a\nb`, "\ufffd": "\ufffd",
	} {
		if got := plain(in); got != want {
			t.Errorf("%q is shown as %q, not %q", in, got, want)
		}
	}
}

func TestReplayCommandsSurviveAShell(t *testing.T) {
	for in, want := range map[string]string{
		"a/b.scenario": "a/b.scenario", "a b": "'a b'", "it's": `'it'\''s'`, "$(rm)": "'$(rm)'", "-x": "./-x", "": "''", "a\nb": `$'a\nb'`,
	} {
		if got := quote(in); got != want {
			t.Errorf("%q becomes %s, not %s", in, got, want)
		}
	}
}
