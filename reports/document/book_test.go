package document

import (
	"bytes"
	"fmt"
	"strings"
	"sync"
	"testing"

	"gapless/fuzz/result"
	"gapless/reports"
	"gapless/scenarios"
	"gapless/scenarios/library"
)

// products are the columns of test books.
var products = []string{"netbackup-5.1", "netbackup-6.0-mp7", "netbackup-6.0-mp8", "netbackup-6.5.2A", "netbackup-6.5.3", "veeam-12.2"}

// judged is the case of a script under a product.
func judged(t testing.TB, r *scenarios.Runner, name, text, product string) *reports.Case {
	t.Helper()
	s, err := scenarios.Parse(name, []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	u, err := scenarios.NewSetup(s, product, nil)
	if err != nil {
		t.Fatal(err)
	}
	res, err := r.Judge(u, scenarios.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return reports.Digest(name, res, true).From("", text).Settle()
}

// libraryCases are the library's scripts under all their products.
var libraryCases = sync.OnceValue(func() (all []*reports.Case) {
	t := &testing.T{}
	r := scenarios.NewRunner()
	defer r.Close()
	for _, e := range library.All() {
		s, err := scenarios.Parse(e.Name, e.Text)
		if err != nil {
			panic(err)
		}
		for _, p := range s.Products() {
			all = append(all, judged(t, r, e.Name, string(e.Text), p))
		}
	}
	return all
})

// compiled is a book of cases.
func compiled(cases []*reports.Case) *reports.Book {
	rules := []reports.Rule{{ID: "C9", Text: "Failure in the middle of an append."}}
	for n := 1; n <= 22; n++ {
		rules = append(rules, reports.Rule{ID: fmt.Sprintf("N%d", n), Text: fmt.Sprintf("Rule %d of the releases, in **so many** words.", n)})
	}
	return reports.Compile(cases, rules, products)
}

// worked are the cases of the worked example, and one that fails.
func worked(t testing.TB) *reports.Book {
	t.Helper()
	e, ok := library.Find("netbackup/worked-example")
	if !ok {
		t.Fatal("the worked example is gone")
	}
	r := scenarios.NewRunner()
	defer r.Close()
	var cases []*reports.Case
	for _, p := range products[:5] {
		cases = append(cases, judged(t, r, e.Name, string(e.Text), p))
	}
	wrong := strings.Replace(string(e.Text), "expect captured /data/accounts.db", "expect lost /data/accounts.db", 1)
	b := compiled(append(cases, judged(t, r, "wrong.scenario", wrong, "netbackup-6.5.2A")))
	b.Search = search(3)
	return b
}

// search is what a campaign of so many findings a product may hand over. Its figures
// are made up.
func search(findings int) *result.Search {
	s := &result.Search{Seed: 7, Exhaustive: []result.Exhaustive{{Product: products[4], Bound: "two changes and two jobs", Explored: 123456, Pruned: 4321, Losing: 12}}}
	const second = 1_000_000_000
	for i, p := range products {
		c := result.Campaign{Product: p, Runs: 1_000_000, Events: 34_567_890, Simulated: 9e9, Points: 2_345_678, Findings: []result.Finding{}}
		for k := range findings {
			c.Findings = append(c.Findings, result.Finding{
				Name: fmt.Sprintf("%s-%d", p, k), Product: p, Property: "P1", Class: "loss", Cause: fmt.Sprintf("cause %d", k), ByMethod: k%2 == 0, Run: int64(k) + 1, Count: 17,
				Script: strings.Repeat("# a shrunk script\nproduct "+p+"\n02:00 full nightly\n", 6),
			})
		}
		s.Campaigns = append(s.Campaigns, c)
		bears := []int64{10, 10, 300, 10, 300, 0}[i] * second
		axes := []result.Axis{{Name: "delay", Unit: "ns", Bears: bears, Loses: bears + 1, Tried: 7200 * second, Points: []result.Point{{}, {Amount: bears}, {Amount: bears + 1, Window: 1}, {Amount: 7200 * second, Window: 7200*second - bears}}},
			{Name: "granularity", Unit: "ns", Bears: 2 * second, Tried: 2 * second, Points: []result.Point{{}, {Amount: 2 * second}}},
			{Name: "drift", Unit: "ppb", Bears: 115000, Loses: 115001, Tried: 1000000, Points: []result.Point{{}, {Amount: 115000}, {Amount: 1000000, Window: 76 * second}}},
			{Name: "client-forward", Unit: "ns", Bears: bears, Loses: bears + 1, Tried: 3600 * second, Points: []result.Point{{}, {Amount: bears}, {Amount: 3600 * second, Window: 3600*second - bears}}}}
		s.Envelopes = append(s.Envelopes, result.Envelope{Product: p, Axes: axes})
	}
	for i := range 40 {
		s.Obligations = append(s.Obligations, result.Obligation{Name: fmt.Sprintf("situation-%d", i), About: "a clock is stepped back across a reference", Met: int64(i) * 11})
		s.Mutants = append(s.Mutants, result.Mutant{Name: fmt.Sprintf("defect-%d", i), About: "the reference is taken late", Class: string(rune('A' + i%11)), Property: "P1", Product: p5(i), Found: i != 7, Runs: int64(i)*37 + 1})
	}
	return s
}

func p5(i int) string { return products[i%5] }

// html is a book's page.
func html(t testing.TB, b *reports.Book, o Options) string {
	t.Helper()
	var out bytes.Buffer
	if err := Write(&out, b, o); err != nil {
		t.Fatal(err)
	}
	return out.String()
}
