package campaign

import (
	"context"
	"errors"
	"fmt"

	"gapless/fuzz/finding"
	"gapless/fuzz/shrink"
	"gapless/scenarios"
	"gapless/scenarios/script"
	"gapless/scenarios/suite"
)

// place is where a finding is in the state.
type place struct{ product, finding int }

// shrink has every finding's script shrunk that is not yet. The number of a search's
// runs may grow later; what was shrunk then stays, since it is the first run's.
func (x *search) shrink(ctx context.Context) error {
	var todo []place
	for i := range x.state.Products {
		for j := range x.state.Products[i].Findings {
			if x.state.Products[i].Findings[j].Small == "" {
				todo = append(todo, place{i, j})
			}
		}
	}
	done := suite.Do(ctx, x.crew, len(todo), func(t *tools, i int) (string, error) {
		f := &x.state.Products[todo[i].product]
		return small(t.runner, f.Product, f.Findings[todo[i].finding])
	}, func(i int, d *suite.Done[string]) {
		if d.Err == nil {
			x.state.Products[todo[i].product].Findings[todo[i].finding].Small = d.Value
		}
		x.tell("")
	})
	var errs []error
	for i, d := range done {
		if d.Err != nil {
			f := &x.state.Products[todo[i].product]
			errs = append(errs, fmt.Errorf("%s: %w", f.Findings[todo[i].finding].Key(f.Product).Name(), d.Err))
		}
	}
	if x.Save != nil {
		errs = append(errs, x.Save(x.state))
	}
	return errors.Join(append(errs, ctx.Err())...)
}

// small is what is left of a finding's script, as text.
func small(r *scenarios.Runner, product string, f Finding) (string, error) {
	k := f.Key(product)
	s, err := scenarios.Parse(k.Name()+".scenario", []byte(f.Script))
	if err != nil {
		return "", err
	}
	if f.Property == Panic {
		return panicking(s, k)
	}
	least, _, err := shrink.Finding(r, s, k)
	if err != nil {
		return "", err
	}
	return least.Format(), nil
}

// panicking is what is left of a script that makes the engine or the world panic.
func panicking(s *script.Script, k finding.Key) (string, error) {
	crew := suite.NewCrew(1, scenarios.NewRunner, (*scenarios.Runner).Close)
	defer crew.Close()
	least, _ := shrink.Reduce(s, func(s *script.Script) bool {
		done := suite.Do(context.Background(), crew, 1, func(r *scenarios.Runner, _ int) (bool, error) {
			u, err := scenarios.NewSetup(s, k.Product, nil)
			if err != nil {
				return false, err
			}
			_, err = r.Judge(u, scenarios.Options{})
			return true, err
		}, nil)
		var broken *suite.Panic
		return errors.As(done[0].Err, &broken) && words(broken) == k.Cause
	})
	only, err := scenarios.Language.Declare("product", k.Product)
	if err != nil {
		return "", err
	}
	c := least.Clone()
	if len(c.Products()) == 0 {
		c.Statements = append([]*script.Statement{only}, c.Statements...)
	}
	c.Statements[0].Before = []string{"# " + k.Product + " panics: " + k.Cause + "."}
	return c.Format(), nil
}
