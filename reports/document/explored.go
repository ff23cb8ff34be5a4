package document

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"gapless/fuzz/result"
	"gapless/reports"

	"github.com/dustin/go-humanize"
)

// explored is how much was looked at, and with what success.
type explored struct {
	Scripts     table
	Campaigns   table
	Obligations table
	Missed      int // obligations that were not met
	Mutants     table
	Survived    int // mutants that were not found
	Exhaustive  table
}

// table is rows of texts below a head.
type table struct {
	Head []string
	Rows [][]string
	Bad  map[int]bool // rows that should not be so
}

// count writes a number for people.
func count[N int | int64](n N) string { return humanize.Comma(int64(n)) }

// exploredBy gathers what was explored.
func exploredBy(b *reports.Book) *explored {
	e := &explored{Scripts: table{Head: []string{"product", "cases", "not as expected", "with a silent loss", "runs", "events", "simulated time"}}}
	for i := range b.Products {
		p := &b.Products[i]
		e.Scripts.Rows = append(e.Scripts.Rows, []string{p.Product, count(p.Cases), count(p.Failed), count(p.Losing), count(p.Runs), count(p.Events), p.Simulated})
	}
	t := &b.Totals
	e.Scripts.Rows = append(e.Scripts.Rows, []string{"all", count(t.Cases), count(t.Failed), count(t.Losing), count(t.Runs), count(t.Events), t.Simulated})
	if b.Search != nil {
		e.search(b.Search)
	}
	return e
}

// search enters what a search explored.
func (e *explored) search(s *result.Search) {
	e.Campaigns.Head = []string{"product", "runs", "events", "simulated time", "restore points", "findings", "by rule", "by method", "not excused"}
	for i := range s.Campaigns {
		c := &s.Campaigns[i]
		byRule, byMethod, not := 0, 0, 0
		for k := range c.Findings {
			switch f := &c.Findings[k]; {
			case f.Known != "":
				byRule++
			case f.ByMethod:
				byMethod++
			default:
				not++
			}
		}
		e.Campaigns.Rows = append(e.Campaigns.Rows, []string{c.Product, count(c.Runs), count(c.Events), span(c.Simulated), count(c.Points), count(len(c.Findings)), count(byRule), count(byMethod), count(not)})
	}
	e.Obligations = table{Head: []string{"situation", "what it is", "runs that met it"}, Bad: map[int]bool{}}
	for i, o := range byNeed(s.Obligations) {
		if o.Met == 0 {
			e.Missed++
			e.Obligations.Bad[i] = true
		}
		e.Obligations.Rows = append(e.Obligations.Rows, []string{o.Name, o.About, cmp.Or(strings.TrimPrefix(count(o.Met), "0"), "never met")})
	}
	e.Mutants = table{Head: []string{"defect", "what it is", "class", "planted in", "found by", "runs to detection"}, Bad: map[int]bool{}}
	for i, m := range s.Mutants {
		after := count(m.Runs)
		if !m.Found {
			e.Survived++
			e.Mutants.Bad[i] = true
			after = "not found in " + after
		}
		e.Mutants.Rows = append(e.Mutants.Rows, []string{m.Name, m.About, cmp.Or(m.Class, "–"), m.Product, cmp.Or(m.Property, "–"), after})
	}
	e.Exhaustive.Head = []string{"product", "every script of", "explored", "pruned", "losing", "known losses inside the bound"}
	for _, x := range s.Exhaustive {
		var known []string
		for _, k := range x.Known {
			text := k.Rule
			if !k.Inside {
				text += " (not inside)"
			}
			known = append(known, text)
		}
		e.Exhaustive.Rows = append(e.Exhaustive.Rows, []string{x.Product, x.Bound, count(x.Explored), count(x.Pruned), count(x.Losing), strings.Join(known, ", ")})
	}
}

// byNeed puts the obligations that were not met first.
func byNeed(all []result.Obligation) []result.Obligation {
	all = slices.Clone(all)
	slices.SortStableFunc(all, func(a, b result.Obligation) int { return cmp.Compare(min(a.Met, 1), min(b.Met, 1)) })
	return all
}

// span is a length of simulated time for people.
func span(seconds int64) string {
	const year = 365 * 24 * 3600
	if seconds >= 2*year {
		return fmt.Sprintf("%s years", count(seconds/year))
	}
	return (time.Duration(seconds) * time.Second).String()
}
