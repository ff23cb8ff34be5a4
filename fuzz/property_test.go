package fuzz

import (
	"fmt"
	"testing"

	"gapless/fuzz/finding"
	"gapless/fuzz/generate"
	"gapless/fuzz/shrink"
	"gapless/model"
	"gapless/scenarios"
	"gapless/scenarios/script"

	"github.com/leanovate/gopter"
	"github.com/leanovate/gopter/prop"
)

// seed makes the tests the same each time.
const seed = 20090105

// parameters are those of all properties here. A run belongs to one runner, so there is
// one worker.
func parameters(t *testing.T, runs int) *gopter.TestParameters {
	p := gopter.DefaultTestParametersWithSeed(seed)
	p.MinSuccessfulTests, p.Workers, p.MaxShrinkCount = runs, 1, 1
	t.Logf("seed %d, %d scripts of each", seed, runs)
	return p
}

// tale is a random script for a product.
type tale struct {
	product string
	script  *script.Script
}

// String is what gopter shows of a tale that breaks a property.
func (x *tale) String() string { return "on " + x.product + ":\n" + x.script.Format() }

// tales generates them.
func tales(t *testing.T, product string, o generate.Options) gopter.Gen {
	g, err := generate.New(product, o)
	if err != nil {
		t.Fatal(err)
	}
	return func(p *gopter.GenParameters) *gopter.GenResult {
		s := g.Script(generate.Plan{Seed: seed, Run: p.Rng.Uint64(), Size: generate.Usual})
		return gopter.NewGenResult(&tale{product, s.Clone()}, gopter.NoShrinker)
	}
}

// shrinker gives what the reducer leaves of a tale that shows something.
func shrinker(r *scenarios.Runner, property string) gopter.Shrinker {
	return func(v any) gopter.Shrink {
		x := v.(*tale)
		return func() (any, bool) {
			_, _, shown, err := judged(r, x.script, x.product)
			if x == nil || err != nil {
				return nil, false
			}
			for _, s := range shown {
				if (s.Property == property || property == "P4") && !s.Excused() {
					small, _, err := shrink.Finding(r, x.script, s.Key)
					return &tale{x.product, small}, err == nil
				}
			}
			return nil, false
		}
	}
}

// judged runs a script and says what it shows.
func judged(r *scenarios.Runner, s *script.Script, product string, sets ...scenarios.Override) (*model.History, *model.Verdict, []finding.Shown, error) {
	u, err := scenarios.NewSetup(s, product, sets)
	if err != nil {
		return nil, nil, nil, err
	}
	res, err := r.Judge(u, scenarios.Options{})
	if err != nil {
		return nil, nil, nil, err
	}
	h := res.Outcome.History
	return h, &res.Verdict, finding.Of(u, h, &res.Verdict), nil
}

// promise is what a product is supposed to hold. Its subjects are the properties that random
// scripts of it can break, each with a defect that breaks it.
type promise struct {
	product  string
	scripts  generate.Options // inside its envelope, or everywhere
	subjects [model.Properties]string
}

var inside = generate.Options{Inside: true}

var promises = []promise{
	{"netbackup-6.0-mp8", inside, [model.Properties]string{1: "image-time-at-end", 3: "second-look-skipped", 4: "first-volume-only",
		5: "media-unsynced", 6: "oldest-entry-wins", 9: "queue-forgotten", 10: "catalog-unsynced"}},
	{"netbackup-6.5.3", inside, [model.Properties]string{1: "image-time-at-end", 3: "second-look-skipped", 4: "first-volume-only",
		5: "erase-kept", 6: "oldest-entry-wins", 9: "active-forgotten", 10: "media-unsynced"}},
	{"backupexec-2012", inside, [model.Properties]string{1: "empty-left-out", 2: "position-at-snapshot", 3: "second-look-skipped", 4: "first-volume-only",
		5: "protection-none", 6: "empty-left-out", 7: "delete-unlooked", 9: "queue-forgotten", 10: "media-unsynced"}},
	{"gapless", generate.Options{}, [model.Properties]string{1: "first-volume-only", 2: "empty-left-out", 3: "read-error-is-end", 4: "no-tombstones",
		5: "nothing-kept", 6: "no-tombstones", 7: "delete-at-once", 9: "active-forgotten", 10: "catalog-unsynced"}},
	{"veeam-12.2", inside, [model.Properties]string{1: "empty-left-out", 3: "changing-is-sure", 5: "no-lock", 8: "newest-too", 10: "newest-too"}},
}

