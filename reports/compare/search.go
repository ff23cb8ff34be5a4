package compare

import (
	"cmp"
	"fmt"
	"math"

	"gapless/fuzz/result"
)

// search compares what was found beyond the scripts.
func (d *Difference) search(old, new *result.Search) {
	switch {
	case old == nil && new == nil:
		return
	case old == nil:
		d.newly(Change{Subject: "the search", What: "was made, and was not before"})
		old = &result.Search{}
	case new == nil:
		d.gone(Change{Subject: "the search", What: "was not made"})
		return
	}
	d.findings(old, new)
	d.obligations(old, new)
	d.mutants(old, new)
	d.envelopes(old, new)
}

// key is what makes two findings the same.
type key struct{ product, property, class, cause string }

// findings compares ways in which products break properties. Those that rules or methods
// let one expect are no news to a gate.
func (d *Difference) findings(old, new *result.Search) {
	list := func(s *result.Search) (all []result.Finding) {
		for i := range s.Campaigns {
			all = append(all, s.Campaigns[i].Findings...)
		}
		return all
	}
	for _, p := range pairs(list(old), list(new), func(f result.Finding) key { return key{f.Product, f.Property, f.Class, f.Cause} }) {
		switch {
		case !p.hadOld && p.new.Excused():
			d.newly(Change{Product: p.new.Product, Subject: "finding " + p.new.Name, What: "breaks " + p.new.Property + ", which its rules or its method excuse: " + p.new.Cause})
		case !p.hadOld:
			d.worse(Change{Product: p.new.Product, Subject: "finding " + p.new.Name, What: "breaks " + p.new.Property + ": " + p.new.Cause})
		case !p.hasNew:
			d.better(Change{Product: p.old.Product, Subject: "finding " + p.old.Name, What: "was not found again"})
		}
	}
}

// obligations compares which situations the search met.
func (d *Difference) obligations(old, new *result.Search) {
	for _, p := range pairs(old.Obligations, new.Obligations, func(o result.Obligation) string { return o.Name }) {
		switch had, has := p.old.Met > 0, p.new.Met > 0; {
		case has && !had:
			d.newly(Change{Subject: "situation " + p.new.Name, What: "was met"})
		case had && !has:
			d.gone(Change{Subject: "situation " + p.old.Name, What: "was not met"})
		}
	}
}

// mutants compares which planted defects were found.
func (d *Difference) mutants(old, new *result.Search) {
	for _, p := range pairs(old.Mutants, new.Mutants, func(m result.Mutant) [2]string { return [2]string{m.Name, m.Product} }) {
		of := Change{Product: cmp.Or(p.new.Product, p.old.Product), Subject: "defect " + cmp.Or(p.new.Name, p.old.Name)}
		switch {
		case !p.hasNew:
			of.What = "is not planted any more"
			d.gone(of)
		case !p.new.Found && (!p.hadOld || p.old.Found):
			of.What = fmt.Sprintf("is not found in %d runs", p.new.Runs)
			d.worse(of)
		case p.new.Found && !p.hadOld:
			of.What = fmt.Sprintf("is planted, and found after %d runs", p.new.Runs)
			d.newly(of)
		case p.new.Found && !p.old.Found:
			of.What = fmt.Sprintf("is found after %d runs", p.new.Runs)
			d.better(of)
		}
	}
}

// border is one axis of one product.
type border struct {
	product string
	result.Axis
}

// borne is the most that loses nothing, as far as it was tried.
func (b *border) borne() int64 {
	if b.Loses == 0 {
		return b.Tried
	}
	return b.Bears
}

// loses is the least that loses; more than anything when nothing does.
func (b *border) loses() int64 {
	if b.Loses == 0 {
		return math.MaxInt64
	}
	return b.Loses
}

// envelopes compares how much products bear.
func (d *Difference) envelopes(old, new *result.Search) {
	list := func(s *result.Search) (all []border) {
		for i := range s.Envelopes {
			for _, a := range s.Envelopes[i].Axes {
				all = append(all, border{s.Envelopes[i].Product, a})
			}
		}
		return all
	}
	for _, p := range pairs(list(old), list(new), func(b border) [2]string { return [2]string{b.product, b.Name} }) {
		of := Change{Product: cmp.Or(p.new.product, p.old.product), Subject: "envelope of " + cmp.Or(p.new.Name, p.old.Name)}
		switch {
		case !p.hadOld:
			of.What = "was measured"
			d.newly(of)
		case !p.hasNew:
			of.What = "was not measured"
			d.gone(of)
		case p.new.loses() < p.old.loses():
			of.What = fmt.Sprintf("bears only %d %s, and bore %d", p.new.borne(), p.new.Unit, p.old.borne())
			d.worse(of)
		case p.new.loses() > p.old.loses():
			of.What = fmt.Sprintf("bears %d %s, and bore %d", p.new.borne(), p.new.Unit, p.old.borne())
			d.better(of)
		}
	}
}
