package campaign

import (
	"time"

	"gapless/fuzz/finding"
	"gapless/fuzz/generate"
	"gapless/fuzz/obligation"
	"gapless/model"
	"gapless/scenarios"
)

// tools are what one worker works with.
type tools struct {
	runner *scenarios.Runner
	court  model.Court
	makers map[maker]*generate.Generator
}

// maker names a generator.
type maker struct {
	product string
	inside  bool
}

func newTools() *tools {
	return &tools{runner: scenarios.NewRunner(), makers: map[maker]*generate.Generator{}}
}

func (t *tools) close() { t.runner.Close() }

// plan is one run of a round.
type plan struct {
	product string
	wanted  []string // the kinds that are wanted in this round
	generate.Plan
}

// inside reports whether a run stays inside the envelope of its product: every second.
func (p *plan) inside() bool { return p.Run%2 == 1 }

// generator is the one that makes a plan's script, told what is wanted.
func (t *tools) generator(p *plan) (*generate.Generator, error) {
	m := maker{p.product, p.inside()}
	g := t.makers[m]
	if g == nil {
		var err error
		if g, err = generate.New(m.product, generate.Options{Inside: m.inside}); err != nil {
			return nil, err
		}
		t.makers[m] = g
	}
	g.Want(p.wanted)
	return g, nil
}

// outcome is what came of one run.
type outcome struct {
	events    int
	simulated time.Duration
	jobs      int // without those of the probe
	points    int
	met       obligation.Met
	shown     []finding.Shown
}

// do makes the script of a plan, runs it and judges the run.
func (t *tools) do(p *plan) (o outcome, err error) {
	g, err := t.generator(p)
	if err != nil {
		return o, err
	}
	u, err := scenarios.NewSetup(g.Script(p.Plan), p.product, nil)
	if err != nil {
		return o, err
	}
	out, err := t.runner.Run(u, scenarios.Options{})
	if err != nil {
		return o, err
	}
	h := out.History
	v := t.court.Judge(h)
	jobs := len(h.Jobs)
	for jobs > 0 && h.Jobs[jobs-1].Probe {
		jobs--
	}
	return outcome{
		jobs: jobs, events: out.Events, simulated: h.End.Sub(h.Day1).Std(), points: len(v.Points),
		met: obligation.Look(u, h), shown: finding.Of(u, h, &v),
	}, nil
}