// exercised is how many scripts each property had a subject in.
type exercised [model.Properties]int

// holding is the property of gopter that a product holds a property of the specification,
// with what is planted in it. Whatever is silent breaks P4, too: nobody was told of it.
func holding(r *scenarios.Runner, p model.Property, gen gopter.Gen, seen *exercised, planted ...scenarios.Override) gopter.Prop {
	return prop.ForAll(func(x *tale) (string, error) {
		_, v, shown, err := judged(r, x.script, x.product, planted...)
		if err != nil {
			return "", err
		}
		if v.Exercised[p] {
			seen[p]++
		}
		for _, s := range shown {
			if (s.Property == p.String() || p == 4 && v.Violations[s.Violation].Silent()) && !s.Excused() {
				return s.Cause, nil
			}
		}
		return "", nil
	}, gen)
}

// Inside its envelope a fixed release breaks no property, and Gapless's own profile breaks
// none anywhere but by what it assumes.
func TestEachPropertyHoldsWhereItIsPromised(t *testing.T) {
	r := scenarios.NewRunner()
	defer r.Close()
	for _, promised := range promises {
		var seen exercised
		properties := gopter.NewProperties(parameters(t, 60))
		for p := model.Property(1); p < model.Properties; p++ {
			gen := tales(t, promised.product, promised.scripts).WithShrinker(shrinker(r, p.String()))
			properties.Property(fmt.Sprintf("%v %s on %s", p, p.Name(), promised.product), holding(r, p, gen, &seen))
		}
		properties.TestingRun(t)
		for p, defect := range promised.subjects {
			if defect != "" && p != 4 && seen[p] < 2 { // P4 has one only when something breaks another
				t.Errorf("%s: %v has a subject in %d scripts only", promised.product, model.Property(p), seen[p])
			}
		}
		t.Logf("%s: scripts with a subject, by property: %v", promised.product, seen)
	}
}

// Each property can fail on each product that has a subject for it: gopter falsifies it when the
// defect is planted.
func TestEachPropertyFailsWhenADefectIsPlanted(t *testing.T) {
	r := scenarios.NewRunner()
	defer r.Close()
	for _, promised := range promises {
		gen := tales(t, promised.product, promised.scripts)
		for p, defect := range promised.subjects {
			if defect == "" {
				continue
			}
			var seen exercised
			res := holding(r, model.Property(p), gen, &seen, scenarios.Override{Key: "break", Value: defect}).Check(parameters(t, 1000))
			if res.Passed() || res.Error != nil {
				t.Errorf("%s: %s does not break P%d in %d scripts: %v", promised.product, defect, p, res.Succeeded, res.Error)
			}
			t.Logf("%s: %s breaks P%d after %d scripts: %v", promised.product, defect, p, res.Succeeded, res.Labels)
		}
	}
}

// Whatever an affected release loses, anywhere, it loses by its rules or its method.
func TestAffectedReleasesLoseByTheirRuleAlone(t *testing.T) {
	r := scenarios.NewRunner()
	defer r.Close()
	for _, product := range []string{"netbackup-6.0-mp7", "netbackup-6.5.2A"} {
		losses := 0
		properties := gopter.NewProperties(parameters(t, 300))
		gen := tales(t, product, generate.Options{}).WithShrinker(shrinker(r, "P1"))
		properties.Property("losses have a reason on "+product, prop.ForAll(func(x *tale) (string, error) {
			_, _, shown, err := judged(r, x.script, x.product)
			for _, s := range shown {
				if s.Known == "N3" {
					losses++
				}
				if s.Property == "P1" && !s.Excused() {
					return s.Cause, err
				}
			}
			return "", err
		}, gen))
		properties.TestingRun(t)
		if losses < 5 {
			t.Errorf("%s loses in %d scripts only", product, losses)
		}
	}
}
