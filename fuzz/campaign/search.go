package campaign

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"gapless/fuzz/generate"
	"gapless/fuzz/obligation"
	"gapless/scenarios/suite"
)

// RoundRuns is how many runs of a product make a round.
const RoundRuns = 512

// Options say what is searched, and for how long.
type Options struct {
	Products []string
	Seed     uint64
	Runs     int64 // of each product
	Workers  int
	// More is asked between rounds whether there is to be another one; nil is yes, up to
	// Runs. What it says must not decide anything but the number of runs.
	More func() bool
	// Save is given the state when a round is over, and at the end.
	Save func(s *State) error
	// Told, if not nil, is told how far the search is, after each round and each finding
	// that was shrunk.
	Told func(p Progress)
}

// Progress is how far a search is.
type Progress struct {
	Product           string // at work; empty when the findings are shrunk
	Runs, Of          int64  // of all products; Of is 0 when nobody knows
	Events            int64
	SimulatedHours    int64
	Met, Obligations  int
	Findings, Excused int
	Shrunk            int
}

// New is the state of a search that has not begun. The error names a product that there
// is not.
func New(o Options) (*State, error) {
	s := &State{Version: version, Seed: o.Seed, Round: RoundRuns}
	for _, name := range o.Products {
		g, err := generate.New(name, generate.Options{})
		if err != nil {
			return nil, err
		}
		f := Found{Product: name, Met: map[string]int64{}}
		for _, x := range obligation.All() {
			if len(x.Needs) == 0 || g.Has(x.Needs...) {
				f.Met[x.Name] = 0
			}
		}
		s.Products = append(s.Products, f)
	}
	return s, nil
}

// ErrOther is the error of a state that is not of the search that is asked for.
var ErrOther = errors.New("the search that was saved has another seed or other products")

// Run goes on with a search from where a state says that it is: nil to begin one. When
// ctx ends it stops as soon as what was begun is over, and gives the state with ctx's
// error; the state was saved, and a search that goes on with it ends as this one would
// have. Other errors are failures of the machine or of this program.
func Run(ctx context.Context, o Options, s *State) (*State, error) {
	fresh, err := New(o)
	if err != nil {
		return nil, err
	}
	if s == nil {
		s = fresh
	}
	if !s.same(fresh) {
		return nil, ErrOther
	}
	x := &search{Options: o, state: s, own: newTools(), crew: suite.NewCrew(o.Workers, newTools, (*tools).close)}
	defer x.crew.Close()
	defer x.own.close()
	if err := x.rounds(ctx); err != nil {
		return s, err
	}
	return s, x.shrink(ctx)
}

// search is a search at work.
type search struct {
	Options
	state *State
	crew  *suite.Crew[*tools]
	own   *tools // of whoever gathers
}

// rounds does all rounds.
func (x *search) rounds(ctx context.Context) error {
	for {
		f := x.behind()
		if f.Runs >= x.Runs || x.even() && x.More != nil && !x.More() {
			return ctx.Err()
		}
		whole, err := x.round(ctx, f)
		if err == nil && x.Save != nil {
			err = x.Save(x.state)
		}
		x.tell(f.Product)
		if err == nil && !whole {
			err = ctx.Err()
		}
		if err != nil {
			return err
		}
	}
}

// behind is the product that has had the fewest runs, the first of them.
func (x *search) behind() *Found {
	least := &x.state.Products[0]
	for i := range x.state.Products {
		if f := &x.state.Products[i]; f.Runs < least.Runs {
			least = f
		}
	}
	return least
}

// even reports whether all products have had the same number of runs.
func (x *search) even() bool {
	return !slices.ContainsFunc(x.state.Products, func(f Found) bool { return f.Runs != x.state.Products[0].Runs })
}

