package rulebook

import (
	"fmt"
	"slices"
	"strings"
	"sync"

	"gapless/docs"
)

// Rule is one statement of the source documents.
type Rule struct {
	ID       string // a letter and a number, such as N3
	Text     string // one paragraph of Markdown
	Source   string // the heading of its group: the product and the document's title
	Decision bool   // the document leaves something open, and the text says what is assumed
}

// decision marks what a document leaves open.
const decision = "**Decision**"

// all parses the embedded file once. It is part of the program, so an error in it is
// a mistake in the program; the test of this package finds it first.
var all = sync.OnceValue(func() []Rule {
	rules, err := parse(docs.Rules)
	if err != nil {
		panic(err)
	}
	return rules
})

// All lists the rules in document order.
func All() []Rule { return slices.Clone(all()) }

// Find is the rule of that ID; case does not matter.
func Find(id string) (Rule, bool) {
	for _, r := range all() {
		if strings.EqualFold(r.ID, id) {
			return r, true
		}
	}
	return Rule{}, false
}

// parse reads headings (## GROUP: SOURCE) and items (- **ID** TEXT). Other lines are
// prose. What looks like an item and is none is an error: a rule that fell out of the
// book would otherwise go unnoticed.
func parse(text string) ([]Rule, error) {
	var rules []Rule
	var group, source string
	seen := map[string]int{}
	for i, line := range strings.Split(text, "\n") {
		if h, ok := strings.CutPrefix(line, "## "); ok {
			if group, source, ok = strings.Cut(h, ": "); !ok || len(group) != 1 {
				return nil, fmt.Errorf("rules.md:%d: the heading %q names no group: want a letter, a colon and the source", i+1, h)
			}
			continue
		}
		item, ok := strings.CutPrefix(line, "- **")
		if !ok {
			continue
		}
		r, err := parseItem(item, group)
		if err != nil {
			return nil, fmt.Errorf("rules.md:%d: %w", i+1, err)
		}
		if first := seen[r.ID]; first != 0 {
			return nil, fmt.Errorf("rules.md:%d: the rule %s is there twice, first in line %d", i+1, r.ID, first)
		}
		seen[r.ID] = i + 1
		r.Source = source
		rules = append(rules, r)
	}
	return rules, nil
}

// parseItem reads what follows "- **" on a rule's line.
func parseItem(item, group string) (Rule, error) {
	id, text, ok := strings.Cut(item, "** ")
	number := strings.TrimPrefix(id, group)
	switch {
	case !ok || strings.TrimSpace(text) == "":
		return Rule{}, fmt.Errorf("the rule %q has no text", id)
	case group == "" || number == id:
		return Rule{}, fmt.Errorf("the rule %q is not below its group's heading", id)
	case number == "" || number[0] == '0' || strings.Trim(number, "0123456789") != "":
		return Rule{}, fmt.Errorf("the rule %q is no letter and number", id)
	}
	return Rule{ID: id, Text: text, Decision: strings.Contains(text, decision)}, nil
}
