package reports

import (
	"slices"
	"strings"
	"time"

	"gapless/fuzz/result"
	"gapless/model/clock"
)

// Schema names the form of report.json, and its version: docs/report.md.
const Schema = "gapless-report/1"

// Book is many cases: what report.json holds.
type Book struct {
	Schema      string      `json:"schema"`
	Interrupted bool        `json:"interrupted"` // the cases are those that were done until then
	Environment Environment `json:"environment"`
	Totals      Totals      `json:"totals"`
	Products    []Column    `json:"products"` // those of the cases, in the order of their releases
	Rules       []Row       `json:"rules"`
	// Uncovered are the rules that no case covers, in their order.
	Uncovered []Uncovered `json:"uncovered"`
	Cases     []*Case     `json:"cases"`
	// Scripts are the texts of those scripts that lose or fail somewhere, by name.
	Scripts []Text `json:"scripts"`
	// Search is what was found beyond the scripts; nil when nothing was searched.
	Search *result.Search `json:"search"`
	// Found are the runs of the search's findings, in their order.
	Found []*Case `json:"found"`
}

// Uncovered is a rule that no case covers.
type Uncovered struct {
	Rule string `json:"rule"`
	Text string `json:"text"`
}

// Text is a script's whole text.
type Text struct {
	Script string `json:"script"`
	Text   string `json:"text"`
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
	b := &Book{Schema: Schema, Cases: cases, Products: []Column{}, Rules: []Row{}, Uncovered: []Uncovered{}, Scripts: []Text{}, Found: []*Case{}}
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
			b.Products = append(b.Products, column(p, cases))
		}
	}
	for _, r := range rules {
		if row := b.row(r); row != nil {
			b.Rules = append(b.Rules, *row)
		} else {
			b.Uncovered = append(b.Uncovered, Uncovered{Rule: r.ID, Text: r.Text})
		}
	}
	b.enterTexts()
	return b
}

// enterTexts enters the text of each script that loses or fails, once.
func (b *Book) enterTexts() {
	entered := map[string]bool{}
	for _, c := range b.Cases {
		if c.text != "" && (!c.OK || len(c.Violations) > 0) && !entered[c.Script] {
			b.Scripts = append(b.Scripts, Text{Script: c.Script, Text: c.text})
			entered[c.Script] = true
		}
	}
	slices.SortStableFunc(b.Scripts, func(x, y Text) int { return strings.Compare(x.Script, y.Script) })
}

// ScriptText is the text of a script that loses or fails; nothing of any other.
func (b *Book) ScriptText(name string) string {
	i, found := slices.BinarySearchFunc(b.Scripts, name, func(t Text, name string) int { return strings.Compare(t.Script, name) })
	if !found {
		return ""
	}
	return b.Scripts[i].Text
}

// row gathers what is known of a rule; nil when nothing is.
func (b *Book) row(r Rule) *Row {
	row := &Row{Rule: r.ID, Text: r.Text}
	for _, column := range b.Products {
		p := column.Product
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

// Cell is the row's cell of a product; nil without one.
func (r *Row) Cell(product string) *Cell {
	i := slices.IndexFunc(r.Cells, func(x Cell) bool { return x.Product == product })
	if i < 0 {
		return nil
	}
	return &r.Cells[i]
}
