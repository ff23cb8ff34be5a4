package mutant

import (
	"context"
	"fmt"
	"slices"

	"gapless/fuzz/finding"
	"gapless/fuzz/generate"
	"gapless/fuzz/result"
	"gapless/fuzz/shrink"
	"gapless/model"
	"gapless/scenarios"
	"gapless/scenarios/script"
	"gapless/scenarios/suite"
)

// Search looks for a mutant with the first so many random scripts of a seed, and gives
// what it took. What it looks for is a finding of the mutant's property that the product
// without the defect does not show with that script. So what a product loses by its rules
// or its method finds nothing. Where the sound product shows such a thing with other
// scripts, one is not enough; see needed. The script, shrunk, plants the defect and
// replays. The error is that of ctx when it ends first.
func Search(ctx context.Context, r *scenarios.Runner, m Mutant, seed uint64, runs int64) (result.Mutant, error) {
	out := result.Mutant{Name: m.Name, About: m.About(), Class: m.Class, Property: m.Property.String(), Product: m.Product, Runs: runs}
	h, err := newHunt(r, m, seed)
	if err != nil {
		return out, err
	}
	defer h.crew.Close()
	for run := int64(1); run <= runs; run++ {
		if err := ctx.Err(); err != nil {
			return out, err
		}
		k, ok := h.shows(run)
		if !ok {
			continue
		}
		out.Found, out.Runs = true, run
		if out.Script, err = h.shrink(h.script(run), k); err != nil {
			return out, fmt.Errorf("%s: run %d: %w", m.Name, run, err)
		}
		break
	}
	return out, nil
}

// hunt is one search for one mutant.
type hunt struct {
	runner    *scenarios.Runner // for telling what was found
	crew      *suite.Crew[*scenarios.Runner]
	mutant    Mutant
	seed      uint64
	court     model.Court
	generator [2]*generate.Generator // of any scripts, and of those inside the envelope
	known     [2]map[seen]int        // how many of either the sound product shows it with; nil until asked for
	extra     [2]map[seen]int        // how many the mutant shows it with, and the sound product not
}

// seen is a key, and whether the product is excused for it.
type seen struct {
	finding.Key
	excused bool
}

// sound is how many scripts of either kind the product without the defect is run with, to
// know what it shows by itself.
const sound = 1000

func newHunt(r *scenarios.Runner, m Mutant, seed uint64) (*hunt, error) {
	h := &hunt{runner: r, mutant: m, seed: seed, crew: suite.NewCrew(1, scenarios.NewRunner, (*scenarios.Runner).Close)}
	for i := range h.generator {
		g, err := generate.New(m.Product, generate.Options{Inside: i == 1})
		if err != nil {
			return nil, err
		}
		h.generator[i] = g
	}
	return h, nil
}

// script is the random script of a run; it is gone with the next one. As in campaigns,
// every other one is inside the product's envelope.
func (h *hunt) script(run int64) *script.Script {
	return h.generator[run%2].Script(generate.Plan{Seed: h.seed, Run: uint64(run), Size: generate.Usual})
}

// shows is the first key that the script of a run shows on the mutant, of the property
// that the mutant is to break, and not on the sound product, if there were enough of it.
func (h *hunt) shows(run int64) (found seen, ok bool) {
	planted := h.keys(h.script(run), true)
	if len(planted) == 0 {
		return found, false
	}
	sound := h.keys(h.script(run), false)
	inside := run % 2
	for _, k := range planted {
		if slices.Contains(sound, k) {
			continue
		}
		if h.known[inside] == nil {
			h.learn(inside)
		}
		if h.extra[inside][k]++; h.extra[inside][k] >= h.needed(k, run) {
			return k, true
		}
	}
	return found, false
}

// needed is how many scripts have to show a key: one when the sound product never does,
// and else well more than it shows itself in as many, since a defect may also do no more
// than move such a loss from one script to another.
func (h *hunt) needed(k seen, run int64) int {
	n := h.known[run%2][k]
	if n == 0 {
		return 1
	}
	return 3 + 3*n*int(run)/2/sound
}

// learn finds out what the sound product shows, inside its envelope or anywhere.
func (h *hunt) learn(inside int64) {
	h.known[inside], h.extra[inside] = map[seen]int{}, map[seen]int{}
	for run := inside + 2; run <= 2*sound; run += 2 {
		for _, k := range h.keys(h.script(run), false) {
			h.known[inside][k]++
		}
	}
}

// keys are what a script shows of the property, with the defect or without it; nothing
// where the product cannot have the script, or the run breaks: that is a finding of
// campaigns, and says nothing of the defect.
func (h *hunt) keys(s *script.Script, planted bool) []seen {
	done := suite.Do(context.Background(), h.crew, 1, func(r *scenarios.Runner, _ int) ([]seen, error) {
		return h.judge(r, s, planted)
	}, nil)
	return done[0].Value
}

func (h *hunt) judge(r *scenarios.Runner, s *script.Script, planted bool) (all []seen, err error) {
	if s, err = given(s, h.mutant.Sets); err != nil {
		return nil, err
	}
	var broken []scenarios.Override
	if planted {
		broken = h.mutant.planted()
	}
	u, err := scenarios.NewSetup(s, h.mutant.Product, broken)
	if err != nil {
		return nil, err
	}
	o, err := r.Run(u, scenarios.Options{})
	if err != nil {
		return nil, err
	}
	v := h.court.Judge(o.History)
	for _, shown := range finding.Of(u, o.History, &v) {
		if h.mutant.breaks(&v.Violations[shown.Violation]) {
			all = append(all, seen{shown.Key, shown.Excused()})
		}
	}
	return all, nil
}

// shrink is the text of the shortest script that shows the key on the mutant, and not
// on the sound engine.
func (h *hunt) shrink(s *script.Script, k seen) (string, error) {
	small, _ := shrink.Reduce(s, func(s *script.Script) bool {
		return slices.Contains(h.keys(s, true), k) && !slices.Contains(h.keys(s, false), k)
	})
	c, err := given(small, append(h.mutant.planted(), h.mutant.Sets...))
	if err != nil {
		return "", err
	}
	told, err := shrink.Tell(h.runner, c, k.Key)
	if err != nil {
		return "", err
	}
	return told.Format(), nil
}

// given is a script with settings of its own.
func given(s *script.Script, sets []scenarios.Override) (*script.Script, error) {
	if len(sets) == 0 {
		return s, nil
	}
	c := &script.Script{Name: s.Name, After: s.After, Statements: slices.DeleteFunc(slices.Clone(s.Statements), func(st *script.Statement) bool {
		return st.Form.Name == "set" && slices.ContainsFunc(sets, func(o scenarios.Override) bool { return o.Key == st.Text("KEY") })
	})}
	for _, o := range sets {
		st, err := scenarios.Language.Declare("set", o.Key, o.Value)
		if err != nil {
			return nil, err
		}
		c.Statements = slices.Insert(c.Statements, 0, st)
	}
	return c, nil
}
