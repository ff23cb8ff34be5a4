package finding

import (
	"slices"
	"strings"
	"testing"

	"gapless/scenarios"
	"gapless/scenarios/scenariotest"

	"github.com/google/go-cmp/cmp"
)

// shows runs a script of the library on a product and lists what it shows.
func shows(t *testing.T, name, product string, sets ...scenarios.Override) []Shown {
	t.Helper()
	if !strings.Contains(name, "/") {
		name = "netbackup/" + name
	}
	var all []Shown
	scenariotest.Judge(t, name, scenariotest.Library(t, name), product, scenarios.Options{}, sets, func(u *scenarios.Setup, r *scenarios.Result) {
		all = Of(u, r.Outcome.History, &r.Verdict)
	})
	return all
}

// The scripts say in their prose why they lose.
func TestCausesAreThoseThatTheScriptsAreAbout(t *testing.T) {
	for _, c := range []struct {
		script, product string
		cause           string // of the loss that breaks P1; empty for none
		byMethod        bool
		known           string
	}{
		{"worked-example", "netbackup-6.5.2A", KeptDelta, false, "N3"},
		{"worked-example", "netbackup-6.5.3", "", false, ""},
		{"resumed-cumulative", "netbackup-6.5.2A", KeptDelta, false, "N3"},
		{"delay-a-nanosecond-past-ten-seconds", "netbackup-6.5.2A", LateStart, true, ""},
		{"delay-a-nanosecond-past-five-minutes", "netbackup-6.5.3", LateStart, true, ""},
		{"client-clock-forward", "netbackup-6.5.3", ClientClock, true, ""},
		{"master-clock-back", "netbackup-6.5.3", MasterClock, true, ""},
		{"stamp-set-back-by-hand", "netbackup-6.5.3", KeptStamp + ": touch", true, ""},
		{"status-1-is-a-base", "netbackup-6.5.3", ReadError, true, ""},
		{"unreadable-directory", "netbackup-6.5.3", ReadError, true, ""},
		{"rename-across-the-checkpoint", "netbackup-6.5.3", Position + ": rename", true, ""},
		{"two-policies-one-archive-bit", "netbackup-6.5.3", OtherProgram + " (another policy)", true, ""},
		{"archive-bit-cleared-by-another-program", "netbackup-6.5.3", OtherProgram, true, ""},
		{"backupexec/reference-equal-stamps", "backupexec-2012", EqualStamp, false, "D1"},
		{"backupexec/reference-on-the-servers-clock", "backupexec-2012", OtherClock, false, "D17"},
		{"backupexec/bit-set-again-is-cleared", "backupexec-2012", UnlookedBit, false, "D5"},
	} {
		t.Run(c.script+" on "+c.product, func(t *testing.T) {
			var got []Shown
			for _, s := range shows(t, c.script, c.product) {
				if s.Property == "P1" {
					s.Violation = 0
					got = append(got, s)
				}
			}
			var want []Shown
			if c.cause != "" {
				want = []Shown{{Key: Key{c.product, "P1", "loss", c.cause}, ByMethod: c.byMethod, Known: c.known}}
			}
			if len(got) > 1 && c.script == "rename-across-the-checkpoint" {
				got = got[:1] // the next incremental goes by the stamp, which the rename kept
			}
			if d := cmp.Diff(want, got); d != "" {
				t.Error(d)
			}
		})
	}
}

// A rule that is broken is no excuse: what the engine then loses and the product as it
// is sold would not is neither known nor by its method.
func TestALossOfABrokenRuleIsNotExcused(t *testing.T) {
	for _, c := range []struct{ script, product, broken, cause string }{
		{"worked-example", "netbackup-6.5.3", "anchor-turned", KeptDelta},
		{"delay-at-five-minutes", "netbackup-6.5.3", "no-offset", CutoffBeyond},
	} {
		all := shows(t, c.script, c.product, scenarios.Override{Key: "break", Value: c.broken})
		if len(all) == 0 || all[0].Cause != c.cause || all[0].Excused() {
			t.Errorf("%s with %s shows %+v", c.script, c.broken, all)
		}
	}
}

func TestNamesAreThoseOfFiles(t *testing.T) {
	long := Key{"p", "P5", "loss", "the medium that was mounted last is not readable and this goes on and on until it is cut off"}
	other := long
	other.Cause += "!"
	for _, c := range []struct {
		key  Key
		want string
	}{
		{Key{"netbackup-6.5.3", "P1", "loss", LateStart}, "netbackup-6.5.3-P1-the-client-process-starts-later-than-the-offset-bears"},
		{Key{"veeam-12.2", "P8", "", "it was removed"}, "veeam-12.2-P8-it-was-removed"},
		{Key{"p", "P6", "extra", Position + ": rename"}, "p-P6-extra-taken-for-done-before-the-checkpoint-rename"},
	} {
		if got := c.key.Name(); got != c.want {
			t.Errorf("got %s, want %s", got, c.want)
		}
	}
	if long.Name() == other.Name() || len(long.Name()) > 80 {
		t.Errorf("long names are %s and %s", long.Name(), other.Name())
	}
}

// A reference that is not what D1 says excuses nothing: with the time of the job's end recorded
// instead, the loss is the engine's.
func TestAReferenceThatIsNotTheStartIsNoExcuse(t *testing.T) {
	all := shows(t, "backupexec/reference-is-the-start", "backupexec-2012", scenarios.Override{Key: "break", Value: "record-the-end"})
	if len(all) == 0 {
		t.Fatal("nothing is shown")
	}
	for _, s := range all {
		if s.Cause != OutsideMatch || s.Known != "" || s.ByMethod {
			t.Errorf("%s: %q, known %q, by method %v; want %q and no excuse", s.Property, s.Cause, s.Known, s.ByMethod, OutsideMatch)
		}
	}
}

// N18 excuses what a resumed image does by its age, and nothing else that goes wrong beside a
// job that was resumed.
func TestAResumedJobExcusesOnlyWhatItsAgeDoes(t *testing.T) {
	for _, c := range []struct{ script, broken, cause string }{
		{"backup-time-of-a-resumed-image", "oldest-entry-wins", OlderImage},
		{"suspended-for-a-week", "oldest-entry-wins", OlderImage},
		{"resume-keeps-its-base", "base-again", OlderImage},
	} {
		all := shows(t, c.script, "netbackup-6.5.3", scenarios.Override{Key: "break", Value: c.broken})
		if !slices.ContainsFunc(all, func(s Shown) bool { return s.Property == "P1" && s.Cause == c.cause && !s.Excused() }) {
			t.Errorf("%s with %s shows %+v", c.script, c.broken, all)
		}
	}
}

// V5: a restart compares with what the master was told of.
func TestACheckpointThatNobodyWasToldOfIsKnown(t *testing.T) {
	all := shows(t, "veeam/a-checkpoint-that-nobody-was-told-of", "veeam-12.2")
	if len(all) != 1 || all[0].Cause != Unheard || all[0].Known != "V5" {
		t.Errorf("it shows %+v", all)
	}
	all = shows(t, "veeam/what-a-restart-does", "veeam-12.2", scenarios.Override{Key: "break", Value: "restart-skips-others"})
	if len(all) == 0 || all[0].Property != "P8" || all[0].Excused() {
		t.Errorf("a restart that skips what it has to compare shows %+v", all)
	}
}
