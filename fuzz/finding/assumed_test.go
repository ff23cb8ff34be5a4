package finding

import (
	"testing"

	"gapless/scenarios"
)

// What gapless loses is excused by an assumption that it names, where the history shows
// that this was untrue, and by nothing else.
func TestGaplessIsExcusedByItsAssumptionsAlone(t *testing.T) {
	for _, c := range []struct{ script, broken, property, known string }{
		{"gapless/write-at-the-deletion", "", "P7", stillAtTheDeletion},
		{"gapless/failed-job-is-no-base", "reference-of-failed-jobs", "P1", ""},
		{"gapless/append-fails", "nothing-kept", "P5", ""},
		{"gapless/clock-back-to-an-equal-stamp", "uptime-not-compared", "P1", ""},
		{"gapless/clock-set-back-during-a-read", "read-once", "P3", ""},

		{"gapless/medium-lost-in-the-last-moment", "", "P5", mediaOutlast},
		{"gapless/rename-behind-the-walk", "listed-once", "P1", ""},
		{"gapless/clock-set-back-and-forth", "", "P1", setForthAndBack},
	} {
		var sets []scenarios.Override
		if c.broken != "" {
			sets = append(sets, scenarios.Override{Key: "break", Value: c.broken})
		}
		all := shows(t, c.script, "gapless", sets...)
		found := false
		for _, s := range all {
			found = found || s.Property == c.property
			if s.Property == c.property && (s.Known != c.known || s.ByMethod) {
				t.Errorf("%s: %s known %q, by method %v; want %q", c.script, s.Property, s.Known, s.ByMethod, c.known)
			}
		}
		t.Logf("%s %+v", c.script, all)
		if !found {
			t.Errorf("%s shows %+v", c.script, all)
		}
	}
}
