package library_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"gapless/engine/products"
	"gapless/model"
	"gapless/scenarios"
	"gapless/scenarios/library"
	"gapless/scenarios/script"
	"gapless/scenarios/suite"
)

// first and last are the properties that need a rule of the product's to be seen broken:
// media, reference, delete after backup, checkpoints.
const first, last = model.Property(5), model.Property(8)

// noSubject says which of them a product has nothing for, and why. What is named by the
// beginning of products' names holds for all of them.
var noSubject = map[string]map[model.Property]string{
	"netbackup-": {
		7: "no rule has it delete source files: user archives, which do, are no part of the profiles",
		8: "it writes images to media, and keeps no checkpoints in object repositories",
	},
	"backupexec-": {8: "it writes images to media, and keeps no checkpoints in object repositories"},
	"veeam-":      {7: "no rule has its jobs delete source files"},
	"gapless":     {8: "it writes images to media, and keeps no checkpoints in object repositories"},
}

func lacks(product string, p model.Property) bool {
	for prefix, why := range noSubject {
		if strings.HasPrefix(product, prefix) && why[p] != "" {
			return true
		}
	}
	return false
}

// broken is what a script shows of the properties: which are broken, and which have a
// subject at all.
type broken struct{ matters, any, exercised [model.Properties]bool }

func look(r *scenarios.Runner, u *scenarios.Setup) (b broken, err error) {
	o, err := r.Run(u, scenarios.Options{})
	if err != nil {
		return b, err
	}
	v := model.Judge(o.History)
	b.exercised = v.Exercised
	for i := range v.Violations {
		x := &v.Violations[i]
		b.any[x.Property] = true
		b.matters[x.Property] = b.matters[x.Property] || x.Matters()
	}
	return b, nil
}

// Each product has, for each of P5 to P8 that it can break, a script in which the property
// holds, and is broken when a rule of the product is, or a defect is planted in its engine.
// What it cannot break no script of it has a subject for. With -v the scripts are listed.
func TestEachProductHasAScriptForEachPropertyThatABreakBreaks(t *testing.T) {
	all := breakings(t)
	done := suite.Run(t.Context(), len(all), 2, func(r *scenarios.Runner, i int) ([]shown, error) { return all[i].try(r) }, nil)
	found := map[string][]string{}
	for i, d := range done {
		if d.Err != nil {
			t.Errorf("%s on %s: %v", all[i].script.Name, all[i].product, d.Err)
		}
		for _, s := range d.Value {
			key := of(all[i].product, s.property)
			found[key] = append(found[key], s.by+" in "+all[i].script.Name)
		}
	}
	for _, p := range products.Names() {
		for q := first; q <= last; q++ {
			shows := found[of(p, q)]
			switch {
			case lacks(p, q) && len(shows) > 0:
				t.Errorf("%s is said to have nothing for %v, which is exercised: %s", p, q, shows[0])
			case !lacks(p, q) && len(shows) == 0:
				t.Errorf("%s: in no script %v holds, and is broken by a break", p, q)
			}
			t.Logf("%s %v: %d\n\t%s", p, q, len(shows), strings.Join(shows, "\n\t"))
		}
	}
}

func of(product string, p model.Property) string { return fmt.Sprintf("%s %v", product, p) }

// breaking is one script under one product, with all that can be broken of that.
type breaking struct {
	script  *script.Script
	product string
}

// shown is a property that is broken by a break, or, for a product that is said to have
// nothing for it, exercised.
type shown struct {
	property model.Property
	by       string
}

func breakings(t *testing.T) (all []breaking) {
	for _, e := range library.All() {
		s, err := scenarios.Parse(e.Name, e.Text)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range s.Products() {
			all = append(all, breaking{s, p})
		}
	}
	return all
}

func (b breaking) try(r *scenarios.Runner) (all []shown, err error) {
	p, _ := products.Find(b.product)
	u, err := scenarios.NewSetup(b.script, b.product, nil)
	if err != nil {
		return nil, err
	}
	whole, err := look(r, u)
	if err != nil {
		return nil, err
	}
	for q := first; q <= last; q++ {
		if lacks(b.product, q) && whole.exercised[q] {
			all = append(all, shown{q, "no break"})
		}
	}
	for _, x := range slices.Concat(products.Breaks(), products.Defects()) {
		if !x.Of(p) {
			continue
		}
		u, err := scenarios.NewSetup(b.script, b.product, []scenarios.Override{{Key: "break", Value: x.Name}})
		if err != nil {
			continue // refused together with what the script asks for
		}
		got, err := look(r, u)
		if err != nil {
			return nil, fmt.Errorf("break %s: %w", x.Name, err)
		}
		for q := first; q <= last; q++ {
			if got.matters[q] && !whole.any[q] {
				all = append(all, shown{q, x.Name})
			}
		}
	}
	return all, nil
}
