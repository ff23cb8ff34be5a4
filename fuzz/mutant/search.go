package mutant

import (
	"fmt"
	"slices"

	"gapless/fuzz/finding"
	"gapless/fuzz/generate"
	"gapless/fuzz/result"
	"gapless/fuzz/shrink"
	"gapless/scenarios"
	"gapless/scenarios/script"
)

// Search looks for a mutant with the first so many random scripts of a seed, and gives
// what it took. It is found by a script that shows something on the mutant and not on
// the engine without the defect: what the product itself loses, by its rules or its
// method, finds nothing. The script, shrunk, plants the defect and replays.
func Search(r *scenarios.Runner, m Mutant, seed uint64, runs int64) (result.Mutant, error) {
	out := result.Mutant{Name: m.Name, About: m.About(), Class: m.Class, Property: m.Property.String(), Product: m.Product, Runs: runs}
	h := hunt{runner: r, mutant: m}
	g, err := generate.New(m.Product, generate.Options{})
	if err != nil {
		return out, err
	}
	for run := int64(1); run <= runs; run++ {
		s := g.Script(generate.Plan{Seed: seed, Run: uint64(run), Size: generate.Usual})
		k, ok := h.shows(s)
		if !ok {
			continue
		}
		out.Found, out.Runs = true, run
		small, err := h.shrink(s, k)
		if err != nil {
			return out, fmt.Errorf("%s: run %d: %w", m.Name, run, err)
		}
		out.Script = small
		break
	}
	return out, nil
}

// hunt is one search for one mutant.
type hunt struct {
	runner *scenarios.Runner
	mutant Mutant
}

// shows is the first key that a script shows on the mutant, of the property that the
// mutant is to break, and not on the sound engine.
func (h *hunt) shows(s *script.Script) (k finding.Key, ok bool) {
	planted := h.keys(s, h.mutant.planted())
	if len(planted) == 0 {
		return k, false
	}
	sound := h.keys(s, h.mutant.Sets)
	for _, k := range planted {
		if !slices.Contains(sound, k) {
			return k, true
		}
	}
	return k, false
}

// keys are what a script shows of the property under some settings; nothing where the
// product cannot have the script.
func (h *hunt) keys(s *script.Script, sets []scenarios.Override) (all []finding.Key) {
	u, err := scenarios.NewSetup(s, h.mutant.Product, sets)
	if err != nil {
		return nil
	}
	res, err := h.runner.Judge(u, scenarios.Options{})
	if err != nil || !res.Verdict.Exercised[h.mutant.Property] {
		return nil
	}
	for _, shown := range finding.Of(u, res.Outcome.History, &res.Verdict) {
		if shown.Property == h.mutant.Property.String() {
			all = append(all, shown.Key)
		}
	}
	return all
}

// shrink is the text of the shortest script that shows the key on the mutant, and not
// on the sound engine.
func (h *hunt) shrink(s *script.Script, k finding.Key) (string, error) {
	small, _ := shrink.Reduce(s, func(s *script.Script) bool {
		return slices.Contains(h.keys(s, h.mutant.planted()), k) && !slices.Contains(h.keys(s, h.mutant.Sets), k)
	})
	c := small.Clone()
	for i, o := range h.mutant.planted() {
		c.Statements = slices.DeleteFunc(c.Statements, func(st *script.Statement) bool {
			return st.Form.Name == "set" && st.Text("KEY") == o.Key
		})
		st, err := scenarios.Language.Declare("set", o.Key, o.Value)
		if err != nil {
			return "", err
		}
		c.Statements = slices.Insert(c.Statements, i, st)
	}
	told, err := shrink.Tell(h.runner, c, k)
	if err != nil {
		return "", err
	}
	return told.Format(), nil
}

