package reports

import (
	"fmt"
	"strings"

	"gapless/fuzz/result"

	"github.com/dustin/go-humanize"
)

// Verdict is what a book says in one paragraph.
type Verdict struct {
	Word      string // "as expected", "not as expected" or "interrupted"
	OK        bool   // nothing is other than expected
	Sentences []string
}

// Verdict sums the book up. It decides nothing: what is expected, the scripts say.
func (b *Book) Verdict() Verdict { return b.verdict(plain) }

// verdict sums the book up; named writes the names of scripts and products.
func (b *Book) verdict(named func(string) string) Verdict {
	v := Verdict{Word: "as expected", OK: b.Totals.Failed == 0 && unexcused(b.Search) == 0}
	switch {
	case !v.OK:
		v.Word = "not as expected"
	case b.Interrupted:
		v.Word, v.OK = "interrupted", false
	}
	v.Sentences = append(v.Sentences, b.sayCases(named))
	if b.Totals.Cases > 0 {
		v.Sentences = append(v.Sentences, b.sayLosses(named))
	}
	if text := b.sayNever(); text != "" {
		v.Sentences = append(v.Sentences, text)
	}
	v.Sentences = append(v.Sentences, saySearch(b.Search)...)
	if b.Interrupted {
		v.Sentences = append(v.Sentences, "The program was interrupted: this is what was done until then.")
	}
	return v
}

// sayCases tells whether all is as the scripts expect.
func (b *Book) sayCases(named func(string) string) string {
	t := &b.Totals
	all := fmt.Sprintf("%s %s (%s %s, each under its products)", Count(t.Cases), plural(t.Cases, "case"), Count(t.Scripts), plural(t.Scripts, "script"))
	switch {
	case t.Cases == 0:
		return "No script was run."
	case t.Failed == 0:
		return "All is as the scripts expect: " + all + "."
	}
	var names []string
	for _, c := range b.Failures() {
		names = append(names, fmt.Sprintf("%s on %s", named(c.Script), named(c.Product)))
	}
	const few = 3
	text := strings.Join(names[:min(few, len(names))], ", ")
	if n := len(names) - few; n > 0 {
		text += fmt.Sprintf(" and %s more", Count(n))
	}
	return fmt.Sprintf("Not as expected: %s of %s, namely %s.", Count(t.Failed), all, text)
}

// sayLosses tells which products lose files without a word.
func (b *Book) sayLosses(named func(string) string) string {
	var losing, sound []string
	for i := range b.Products {
		if p := &b.Products[i]; p.Losing > 0 {
			losing = append(losing, fmt.Sprintf("%s in %s of %s cases", named(p.Product), Count(p.Losing), Count(p.Cases)))
		} else {
			sound = append(sound, named(p.Product))
		}
	}
	if len(losing) == 0 {
		return "No case has a silent loss."
	}
	text := "Files are lost silently, and the job says nothing of it, by " + strings.Join(losing, ", ")
	if len(sound) > 0 {
		text += "; never by " + strings.Join(sound, ", ")
	}
	if b.Totals.Failed == 0 {
		text += ". Scripts expect each of these losses"
	}
	return text + "."
}

// sayNever tells what nothing was learnt of.
func (b *Book) sayNever() string {
	var text []string
	if len(b.Products) > 0 {
		var names []string
		for k := range b.Products[0].Properties {
			if b.neverExercised(k) {
				names = append(names, b.Products[0].Properties[k].Property)
			}
		}
		if len(names) > 0 {
			text = append(text, strings.Join(names, ", ")+" of the properties")
		}
	}
	if n := len(b.Uncovered); n > 0 {
		text = append(text, fmt.Sprintf("%s of the %s rules", Count(n), Count(n+len(b.Rules))))
	}
	if len(text) == 0 {
		return ""
	}
	return "Never exercised: " + strings.Join(text, " and ") + "."
}

// neverExercised reports whether no case of any product exercises the k-th property.
func (b *Book) neverExercised(k int) bool {
	for i := range b.Products {
		if all := b.Products[i].Properties; k >= len(all) || all[k].Holds+all[k].Broken > 0 {
			return false
		}
	}
	return true
}

// saySearch tells what was found beyond the scripts.
func saySearch(s *result.Search) []string {
	if s == nil {
		return []string{"Nothing was searched beyond these scripts."}
	}
	var runs int64
	found := 0
	for i := range s.Campaigns {
		runs += s.Campaigns[i].Runs
		found += len(s.Campaigns[i].Findings)
	}
	text := fmt.Sprintf("The search with seed %d made %s random runs and found %s %s to break a property", s.Seed, humanize.Comma(runs), Count(found), plural(found, "way"))
	switch n := unexcused(s); {
	case n > 0:
		text += fmt.Sprintf(", %s of which neither the product's rules nor its method excuse", Count(n))
	case found > 0:
		text += ", each as the product's rules or its method let one expect"
	}
	all := []string{text + "."}
	if n := len(s.Obligations); n > 0 {
		met := 0
		for _, o := range s.Obligations {
			if o.Met > 0 {
				met++
			}
		}
		all = append(all, fmt.Sprintf("It met %s of %s situations that it has to meet.", Count(met), Count(n)))
	}
	if n := len(s.Mutants); n > 0 {
		met := 0
		for _, m := range s.Mutants {
			if m.Found {
				met++
			}
		}
		all = append(all, fmt.Sprintf("Of %s planted defects it found %s.", Count(n), Count(met)))
	}
	return all
}

// unexcused counts the findings that neither rules nor methods let one expect.
func unexcused(s *result.Search) (n int) {
	if s == nil {
		return 0
	}
	for i := range s.Campaigns {
		for k := range s.Campaigns[i].Findings {
			if !s.Campaigns[i].Findings[k].Excused() {
				n++
			}
		}
	}
	return n
}

// Count writes a number for people.
func Count(n int) string { return humanize.Comma(int64(n)) }

// Plain shows text that somebody else chose: what a terminal or a browser would act on,
// or show in another order, is escaped as in Go. Plain text stays as it is.
func Plain(s string) string { return plain(s) }
