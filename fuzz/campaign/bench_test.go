package campaign

import (
	"context"
	"fmt"
	"math/rand"
	"runtime/debug"
	"testing"

	"gapless/fuzz/generate"
	"gapless/scenarios"
	"gapless/scenarios/suite"

	"github.com/leanovate/gopter"
	"github.com/leanovate/gopter/commands"
	"github.com/leanovate/gopter/gen"
)

// asTheProgram has the collector work as it does in the program; see main.go.
func asTheProgram(b *testing.B) {
	was := debug.SetGCPercent(1600)
	b.Cleanup(func() { debug.SetGCPercent(was) })
}

// A random run of 40 statements, 8 files and 4 jobs: generated, run, restored, judged,
// and looked at for findings and obligations. Schedules, further clients and what fills a
// script up start jobs too: a campaign's scripts have more than four, and those that are
// asked for two have about four.
func BenchmarkRun(b *testing.B) {
	asTheProgram(b)
	for _, product := range []string{"netbackup-6.5.3", "gapless"} {
		for _, jobs := range []int{2, generate.Usual.Jobs} {
			b.Run(fmt.Sprintf("%s,asked=%d", product, jobs), func(b *testing.B) {
				t := newTools()
				defer t.close()
				size := generate.Usual
				size.Jobs = jobs
				p := plan{product: product, Plan: generate.Plan{Seed: 1, Size: size}}
				ran := 0
				b.ReportAllocs()
				for b.Loop() {
					p.Run++
					o, err := t.do(&p)
					if err != nil {
						b.Fatal(err)
					}
					ran += o.jobs
				}
				b.ReportMetric(float64(ran)/float64(b.N), "jobs/op")
			})
		}
	}
}

// The parts of such a run, and what the brief one leaves out: the restores at the end of
// the run and the probe, which are P5, P6 and P10.
func BenchmarkPart(b *testing.B) {
	asTheProgram(b)
	for _, brief := range []bool{false, true} {
		b.Run(fmt.Sprintf("run,brief=%v", brief), func(b *testing.B) {
			g, err := generate.New("netbackup-6.5.3", generate.Options{})
			if err != nil {
				b.Fatal(err)
			}
			var all []*scenarios.Setup
			for run := range uint64(200) {
				u, err := scenarios.NewSetup(g.Script(generate.Plan{Seed: 1, Run: run, Size: generate.Usual}).Clone(), "netbackup-6.5.3", nil)
				if err != nil {
					b.Fatal(err)
				}
				all = append(all, u)
			}
			r := scenarios.NewRunner()
			defer r.Close()
			i := 0
			for b.Loop() {
				if _, err := r.Run(all[i%len(all)], scenarios.Options{Brief: brief}); err != nil {
					b.Fatal(err)
				}
				i++
			}
		})
	}
}

// How much faster a round is with so many workers as there are cores.
func BenchmarkRound(b *testing.B) {
	asTheProgram(b)
	for _, workers := range []int{1, 2} {
		b.Run(fmt.Sprintf("workers=%d", workers), func(b *testing.B) {
			s, err := New(Options{Products: []string{"netbackup-6.5.3"}, Seed: 1})
			if err != nil {
				b.Fatal(err)
			}
			x := &search{Options: Options{Runs: 1 << 40}, state: s, own: newTools(), crew: suite.NewCrew(workers, newTools, (*tools).close)}
			defer x.own.close()
			defer x.crew.Close()
			for b.Loop() {
				if _, err := x.round(context.Background(), x.behind()); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(s.Products[0].Runs)/b.Elapsed().Seconds(), "runs/s")
		})
	}
}

// A whole run of 100 statements, against what gopter takes only to make 100 commands.
func BenchmarkHundredStatements(b *testing.B) {
	asTheProgram(b)
	b.Run("gapless/generate+run+judge", func(b *testing.B) {
		t := newTools()
		defer t.close()
		p := plan{product: "netbackup-6.5.3", Plan: generate.Plan{Seed: 1, Size: generate.Size{Statements: 100, Files: 8, Jobs: 4}}}
		for b.Loop() {
			p.Run++
			if _, err := t.do(&p); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("gopter/generate", func(b *testing.B) {
		make := commands.Prop(writes{}) // the generator is inside the property
		for b.Loop() {
			p := gopter.DefaultGenParameters()
			p.MinSize, p.MaxSize, p.Rng = 100, 100, rand.New(rand.NewSource(1))
			if r := make(p); r.Error != nil {
				b.Fatal(r.Error)
			}
		}
	})
}

// writes are commands that do nothing: what is measured is how they are made.
type writes struct{}

func (writes) NewSystemUnderTest(commands.State) commands.SystemUnderTest { return nil }
func (writes) DestroySystemUnderTest(commands.SystemUnderTest)            {}
func (writes) GenInitialState() gopter.Gen                                { return gen.Const(0) }
func (writes) InitialPreCondition(commands.State) bool                    { return true }
func (writes) GenCommand(commands.State) gopter.Gen {
	return gen.OneGenOf(gen.IntRange(0, 100), gen.IntRange(0, 1000)).Map(func(n int) commands.Command {
		return &commands.ProtoCommand{Name: "write", RunFunc: func(commands.SystemUnderTest) commands.Result { return n }}
	})
}
