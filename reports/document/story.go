package document

import (
	"bytes"
	"fmt"
	"html/template"
	"slices"
	"strings"

	"gapless/fuzz/result"
	"gapless/model"
	"gapless/reports"
	"gapless/reports/timeline"
)

// story is one failure or loss as its reader opens it: cases of one script that differ
// in nothing but their product.
type story struct {
	ID       int // its place on the page, from 1
	Failed   bool
	Script   string
	File     string
	Headline string
	Brief    []string // what went wrong, in a few sentences
	Prose    []string // the paragraphs with which the script opens
	Problems []string
	Excuse   string // of a finding: why it is no surprise
	Times    int64  // of a finding: how many runs showed it; 0 for no finding
	Breaches []breach
	More     int // breaches that are left out
	Windows  []string
	Lines    []sourceLine
	Covers   []string
	Replays  []replay
	Columns  string // of the products, by number

	Picture template.HTML // the timeline; empty without one
	Body    template.HTML // what it opens to; empty when that is in the store
	Stored  int           // its place in the store, from 1; 0 when Body is here

	run    *timeline.Timeline
	found  bool     // the search found it
	broken []string // properties
	key    string
}

// breach is a violation with its argument.
type breach struct {
	Headline  string
	Sentences []string
}

// replay is the command that shows a case again.
type replay struct{ Product, Hash, Command string }

// sourceLine is one line of a script; Marked are those that a cause names.
type sourceLine struct {
	Text   string
	Marked bool
}

// most is how many violations of one case are argued.
const most = 5

// tell makes the stories of a book, in the order of its cases.
func tell(b *reports.Book) []*story {
	columns := map[string]int{}
	for i := range b.Products {
		columns[b.Products[i].Product] = i
	}
	var all []*story
	known := map[string]*story{}
	enter := func(c *reports.Case, text string, f *result.Finding) {
		if c.OK && f == nil && len(c.Violations) == 0 {
			return
		}
		s := storyOf(c, text, f)
		if same := known[s.key]; same != nil {
			s = same
		} else {
			known[s.key], all = s, append(all, s)
		}
		s.Replays = append(s.Replays, replay{c.Product, c.Hash, c.Replay})
		if i, ok := columns[c.Product]; ok {
			s.Columns = strings.TrimSpace(fmt.Sprint(s.Columns, " ", i))
		}
	}
	for _, c := range b.Cases {
		enter(c, b.ScriptText(c.Script), nil)
	}
	for i, c := range b.Found {
		f := findingOf(b, i)
		enter(c, f.Script, f)
	}
	return all
}

// findingOf is the i-th finding, whose case is the i-th that was found.
func findingOf(b *reports.Book, i int) *result.Finding {
	if b.Search != nil {
		for k := range b.Search.Campaigns {
			all := b.Search.Campaigns[k].Findings
			if i < len(all) {
				return &all[i]
			}
			i -= len(all)
		}
	}
	return &result.Finding{}
}

// excuse says why a finding is no surprise; nothing when it is one.
func excuse(f *result.Finding) string {
	switch {
	case f.Known != "":
		return "as " + f.Known + " says of this product"
	case f.ByMethod:
		return "what the product's method cannot see by design"
	}
	return ""
}

// storyOf is the story of one case.
func storyOf(c *reports.Case, text string, f *result.Finding) *story {
	s := &story{Failed: !c.OK, Script: c.Script, File: c.File, Covers: c.Covers, Brief: c.Brief(), Prose: opening(text), run: c.Timeline, found: f != nil}
	for _, p := range c.Problems {
		s.Problems = append(s.Problems, p.String())
	}
	marked := map[int]bool{}
	for i := range c.Violations {
		v := &c.Violations[i]
		if marked[v.Cause.Line] = true; i >= most {
			s.More++
			continue
		}
		s.Breaches = append(s.Breaches, breach{v.Headline(), v.Cause.Sentences})
	}
	for p := model.Property(1); p < model.Properties; p++ {
		if id := p.String(); c.Properties[id] == "broken" {
			s.broken = append(s.broken, id)
		}
	}
	switch {
	case len(s.Problems) > 0:
		s.Headline = s.Problems[0]
	case len(s.Breaches) > 0:
		s.Headline = s.Breaches[0].Headline
	default:
		s.Headline = "nothing is broken"
	}
	for i := range c.Windows {
		s.Windows = append(s.Windows, c.Windows[i].Path+": "+c.Windows[i].Text())
	}
	if f != nil {
		s.Failed = s.Failed || !f.Excused()
		s.Excuse, s.Times = excuse(f), f.Count
		if f.Cause != "" {
			s.Headline += " (" + f.Cause + ")"
		}
	}
	s.Lines = lines(text, marked)
	s.key = fmt.Sprintf("%q %v %v %q %q %v %q", s.Script, s.Failed, s.found, s.Problems, s.Breaches, s.More, s.Windows)
	return s
}

// lines are a script's.
func lines(text string, marked map[int]bool) (all []sourceLine) {
	if text == "" {
		return nil
	}
	for line := range strings.Lines(text) {
		line = strings.ReplaceAll(strings.TrimRight(line, "\r\n"), "\t", "    ")
		all = append(all, sourceLine{line, marked[len(all)+1]})
	}
	return all
}

// opening is the prose with which a script begins, a paragraph each.
func opening(text string) (all []string) {
	var paragraph []string
	end := func() {
		if len(paragraph) > 0 {
			all = append(all, strings.Join(paragraph, " "))
		}
		paragraph = nil
	}
	for line := range strings.Lines(text) {
		line, comment := strings.CutPrefix(strings.TrimSpace(line), "#")
		if !comment {
			break
		}
		if line = strings.TrimSpace(line); line == "" {
			end()
			continue
		}
		paragraph = append(paragraph, line)
	}
	end()
	return all
}

// example is the story that shows a newcomer what a loss is: an expected one, of the
// script that covers the most rules.
func example(all []*story) (best *story) {
	for _, s := range all {
		if !s.Failed && len(s.Brief) > 0 && (best == nil || len(s.Covers) > len(best.Covers)) {
			best = s
		}
	}
	return best
}

// surprise is 1 for what nothing excuses, and 0 for the rest.
func (s *story) surprise() int {
	if s.Failed {
		return 1
	}
	return 0
}

// Products names the products of the story.
func (s *story) Products() string {
	var names []string
	for _, r := range s.Replays {
		names = append(names, r.Product)
	}
	return strings.Join(slices.Compact(names), ", ")
}

// Tags are the rules that the story's script covers, and the properties that it breaks:
// what the filter finds it by.
func (s *story) Tags() string { return strings.Join(append(slices.Clone(s.Covers), s.broken...), " ") }

// draw makes the story's picture, of its first loss.
func (s *story) draw() error {
	if s.run == nil {
		return nil
	}
	var b bytes.Buffer
	err := s.run.WriteSVG(&b, timeline.Options{ID: fmt.Sprintf("t%d-", s.ID), Bare: true})
	s.Picture = template.HTML(b.String())
	return err
}
