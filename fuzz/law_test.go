package fuzz

import (
	"fmt"
	"slices"
	"testing"

	"gapless/fuzz/finding"
	"gapless/fuzz/generate"
	"gapless/model"
	"gapless/scenarios"
	"gapless/scenarios/script"

	"github.com/leanovate/gopter"
	"github.com/leanovate/gopter/prop"
)

// What is printed is read as a script that runs alike, to the last event.
func TestAScriptThatWasPrintedRunsAlike(t *testing.T) {
	r := scenarios.NewRunner()
	defer r.Close()
	properties := gopter.NewProperties(parameters(t, 150))
	for _, product := range []string{"netbackup-6.5.2A", "veeam-12.2"} {
		properties.Property("parse(print(s)) = s on "+product, prop.ForAll(func(x *tale) (string, error) {
			again, err := scenarios.Parse("again", []byte(x.script.Format()))
			if err != nil {
				return "", err
			}
			a, errA := hashOf(r, x.script, product)
			b, errB := hashOf(r, again, product)
			if a != b || (errA == nil) != (errB == nil) {
				return fmt.Sprintf("%x (%v) and %x (%v)", a, errA, b, errB), nil
			}
			return "", nil
		}, tales(t, product, generate.Options{})))
	}
	properties.TestingRun(t)
}

// hashOf is the hash of a run without the lines of statements, which printing changes.
func hashOf(r *scenarios.Runner, s *script.Script, product string) (uint64, error) {
	u, err := scenarios.NewSetup(s, product, nil)
	if err != nil {
		return 0, err
	}
	o, err := r.Run(u, scenarios.Options{})
	if err != nil {
		return 0, err
	}
	return o.Hash, nil
}

// A restore gives each path that nobody touched during the job back as it was last. It
// is worked out here without the judge: from what the paths held, and from nothing else.
func TestARestoreOfAChainGivesTheLastVersions(t *testing.T) {
	r := scenarios.NewRunner()
	defer r.Close()
	compared := 0
	properties := gopter.NewProperties(parameters(t, 200))
	properties.Property("restore of a chain = last versions", prop.ForAll(func(x *tale) (string, error) {
		h, _, shown, err := judged(r, x.script, x.product)
		if err != nil || len(shown) > 0 {
			return "", err
		}
		for i := range h.Restores {
			if g := &h.Restores[i]; g.Moment == model.AtEnd && g.Failure == "" && h.Jobs[g.Job-1].Status == 0 {
				n, wrong := stale(h, g)
				compared += n
				if wrong != "" {
					return fmt.Sprintf("%s at restore point %d", wrong, g.Point), nil
				}
			}
		}
		return "", nil
	}, tales(t, "netbackup-6.5.3", generate.Options{Inside: true})))
	properties.TestingRun(t)
	if compared < 1000 {
		t.Errorf("only %d files compared", compared)
	}
}

// stale is a file that a restore did not give back as it was during the whole job, and
// how many were compared.
func stale(h *model.History, g *model.Restore) (compared int, wrong string) {
	j := &h.Jobs[g.Job-1]
	for i := range h.Paths {
		p := &h.Paths[i]
		var last *model.Held
		touched := false
		for k := range p.Held {
			if from := p.Held[k].From; from.Before(j.Activations[0].At) {
				last = &p.Held[k]
			} else if !from.After(j.Ended) {
				touched = true
			}
		}
		if touched || last == nil || last.Version.Kind != model.File || !covered(h, j, p.Path) {
			continue
		}
		compared++
		k := slices.IndexFunc(g.Tree, func(x model.Given) bool { return x.Path == p.Path })
		if k < 0 || !g.Tree[k].Version.Content.Equal(last.Version.Content) {
			return compared, p.Path
		}
	}
	return compared, ""
}

func covered(h *model.History, j *model.Job, path string) bool {
	i := slices.IndexFunc(h.Policies, func(p model.Policy) bool { return p.Name == j.Policy })
	return !model.Excluded(path, h.Policies[i].Exclude) && slices.ContainsFunc(j.Roots, func(root string) bool { return model.Within(path, root) })
}

// timeless are the kinds without which what a job takes does not decide how long it is,
// nor what comes after it.
var timeless = []string{"pace", "interrupted", "crashes", "faults", "media", "hooks", "clocks", "settings", "releases", "schedules", "systems"}

// With a longer offset a product takes more files, and loses none that it had.
func TestALongerOffsetNeverLosesMore(t *testing.T) {
	r := scenarios.NewRunner()
	defer r.Close()
	fewer := 0
	properties := gopter.NewProperties(parameters(t, 300))
	properties.Property("a longer offset never loses more", prop.ForAll(func(x *tale) (string, error) {
		var before []string
		for i, offset := range []string{"0s", "10s", "5m", "2h"} {
			s := x.script.Clone()
			set, err := scenarios.Language.Declare("set", "delta-offset", offset)
			if err != nil {
				return "", err
			}
			s.Statements = append([]*script.Statement{set}, s.Statements...)
			now, err := lost(r, s, x.product)
			if err != nil {
				return "", err
			}
			for _, l := range now {
				if i > 0 && !slices.Contains(before, l) {
					return fmt.Sprintf("with %s, and not with less, it loses %s", offset, l), nil
				}
			}
			if len(now) < len(before) {
				fewer++
			}
			before = now
		}
		return "", nil
	}, tales(t, "netbackup-6.5.3", generate.Options{Without: timeless})))
	properties.TestingRun(t)
	if fewer < 10 {
		t.Errorf("the offset made a difference only %d times", fewer)
	}
}

