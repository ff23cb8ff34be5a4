package reports

import (
	"slices"
	"time"

	"gapless/model/clock"
)

// Schema names the form of report.json, and its version: docs/report.md.
const Schema = "gapless-report/1"

// Book is many cases: what report.json holds.
type Book struct {
	Schema      string  `json:"schema"`
	Interrupted bool    `json:"interrupted"` // the cases are those that were done until then
	Totals      Totals  `json:"totals"`
	Rules       []Row   `json:"rules"`
	Cases       []*Case `json:"cases"`

	products []string
}

// Totals are the sums over all cases.
type Totals struct {
	Scripts   int    `json:"scripts"`
	Cases     int    `json:"cases"`
	Failed    int    `json:"failed"`
	Losing    int    `json:"losing"` // cases with a silent loss, expected or not
	Runs      int    `json:"runs"`
	Events    int    `json:"events"`
	Simulated string `json:"simulated"`
}

// Row is one rule with the verdict on each product whose scripts cover it.
type Row struct {
	Rule  string `json:"rule"`
	Text  string `json:"text"`
	Cells []Cell `json:"products"`
}

// Cell is one rule under one product.
type Cell struct {
	Product string `json:"product"`
	Cases   int    `json:"cases"`
	Failed  int    `json:"failed"`
	Losing  int    `json:"losing"`
	// Windows is how many windows the cases have, and Widest the length of the
	// longest one.
	Windows int    `json:"windows"`
	Widest  string `json:"widest,omitempty"`

	widest time.Duration
}

// Compile makes a book of cases. rules are those to make rows of, in their order;
// rules that no case covers get none. products gives the order of columns.
func Compile(cases []*Case, rules []Rule, products []string) *Book {
	b := &Book{Schema: Schema, Cases: cases, Rules: []Row{}}
	if cases == nil {
		b.Cases = []*Case{}
	}
	scripts := map[string]bool{}
	var span time.Duration
	used := map[string]bool{}
	for _, c := range cases {
		scripts[c.Script] = true
		used[c.Product] = true
		b.Totals.Cases++
		b.Totals.Runs += c.Runs
		b.Totals.Events += c.Events
		span += c.span.Std()
		if !c.OK {
			b.Totals.Failed++
		}
		if c.Loses() {
			b.Totals.Losing++
		}
	}
	b.Totals.Scripts, b.Totals.Simulated = len(scripts), clock.Of(span).Short()
	for _, p := range products {
		if used[p] {
			b.products = append(b.products, p)
		}
	}
	for _, r := range rules {
		if row := b.row(r); row != nil {
			b.Rules = append(b.Rules, *row)
		}
	}
	return b
}

// row gathers what is known of a rule; nil when nothing is.
func (b *Book) row(r Rule) *Row {
	row := &Row{Rule: r.ID, Text: r.Text}
	for _, p := range b.products {
		cell := Cell{Product: p}
		for _, c := range b.Cases {
			if c.Product == p && slices.Contains(c.Covers, r.ID) {
				cell.add(c)
			}
		}
		if cell.Cases > 0 {
			row.Cells = append(row.Cells, cell)
		}
	}
	if len(row.Cells) == 0 {
		return nil
	}
	return row
}

// add counts a case.
func (x *Cell) add(c *Case) {
	x.Cases++
	if !c.OK {
		x.Failed++
	}
	if c.Loses() {
		x.Losing++
	}
	for _, w := range c.Windows {
		x.Windows += len(w.Windows)
		for _, i := range w.Windows {
			if i.length > x.widest {
				x.widest, x.Widest = i.length, clock.Of(i.length).Short()
			}
		}
	}
}

// Failures are the cases that are not OK, in their order.
func (b *Book) Failures() []*Case {
	return slices.DeleteFunc(slices.Clone(b.Cases), func(c *Case) bool { return c.OK })
}

// cell is the row's cell of a product; nil without one.
func (r *Row) cell(product string) *Cell {
	i := slices.IndexFunc(r.Cells, func(x Cell) bool { return x.Product == product })
	if i < 0 {
		return nil
	}
	return &r.Cells[i]
}
