package finding

import (
	"testing"

	"gapless/scenarios"
)

// The scripts say in their prose why the working set lacks the file.
func TestWhyAWorkingSetLacksWhatWasAccessed(t *testing.T) {
	for _, c := range []struct {
		script, cause, known string
		byMethod             bool
	}{
		{"access-times-off", AccessOff, "D19", false},
		{"hourly-access-times", AccessHourly, "D19", false},
		{"on-fat", AccessDate, "D19", false},
		{"on-fat-when-clocks-go-forward", AccessDate, "D19", false},
		{"client-clock-forward", AccessClock, "", true},
		{"read-while-the-clock-was-back", AccessClock, "", true},
		{"on-the-servers-clock", AccessClock, "", true},
		{"own-reads-put-back", AccessPutBack, "", true},
	} {
		t.Run(c.script, func(t *testing.T) {
			all := shows(t, "backupexec/working-set-"+c.script, "backupexec-2012")
			if len(all) != 1 || all[0].Cause != c.cause || all[0].Known != c.known || all[0].ByMethod != c.byMethod {
				t.Errorf("shows %+v, want %q, known %q", all, c.cause, c.known)
			}
		})
	}
}

// What a broken rule loses of a working set nothing excuses.
func TestAWorkingSetOfABrokenRuleIsNotExcused(t *testing.T) {
	for script, broken := range map[string]string{ // any order
		"to-the-nanosecond": "working-set-later-only",
		"own-reads":         "working-set-by-modified",
	} {
		t.Run(broken, func(t *testing.T) {
			all := shows(t, "backupexec/working-set-"+script, "backupexec-2012", scenarios.Override{Key: "break", Value: broken})
			if len(all) == 0 {
				t.Fatal("nothing is lost")
			}
			for _, s := range all {
				if s.Excused() {
					t.Errorf("%+v is excused", s)
				}
			}
		})
	}
}
