package document

import (
	"bytes"
	"cmp"
	"fmt"
	"html/template"
	"slices"
	"strings"

	"gapless/reports"
	"gapless/reports/timeline"
)

// view is a book in the words of the page. Its texts are not escaped yet, and its
// pictures and stories are finished HTML.
type view struct {
	Policy        string
	Style, Script template.HTML
	Title         string
	Verdict       reports.Verdict
	Totals        reports.Totals
	Facts         []fact
	Example       *story
	Products      []string
	Properties    *matrix
	Rules         *matrix
	Uncovered     []reports.Uncovered
	Failures      []*story
	Losses        []*story
	Found         []*story
	Envelopes     []envelope
	Explored      *explored
	Assumptions   []assumption
	Store         template.HTML // packed stories
}

// fact is one line of a list of names and values.
type fact struct{ Name, Value string }

// assumption is one thing that the engine took for granted, and who relied on it.
type assumption struct {
	Text     string
	Cases    int
	Products string
}

// look makes the view of a book.
func look(b *reports.Book, o Options) (*view, error) {
	v := &view{
		Policy: policy(), Style: element("style", style+timeline.Style), Script: element("script", program), Title: "Gapless report",
		Verdict: b.Verdict(), Totals: b.Totals, Facts: facts(b), Uncovered: b.Uncovered, Assumptions: assumptions(b),
	}
	v.Products = columns(b)
	v.Properties, v.Rules = properties(b), rules(b)
	v.Explored = exploredBy(b)
	if b.Search != nil {
		for i := range b.Search.Envelopes {
			v.Envelopes = append(v.Envelopes, draw(&b.Search.Envelopes[i]))
		}
	}
	stories := tell(b)
	for _, s := range stories {
		switch {
		case s.found:
			v.Found = append(v.Found, s)
		case s.Failed:
			v.Failures = append(v.Failures, s)
		default:
			v.Losses = append(v.Losses, s)
		}
	}
	slices.SortStableFunc(v.Found, func(a, b *story) int { return cmp.Compare(b.surprise(), a.surprise()) })
	v.Example = example(stories)
	return v, v.write(o)
}

// write renders the stories: failures first, then what the search found, then the
// losses that scripts expect.
func (v *view) write(o Options) error {
	st := store{left: o.Inline}
	for i, s := range slices.Concat(v.Failures, v.Found, v.Losses) {
		s.ID = i + 1
		if err := s.draw(); err != nil {
			return err
		}
		var body bytes.Buffer
		if err := pages.ExecuteTemplate(&body, "story", s); err != nil {
			return err
		}
		st.put(s, shown(body.String()))
	}
	var err error
	v.Store, err = st.pack()
	return err
}

// facts are what the report was made with.
func facts(b *reports.Book) []fact {
	e := &b.Environment
	commit := cmp.Or(e.Commit, "not stamped into the program; build it with go build")
	if e.Modified {
		commit += ", with changes that were not committed"
	}
	all := []fact{
		{"Version", cmp.Or(e.Version, "unknown")}, {"Commit", commit},
		{"Go", strings.TrimSpace(cmp.Or(e.Go, "unknown") + " " + e.Platform)}, {"Schema", b.Schema},
	}
	if b.Search == nil {
		return append(all, fact{"Seed", "none: nothing was searched"}, fact{"Bounds", "the scripts named below, each run twice"})
	}
	all = append(all, fact{"Seed", fmt.Sprint(b.Search.Seed)})
	for _, c := range b.Search.Campaigns {
		all = append(all, fact{"Bound", fmt.Sprintf("%s random runs of %s", count(c.Runs), c.Product)})
	}
	for _, x := range b.Search.Exhaustive {
		all = append(all, fact{"Bound", x.Product + ": every script of " + x.Bound})
	}
	return all
}

// assumptions gathers what the engine took for granted, and in how many cases.
func assumptions(b *reports.Book) (all []assumption) {
	for _, c := range slices.Concat(b.Cases, b.Found) {
		for _, text := range slices.Compact(slices.Sorted(slices.Values(c.Assumptions))) {
			i := slices.IndexFunc(all, func(a assumption) bool { return a.Text == text })
			if i < 0 {
				i, all = len(all), append(all, assumption{Text: text})
			}
			all[i].Cases++
			if !slices.Contains(strings.Split(all[i].Products, ", "), c.Product) {
				all[i].Products = strings.TrimPrefix(all[i].Products+", "+c.Product, ", ")
			}
		}
	}
	return all
}