// round does a product's runs up to the end of its round, or of the search. It is not
// whole when it was interrupted; then what came before the first run that did not begin
// is entered, as if the round had ended there.
func (x *search) round(ctx context.Context, f *Found) (whole bool, err error) {
	size := int64(x.state.Round)
	if f.Runs%size == 0 {
		f.Wanted = wanted(f)
	}
	n := min(size-f.Runs%size, x.Runs-f.Runs)
	plans := make([]plan, n)
	for i := range plans {
		plans[i] = plan{f.Product, f.Wanted, generate.Plan{Seed: x.state.Seed, Run: uint64(f.Runs) + uint64(i) + 1, Size: generate.Usual}}
	}
	done := suite.Do(ctx, x.crew, len(plans), func(t *tools, i int) (outcome, error) { return t.do(&plans[i]) }, nil)
	for i := range done {
		if !done[i].Began {
			return false, nil
		}
		if err := x.enter(f, &plans[i], &done[i]); err != nil {
			return false, err
		}
	}
	return true, nil
}

// wanted lists the kinds of statements that bring about what a product has not met.
func wanted(f *Found) (kinds []string) {
	for _, o := range obligation.All() {
		if n, asked := f.Met[o.Name]; asked && n == 0 {
			kinds = append(kinds, o.Wants...)
		}
	}
	slices.Sort(kinds)
	return slices.Compact(kinds)
}

// enter adds what came of one run.
func (x *search) enter(f *Found, p *plan, d *suite.Done[outcome]) error {
	f.Runs++
	var broken *suite.Panic
	switch {
	case errors.As(d.Err, &broken):
		return x.found(f, p, Finding{Property: Panic, Cause: words(broken)})
	case d.Err != nil:
		f.Refused++
		return nil
	}
	o := &d.Value
	f.Events += int64(o.events)
	f.Simulated += o.simulated.Microseconds()
	f.Points += int64(o.points)
	for i, x := range obligation.All() {
		if o.met.Has(i) {
			f.Met[x.Name]++
		}
	}
	for _, s := range o.shown {
		err := x.found(f, p, Finding{Property: s.Property, Class: s.Class, Cause: s.Cause, ByMethod: s.ByMethod, Known: s.Known})
		if err != nil {
			return err
		}
	}
	return nil
}

// words are a panic's, without what differs from run to run.
func words(p *suite.Panic) string {
	first, _, _ := strings.Cut(fmt.Sprint(p.Value), "\n")
	var kept []string
	for _, w := range strings.Fields(first) {
		if !strings.ContainsAny(w, `/"0123456789`) {
			kept = append(kept, w)
		}
	}
	return strings.Join(kept, " ")
}

// found counts a finding, and keeps the script of the first run that shows it. A
// finding that is excused gives way to one of the same key that is not.
func (x *search) found(f *Found, p *plan, n Finding) error {
	i := slices.IndexFunc(f.Findings, func(o Finding) bool { return o.Key("") == n.Key("") })
	if i >= 0 {
		o := &f.Findings[i]
		o.Count++
		if !o.Excused() || n.Excused() {
			return nil
		}
		n.Count = o.Count
	} else {
		n.Count = 1
		f.Findings = append(f.Findings, Finding{})
		i = len(f.Findings) - 1
	}
	g, err := x.own.generator(p)
	if err != nil {
		return err
	}
	n.Run, n.Script = int64(p.Run), g.Script(p.Plan).Format()
	f.Findings[i] = n
	return nil
}

// tell tells how far the search is.
func (x *search) tell(product string) {
	if x.Told == nil {
		return
	}
	p := x.state.Progress()
	p.Product = product
	if x.More == nil {
		p.Of = x.Runs * int64(len(x.state.Products))
	}
	x.Told(p)
}

// Progress is how far the search is.
func (s *State) Progress() (p Progress) {
	var simulated int64
	for i := range s.Products {
		f := &s.Products[i]
		p.Runs += f.Runs
		p.Events += f.Events
		simulated += f.Simulated / 1e6
		for j := range f.Findings {
			p.Findings++
			if f.Findings[j].Excused() {
				p.Excused++
			}
			if f.Findings[j].Small != "" {
				p.Shrunk++
			}
		}
	}
	p.SimulatedHours = simulated / 3600
	for _, o := range s.Result().Obligations {
		p.Obligations++
		if o.Met > 0 {
			p.Met++
		}
	}
	return p
}
