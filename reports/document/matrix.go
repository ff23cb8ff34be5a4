package document

import (
	"fmt"
	"strings"
	"time"

	"gapless/reports"
)

// matrix is a table of verdicts with a column for each product.
type matrix struct {
	Name     string
	Products []string
	Rows     []matrixRow
}

// matrixRow is one rule or property.
type matrixRow struct {
	ID, Text string
	Cells    []cell
}

// cell is a verdict: a state, and what stands in the cell.
type cell struct {
	State string // fail, lose, pass or never
	Text  string // beside the state's sign
	Title string // the same in words
}

// signs stand for states beside their colours, for who does not see these.
var signs = map[string]string{"fail": "✗", "lose": "▲", "pass": "✓", "never": "·"}

// Sign is that of the cell's state.
func (c cell) Sign() string { return signs[c.State] }

// words name the states.
var words = map[string]string{"fail": "not as expected", "lose": "loses, as expected", "pass": "pass", "never": "never exercised"}

// Word names the cell's state.
func (c cell) Word() string { return words[c.State] }

// properties is the matrix of properties.
func properties(b *reports.Book) *matrix {
	m := &matrix{Name: "property", Products: columns(b)}
	if len(b.Products) == 0 {
		return m
	}
	for k, first := range b.Products[0].Properties {
		row := matrixRow{ID: first.Property, Text: reports.PropertyName(first.Property)}
		for i := range b.Products {
			c := cell{State: "never", Title: "never exercised"}
			if all := b.Products[i].Properties; k < len(all) {
				c = held(&all[k])
			}
			row.Cells = append(row.Cells, c)
		}
		m.Rows = append(m.Rows, row)
	}
	return m
}

// held is a property's cell.
func held(t *reports.Tally) cell {
	all := t.Holds + t.Broken
	switch {
	case t.Failed > 0:
		return cell{"fail", fmt.Sprintf("%d of %d", t.Failed, all), fmt.Sprintf("broken in %d of %d cases, %d of which are not as expected", t.Broken, all, t.Failed)}
	case t.Broken > 0:
		return cell{"lose", fmt.Sprintf("%d of %d", t.Broken, all), fmt.Sprintf("broken in %d of %d cases, as expected", t.Broken, all)}
	case t.Holds > 0:
		return cell{"pass", fmt.Sprint(all), fmt.Sprintf("holds in all of %d cases", all)}
	}
	return cell{State: "never", Title: "never exercised: no case gives it a subject"}
}

// rules is the matrix of rules, those that nothing covers among them.
func rules(b *reports.Book) *matrix {
	m := &matrix{Name: "rule", Products: columns(b)}
	for i := range b.Rules {
		row := matrixRow{ID: b.Rules[i].Rule, Text: prose(b.Rules[i].Text)}
		for k := range b.Products {
			row.Cells = append(row.Cells, covered(b.Rules[i].Cell(b.Products[k].Product)))
		}
		m.Rows = append(m.Rows, row)
	}
	return m
}

// covered is a rule's cell.
func covered(x *reports.Cell) cell {
	if x == nil {
		return cell{State: "never", Title: "never exercised: no case of this product covers the rule"}
	}
	text, title := "", ""
	if x.Widest != "" {
		text, title = " "+short(x.Widest), ", the widest window "+x.Widest
	}
	switch {
	case x.Failed > 0:
		return cell{"fail", fmt.Sprintf("%d of %d", x.Failed, x.Cases) + text, fmt.Sprintf("%d of %d cases are not as expected", x.Failed, x.Cases) + title}
	case x.Losing > 0:
		return cell{"lose", fmt.Sprintf("%d of %d", x.Losing, x.Cases) + text, fmt.Sprintf("%d of %d cases have a silent loss, as expected", x.Losing, x.Cases) + title}
	}
	return cell{"pass", fmt.Sprint(x.Cases) + text, fmt.Sprintf("no loss in %d cases", x.Cases) + title}
}

// prose takes Markdown's marks out of a rule's text.
func prose(s string) string { return strings.NewReplacer("**", "", "`", "").Replace(s) }

// columns are the names of a matrix's columns.
func columns(b *reports.Book) (names []string) {
	for i := range b.Products {
		names = append(names, b.Products[i].Product)
	}
	return names
}

// short is a length of time that a cell has room for; the cell's title has all of it.
func short(text string) string {
	d, err := time.ParseDuration(text)
	if err != nil || len(text) < 10 {
		return text
	}
	return "≈" + about(int64(d))
}
