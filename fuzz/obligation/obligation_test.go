package obligation

import (
	"slices"
	"testing"

	"gapless/fuzz/generate"
	"gapless/scenarios"
	"gapless/scenarios/scenariotest"
)

// The scripts of the library say what happens in them. Each of these meets what it is
// listed for, and does not meet what it is told apart by.
func TestScriptsMeetWhatTheyAreAbout(t *testing.T) {
	for _, c := range []struct {
		script, product string
		meets, not      []string
	}{
		{"netbackup/client-clock-forward", "netbackup-6.5.3", []string{"client-clock-forward"}, []string{"client-clock-back", "master-clock-back"}},
		{"netbackup/client-clock-back", "netbackup-6.5.3", []string{"client-clock-back"}, []string{"client-clock-forward"}},
		{"netbackup/master-clock-back", "netbackup-6.5.3", []string{"master-clock-back"}, []string{"client-clock-back"}},
		{"netbackup/delay-at-ten-seconds", "netbackup-6.5.2A", []string{"late-by-the-offset"}, []string{"late-by-more"}},
		{"netbackup/delay-a-nanosecond-past-ten-seconds", "netbackup-6.5.2A", []string{"late-by-more"}, []string{"late-by-the-offset"}},
		{"netbackup/delay-a-nanosecond-past-five-minutes", "netbackup-6.5.3", []string{"late-by-more"}, []string{"late-by-the-offset"}},
		{"netbackup/resumed-twice", "netbackup-6.5.3", []string{"resumed-twice"}, nil},
		{"netbackup/worked-example", "netbackup-6.5.2A", nil, []string{"resumed-twice", "crash-in-a-job", "full-inside-an-incremental", "partial-base"}},
		{"netbackup/full-inside-a-suspended-incremental", "netbackup-6.5.3", []string{"full-inside-an-incremental", "change-while-suspended"}, []string{"rename-while-suspended"}},
		{"netbackup/rename-across-the-checkpoint", "netbackup-6.5.3", []string{"rename-while-suspended"}, []string{"resumed-twice"}},
		{"netbackup/upgrade-before-the-resume", "netbackup-6.5.2A", []string{"upgrade-while-suspended"}, nil},
		{"netbackup/status-1-is-a-base", "netbackup-6.5.3", []string{"partial-base"}, []string{"medium-full"}},
		{"netbackup/two-policies-one-archive-bit", "netbackup-6.5.3", []string{"bits-of-two-policies"}, []string{"resumed-twice"}},
		{"netbackup/client-crash-then-resume", "netbackup-6.5.3", []string{"crash-in-a-job"}, nil},
		{"netbackup/checkpoint-on-the-interval", "netbackup-6.5.2A", []string{"checkpoint-on-the-interval"}, nil},
		{"backupexec/delete-after-backup", "backupexec-2012", []string{"source-deleted"}, []string{"two-snapshots"}},
		{"backupexec/restart-from-checkpoint", "backupexec-2012", []string{"two-snapshots"}, []string{"source-deleted", "journal-decides"}},
		{"backupexec/position-before-the-snapshot", "backupexec-2012", []string{"journal-decides"}, []string{"two-snapshots"}},
		{"backupexec/copies-on-fat", "backupexec-2012", nil, []string{"journal-decides"}},
		{"veeam/leak-until-the-next-request", "veeam-12.2", []string{"request-lost"}, []string{"checkpoint-unfinished"}},
		{"veeam/left-behind-checkpoint-goes-later", "veeam-12.2", []string{"checkpoint-unfinished"}, []string{"request-lost"}},
	} {
		t.Run(c.script, func(t *testing.T) {
			met := look(t, c.script, c.product)
			for i, o := range All() {
				if slices.Contains(c.meets, o.Name) && !met.Has(i) {
					t.Errorf("it does not meet %s", o.Name)
				}
				if slices.Contains(c.not, o.Name) && met.Has(i) {
					t.Errorf("it meets %s", o.Name)
				}
			}
		})
	}
}

// look says what a script of the library meets.
func look(t *testing.T, name, product string) Met {
	t.Helper()
	var met Met
	scenariotest.Judge(t, name, scenariotest.Library(t, name), product, scenarios.Options{}, nil, func(u *scenarios.Setup, r *scenarios.Result) {
		met = Look(u, r.Outcome.History)
	})
	return met
}

func TestObligationsHaveNamesAndKindsThatThereAre(t *testing.T) {
	if len(All()) > 64 {
		t.Fatalf("%d obligations do not fit into a set", len(All()))
	}
	seen := map[string]bool{}
	for _, o := range All() {
		if o.Name == "" || o.About == "" || seen[o.Name] {
			t.Errorf("%q is there twice, or says nothing", o.Name)
		}
		seen[o.Name] = true
		for _, k := range o.Wants {
			if !slices.Contains(generate.Kinds(), k) {
				t.Errorf("%s wants %s, and there is no such kind", o.Name, k)
			}
		}
	}
}
