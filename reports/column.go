package reports

import (
	"gapless/model"
	"gapless/model/clock"
)

// Column is all that the cases say of one product.
type Column struct {
	Product    string  `json:"product"`
	Cases      int     `json:"cases"`
	Failed     int     `json:"failed"`
	Losing     int     `json:"losing"` // cases with a silent loss, expected or not
	Runs       int     `json:"runs"`
	Events     int     `json:"events"`
	Simulated  string  `json:"simulated"`
	Properties []Tally `json:"properties"` // P1 to P10
}

// Tally is how many of a product's cases hold a property, break it, or never exercise
// it.
type Tally struct {
	Property string `json:"property"`
	Holds    int    `json:"holds"`
	Broken   int    `json:"broken"`
	Failed   int    `json:"failed"` // of those that break it: not as their script expects
	Never    int    `json:"never"`
}

// The three things that a case says of a property.
const (
	holds  = "holds"
	broken = "broken"
	never  = "never exercised"
)

// column sums a product's cases.
func column(product string, cases []*Case) Column {
	out := Column{Product: product, Properties: make([]Tally, 0, model.Properties-1)}
	for p := model.Property(1); p < model.Properties; p++ {
		out.Properties = append(out.Properties, Tally{Property: p.String()})
	}
	var span clock.Duration
	for _, c := range cases {
		if c.Product == product {
			out.add(c)
			span = span.Plus(c.span)
		}
	}
	out.Simulated = span.Short()
	return out
}

// add counts a case.
func (x *Column) add(c *Case) {
	x.Cases++
	x.Runs += c.Runs
	x.Events += c.Events
	if !c.OK {
		x.Failed++
	}
	if c.Loses() {
		x.Losing++
	}
	for i := range x.Properties {
		t := &x.Properties[i]
		switch c.Properties[t.Property] {
		case holds:
			t.Holds++
		case broken:
			t.Broken++
			if !c.OK {
				t.Failed++
			}
		default:
			t.Never++
		}
	}
}