// lost lists what each job of a run lost, silently.
func lost(r *scenarios.Runner, s *script.Script, product string) (all []string, err error) {
	_, v, _, err := judged(r, s, product)
	if err != nil {
		return nil, err
	}
	for i := range v.Violations {
		if x := &v.Violations[i]; x.Silent() && x.Moment == model.AtEnd {
			all = append(all, fmt.Sprintf("%s in job %d", x.Path, x.Job))
		}
	}
	return all, nil
}

// faults are the statements whose absence cannot hurt.
var faults = []string{"fail network", "fail write", "lose", "network", "delay", "slow"}

// A run that was clean is clean without one of its faults, too. Only clients that go by
// time are asked: that a job which the server gives up may have cleared archive bits is
// a finding of its own.
func TestTakingAFaultAwayFromACleanRunLeavesItClean(t *testing.T) {
	r := scenarios.NewRunner()
	defer r.Close()
	taken := 0
	properties := gopter.NewProperties(parameters(t, 150))
	properties.Property("a fault less leaves a clean run clean", prop.ForAll(func(x *tale) (string, error) {
		if _, _, shown, err := judged(r, x.script, x.product); err != nil || len(shown) > 0 {
			return "", err
		}
		for i, st := range x.script.Statements {
			if st.Form.Section != script.Timeline || !slices.Contains(faults, st.Form.Name) {
				continue
			}
			taken++
			less := x.script.Clone()
			less.Statements = slices.Delete(less.Statements, i, i+1)
			_, _, shown, err := judged(r, less, x.product)
			if k := slices.IndexFunc(shown, func(s finding.Shown) bool { return !s.Excused() }); k >= 0 || err != nil {
				return fmt.Sprintf("without %s: %v %v", st, shown, err), nil
			}
		}
		return "", nil
	}, tales(t, "netbackup-6.5.3", generate.Options{Inside: true, Without: []string{"systems"}})))
	properties.TestingRun(t)
	if taken < 200 {
		t.Errorf("only %d faults were taken away", taken)
	}
}

// untimed are the kinds without which it makes no difference to anything but what a job takes
// whether it goes by a journal, and without which no file is taken by its stamp that did not
// change since the base read its position: no stamp is set by hand, no clock is ahead of
// another, and no client process starts later than its job.
var untimed = []string{"pace", "interrupted", "crashes", "faults", "media", "hooks", "clocks", "stamps", "removal", "delays"}

// trails are how often jobs followed a journal, and how often they could not.
type trails struct{ followed, compared int }

// lessByJournal is a file that a job which goes by a change journal leaves out, and that the
// comparison alone takes in the same script; empty without one. What is planted is planted in
// the product that has the journal.
func lessByJournal(r *scenarios.Runner, x *tale, seen *trails, planted ...scenarios.Override) (string, error) {
	scan, _, _, err := judged(r, x.script, x.product, scenarios.Override{Key: "break", Value: "no-journal"})
	if err != nil {
		return "", err
	}
	taken := takenBy(scan)
	h, _, _, err := judged(r, x.script, x.product, planted...)
	if err != nil {
		return "", err
	}
	for _, d := range h.Decisions {
		if d.Reason == model.ByJournal {
			seen.followed++
		} else if d.Reason == model.ByTime {
			seen.compared++
		}
	}
	has := takenBy(h)
	for _, k := range taken {
		if k.job <= len(h.Jobs) && h.Jobs[k.job-1].Base == scan.Jobs[k.job-1].Base && !slices.Contains(has, k) {
			return fmt.Sprintf("%s in job %d", k.path, k.job), nil
		}
	}
	return "", nil
}

// taking is a path that a job took.
type taking struct {
	job  int
	path string
}

// takenBy lists what jobs took, without directories: what happens in one moves its time, and
// a journal does not name it for that.
func takenBy(h *model.History) (all []taking) {
	for _, d := range h.Decisions {
		if d.Taken && !h.Jobs[d.Job-1].Probe && !directory(h, d.Path) {
			all = append(all, taking{d.Job, d.Path})
		}
	}
	return all
}

// directory reports whether a path was ever one.
func directory(h *model.History, path string) bool {
	i := slices.IndexFunc(h.Paths, func(p model.PathHistory) bool { return p.Path == path })
	return i < 0 || slices.ContainsFunc(h.Paths[i].Held, func(x model.Held) bool { return x.Version.Kind == model.Dir })
}

// Whatever happens to a change journal, a job that goes by it takes all that the comparison
// alone would: journals that wrap, that are deleted, made anew, restamped, unreadable, or begin
// again at position 0, and jobs that cannot follow one. That the law can be broken is seen with
// each defect of a journal that there is.
func TestAJournalNeverFindsLessThanTheScan(t *testing.T) {
	r := scenarios.NewRunner()
	defer r.Close()
	const product = "backupexec-2012"
	gen := tales(t, product, generate.Options{Without: untimed})
	var seen trails
	law := func(planted ...scenarios.Override) gopter.Prop {
		return prop.ForAll(func(x *tale) (string, error) { return lessByJournal(r, x, &seen, planted...) }, gen)
	}
	properties := gopter.NewProperties(parameters(t, 400))
	properties.Property("a journal never finds less than the scan", law())
	properties.TestingRun(t)
	if seen.followed < 500 || seen.compared < 1000 {
		t.Errorf("journals decided %d times only, and comparisons %d times", seen.followed, seen.compared)
	}
	for _, planted := range []string{"position-at-snapshot", "new-journal-believed", "journal-of-any-identity", "journal-from-start", "no-journal-no-change"} {
		if res := law(scenarios.Override{Key: "break", Value: planted}).Check(parameters(t, 2000)); res.Passed() || res.Error != nil {
			t.Errorf("%s holds the law for %d scripts: %v", planted, res.Succeeded, res.Error)
		} else {
			t.Logf("%s breaks it after %d scripts: %v", planted, res.Succeeded, res.Labels)
		}
	}
}
