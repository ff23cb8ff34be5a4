package scenarios

import (
	"bytes"
	"fmt"
	"os"
	"testing"

	"gapless/model"
)

// crashScripts are the scripts of the crash sweep. They run on a product on which none of
// them loses anything, so that each silent loss is the crash's.
var crashScripts = []struct{ name, product string }{
	{"netbackup/resumed-incremental", "netbackup-6.5.3"},
	{"netbackup/hard-links-and-symlinks", "netbackup-6.5.3"},
	{"netbackup/archive-bit-who-clears", "netbackup-6.5.3"},
	{"backupexec/restart-from-checkpoint", "backupexec-2012"},
}

// crashTail is what comes after a script's own statements: the host is started again,
// and the policy goes on, twice, so that crashes in the first of these jobs have a job
// behind them, too; last, it is started once more, so that each job comes to rest. A
// host that is up is not started, and then the statement is idle.
const crashTail = crashHook + `
day 2 01:00 start %[1]s
day 2 02:00 incremental nightly
day 2 10:00 start %[1]s
day 2 11:00 incremental nightly
day 2 20:00 start %[1]s
`

// crashHook is the crash.
const crashHook = "\non %[1]s any#%[2]d kill %[1]s unsynced=%[3]s"

// crashSetup is a script of the library, without its product and expectations, whose
// host is killed just before its k-th operation.
func crashSetup(t *testing.T, name, product, host string, k int, unsynced, tail string) *Setup {
	t.Helper()
	file := "library/" + name + ".scenario"
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var kept bytes.Buffer
	for line := range bytes.Lines(b) {
		if !bytes.HasPrefix(line, []byte("product ")) && !bytes.HasPrefix(line, []byte("expect ")) {
			kept.Write(line)
		}
	}
	fmt.Fprintf(&kept, tail, host, k, unsynced)
	s, err := Parse(file, kept.Bytes())
	if err == nil {
		err = Check(s, nil)
	}
	if err != nil {
		t.Fatal(err)
	}
	u, err := NewSetup(s, product, nil)
	if err != nil {
		t.Fatal(err)
	}
	return u
}

// A crash of each host at each of its operations breaks nothing of P10: what was
// reported done before it can be restored at the end of the run, and all that follows
// loses nothing.
func TestACrashAtAnyOperationLosesNothingThatWasReportedDone(t *testing.T) {
	r := NewRunner()
	defer r.Close()
	total, after := 0, 0
	for _, c := range crashScripts {
		name := c.name
		for _, host := range []string{"master", "media", "client"} {
			for _, unsynced := range []string{"none", "half", "all"} {
				points := 0
				for k := 1; ; k++ {
					u := crashSetup(t, name, c.product, host, k, unsynced, crashTail)
					o, err := r.Run(u, Options{})
					if err != nil {
						t.Fatal(err)
					}
					if len(o.History.Crashes) == 0 {
						break // no run comes so far
					}
					points++
					where := fmt.Sprintf("%s: %s", name, u.hooks[0])
					after += judgeCrash(t, r, u, o, where)
				}
				total += points
				t.Logf("%s, %s, unsynced=%s: %d operations", name, host, unsynced, points)
				if points < 20 {
					t.Errorf("%s: %s passes only %d operations", name, host, points)
				}
			}
		}
	}
	t.Logf("%d crashes; %d restore points made before one were restored again after it", total, after)
	if after < total {
		t.Errorf("%d crashes, but only %d restore points were restored again", total, after)
	}
}

// judgeCrash holds one crashed run against the specification, and counts the restore
// points from before the crash that were restored again after it.
func judgeCrash(t *testing.T, r *Runner, u *Setup, o *Outcome, where string) (again int) {
	t.Helper()
	h := o.History
	v := r.court.Judge(h)
	for _, x := range v.Violations {
		if x.Matters() {
			t.Errorf("%s: %v %s %s at restore point %d, %d: %s", where, x.Property, x.Class, x.Path, x.Point, x.Moment, x.Why)
		}
	}
	restored := map[int]bool{}
	for _, x := range h.Restores {
		if x.Moment == model.AtHorizon {
			restored[x.Point] = x.Failure == ""
			if x.Failure != "" {
				t.Errorf("%s: restore point %d is gone: %s", where, x.Point, x.Failure)
			}
		}
	}
	for _, p := range v.Points {
		if !p.At.Before(h.Crashes[0].At) {
			continue
		}
		if restored[p.N] { // otherwise catalogue and media are as they were at its end
			again++
		}
	}
	// The policy goes on: the harness's own last incremental comes to its end.
	if last := h.Jobs[len(h.Jobs)-1]; !last.Probe {
		t.Errorf("%s: no incremental could be made at the end", where)
	} else if last.State != model.Done || last.Status > 1 {
		t.Errorf("%s: the incremental at the end is %s, status %d", where, last.State, last.Status)
	}
	return again
}

// A master that never comes back leaves jobs behind that the harness's own last
// incremental, on a copy of the world, finds and goes on with. What it does to them is
// no part of the run: P9 speaks of the run's own jobs, and nothing that was done is gone.
func TestAMasterThatStaysDownLeavesWhatWasDone(t *testing.T) {
	r := NewRunner()
	defer r.Close()
	for _, c := range crashScripts {
		name := c.name
		for k := 1; ; k++ {
			u := crashSetup(t, name, c.product, "master", k, "none", crashHook)
			o, err := r.Run(u, Options{})
			if err != nil {
				t.Fatal(err)
			}
			if len(o.History.Crashes) == 0 {
				break
			}
			v := r.court.Judge(o.History)
			for _, x := range v.Violations {
				if x.Matters() && x.Property != 9 {
					t.Errorf("%s: %s: %v %s %s: %s", name, u.hooks[0], x.Property, x.Class, x.Path, x.Why)
				}
			}
		}
	}
}
