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
				if s.Property == property && !s.Excused() {
					small, _, err := shrink.Finding(r, x.script, s.Key)
					return &tale{x.product, small}, err == nil
				}
			}
			return nil, false
		}
	}
}

// judged runs a script and says what it shows.
func judged(r *scenarios.Runner, s *script.Script, product string) (*model.History, *model.Verdict, []finding.Shown, error) {
	u, err := scenarios.NewSetup(s, product, nil)
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

// exercised is how many scripts each property had a subject in.
type exercised [model.Properties]int

// Inside its envelope a fixed release breaks no property.
func TestFixedReleasesHoldEachPropertyInsideTheirEnvelope(t *testing.T) {
	r := scenarios.NewRunner()
	defer r.Close()
	for _, product := range []string{"netbackup-6.0-mp8", "netbackup-6.5.3"} {
		var seen exercised
		properties := gopter.NewProperties(parameters(t, 60))
		for p := model.Property(1); p < model.Properties; p++ {
			gen := tales(t, product, generate.Options{Inside: true}).WithShrinker(shrinker(r, p.String()))
			properties.Property(fmt.Sprintf("%v %s on %s", p, p.Name(), product), prop.ForAll(func(x *tale) (string, error) {
				_, v, shown, err := judged(r, x.script, x.product)
				if err != nil {
					return "", err
				}
				if v.Exercised[p] {
					seen[p]++
				}
				for _, s := range shown {
					if s.Property == p.String() && !s.Excused() {
						return s.Cause, nil
					}
				}
				return "", nil
			}, gen))
		}
		properties.TestingRun(t)
		for _, p := range []model.Property{1, 3, 5, 6, 10} {
			if seen[p] < 10 {
				t.Errorf("%v has a subject in %d scripts only", p, seen[p])
			}
		}
		t.Logf("%s: scripts with a subject, by property: %v", product, seen)
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
