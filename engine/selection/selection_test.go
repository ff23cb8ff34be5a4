package selection

import (
	"testing"

	"gapless/model"
	"gapless/model/clock"
)

var client = clock.NewFace[clock.Client](0)

func at(n int64) clock.Time[clock.Client] { return client.Time(n) }

func TestByTimeTakesWhatIsStampedAtOrAfterTheCutoff(t *testing.T) {
	never := clock.Time[clock.Client]{}
	for _, c := range []struct {
		what              string
		method            ByTime
		modified, changed clock.Time[clock.Client]
		take              bool
		reason            model.Reason
	}{
		{"before", ByTime{Cutoff: at(10)}, at(9), never, false, model.ByTime},
		{"at", ByTime{Cutoff: at(10)}, at(10), never, true, model.ByTime},
		{"after", ByTime{Cutoff: at(10)}, at(11), never, true, model.ByTime},
		{"strictly at", ByTime{Cutoff: at(10), Strict: true}, at(10), never, false, model.ByTime},
		{"strictly after", ByTime{Cutoff: at(10), Strict: true}, at(11), never, true, model.ByTime},
		{"changed, not asked for", ByTime{Cutoff: at(10)}, at(9), at(11), false, model.ByTime},
		{"changed", ByTime{Cutoff: at(10), Ctime: true}, at(9), at(10), true, model.ByChangeTime},
		{"changed strictly", ByTime{Cutoff: at(10), Ctime: true, Strict: true}, at(9), at(10), false, model.ByTime},
		{"both", ByTime{Cutoff: at(10), Ctime: true}, at(10), at(10), true, model.ByTime},
		{"neither", ByTime{Cutoff: at(10), Ctime: true}, at(9), at(9), false, model.ByTime},
		{"no change time", ByTime{Cutoff: at(10), Ctime: true}, at(9), never, false, model.ByTime},
	} {
		got := c.method.Choose(&Candidate{Modified: c.modified, Changed: c.changed})
		if got.Take != c.take || got.Reason != c.reason || !got.Cutoff.Equal(c.method.Cutoff) {
			t.Errorf("%s: %+v", c.what, got)
		}
	}
}

func TestByAccessTakesWhatWasReadOrChangedSinceTheCutoff(t *testing.T) {
	since := ByAccess{Cutoff: at(10)}
	for _, c := range []struct {
		what               string
		method             ByAccess
		accessed, modified int64
		dir, take          bool
	}{
		{"neither", since, 9, 9, false, false},
		{"read", since, 10, 9, false, true},
		{"changed, and the access time stood still", since, 9, 10, false, true},
		{"changed, and only readings count", ByAccess{Cutoff: at(10), Read: true}, 9, 10, false, false},
		{"read, and only readings count", ByAccess{Cutoff: at(10), Read: true}, 10, 9, false, true},
		{"strictly at", ByAccess{Cutoff: at(10), Strict: true}, 10, 9, false, false},
		{"strictly after", ByAccess{Cutoff: at(10), Strict: true}, 11, 9, false, true},
		{"a directory", since, 9, 9, true, true},
	} {
		got := c.method.Choose(&Candidate{Accessed: at(c.accessed), Modified: at(c.modified), Dir: c.dir})
		if got.Take != c.take || got.Reason != model.ByAccess || got.Rule != "D19" {
			t.Errorf("%s: %+v", c.what, got)
		}
	}
}

func TestByBitTakesWhatIsMarkedAndWhatCannotBe(t *testing.T) {
	for _, c := range []struct {
		candidate Candidate
		take      bool
	}{
		{Candidate{HasBit: true, Bit: true}, true},
		{Candidate{HasBit: true}, false},
		{Candidate{}, true},
		{Candidate{HasBit: true, Dir: true}, true},
	} {
		if got := (ByBit{}).Choose(&c.candidate); got.Take != c.take || got.Reason != model.ByArchiveBit {
			t.Errorf("%+v: %+v", c.candidate, got)
		}
	}
	if !(Everything{}).Choose(&Candidate{HasBit: true}).Take {
		t.Error("everything is not taken")
	}
}
