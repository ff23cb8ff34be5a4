package compare

import (
	"cmp"
	"fmt"
	"slices"

	"gapless/reports"
)

// Difference is what changed from one report to another.
type Difference struct {
	Worse  []Change `json:"worse"`
	Better []Change `json:"better"`
	Newly  []Change `json:"newlyExercised"`
	Gone   []Change `json:"noLongerExercised"`
}

// Change is one thing that changed.
type Change struct {
	Product string `json:"product"` // empty where none is concerned
	Subject string `json:"subject"` // a script, a rule, a finding, a defect, …
	What    string `json:"what"`
	Replay  string `json:"replay,omitempty"` // the command that shows it
}

// Books compares two reports.
func Books(old, new *reports.Book) *Difference {
	d := &Difference{Worse: []Change{}, Better: []Change{}, Newly: []Change{}, Gone: []Change{}}
	if new.Interrupted && !old.Interrupted {
		d.worse(Change{Subject: "the report", What: "was interrupted, and holds only what was done until then"})
	}
	d.cases(old, new)
	d.rules(old, new)
	d.search(old.Search, new.Search)
	return d
}

func (d *Difference) worse(c Change)  { d.Worse = append(d.Worse, c) }
func (d *Difference) better(c Change) { d.Better = append(d.Better, c) }
func (d *Difference) newly(c Change)  { d.Newly = append(d.Newly, c) }
func (d *Difference) gone(c Change)   { d.Gone = append(d.Gone, c) }

// pair is what two reports say of one thing. Old or new is missing where only the other
// report speaks of it.
type pair[T any] struct {
	old, new       T
	hadOld, hasNew bool
}

// pairs matches two lists by keys: the new one's order first, then what only the old
// one has. Of equal keys in one list the first counts.
func pairs[K comparable, T any](old, new []T, key func(T) K) (all []pair[T]) {
	at := map[K]int{}
	for _, x := range new {
		if _, twice := at[key(x)]; !twice {
			at[key(x)] = len(all)
			all = append(all, pair[T]{new: x, hasNew: true})
		}
	}
	for _, x := range old {
		i, found := at[key(x)]
		switch {
		case !found:
			at[key(x)] = len(all)
			all = append(all, pair[T]{old: x, hadOld: true})
		case !all[i].hadOld:
			all[i].old, all[i].hadOld = x, true
		}
	}
	return all
}

// cases compares what is known of scripts under products.
func (d *Difference) cases(old, new *reports.Book) {
	for _, p := range pairs(old.Cases, new.Cases, func(c *reports.Case) [2]string { return [2]string{c.Script, c.Product} }) {
		c := cmp.Or(p.new, p.old)
		of := Change{Product: c.Product, Subject: c.Script, Replay: c.Replay}
		say := func(format string, args ...any) Change {
			of.What = fmt.Sprintf(format, args...)
			return of
		}
		switch {
		case !p.hasNew:
			of.Replay = ""
			d.gone(say("is not run any more"))
		case !p.hadOld && !p.new.OK:
			d.worse(say("is new, and not as expected: %s", p.new.Problems[0].String()))
		case !p.hadOld:
			d.newly(say("is new, and as expected"))
		default:
			d.oneCase(p.old, p.new, say)
		}
	}
}

// oneCase compares a case that both reports have.
func (d *Difference) oneCase(old, new *reports.Case, say func(string, ...any) Change) {
	switch {
	case old.OK && !new.OK:
		d.worse(say("is not as expected any more: %s", new.Problems[0].String()))
	case !old.OK && new.OK:
		d.better(say("is as expected again"))
	}
	same := true
	for _, path := range new.Lost {
		if !slices.Contains(old.Lost, path) {
			d.worse(say("silently loses %s", path))
			same = false
		}
	}
	for _, path := range old.Lost {
		if !slices.Contains(new.Lost, path) {
			d.better(say("does not lose %s any more", path))
			same = false
		}
	}
	d.properties(old, new, same, say)
	d.windows(old, new, say)
}

// properties compares what became of P1 to P10. Where the lost paths differ, these have
// already told of P1 and P4.
func (d *Difference) properties(old, new *reports.Case, same bool, say func(string, ...any) Change) {
	const holds, broken, never = "holds", "broken", "never exercised"
	for n := 1; n <= 10; n++ {
		id := fmt.Sprintf("P%d", n)
		a, b := cmp.Or(old.Properties[id], never), cmp.Or(new.Properties[id], never)
		name := id + " " + reports.PropertyName(id)
		switch {
		case a == b || !same && (n == 1 || n == 4):
		case b == never:
			d.gone(say("%s is not exercised any more", name))
		case a == never && b == broken && !new.OK:
			d.worse(say("%s is newly exercised, and broken", name))
		case a == never:
			d.newly(say("%s is newly exercised: %s", name, b))
		case b == broken:
			d.worse(say("%s is broken", name))
		case a == broken && b == holds:
			d.better(say("%s holds", name))
		}
	}
}

// rules compares which products' cases cover which rules.
func (d *Difference) rules(old, new *reports.Book) {
	type covered struct{ rule, product string }
	list := func(b *reports.Book) (all []covered) {
		for i := range b.Rules {
			for _, x := range b.Rules[i].Cells {
				all = append(all, covered{b.Rules[i].Rule, x.Product})
			}
		}
		return all
	}
	for _, p := range pairs(list(old), list(new), func(c covered) covered { return c }) {
		switch {
		case !p.hadOld:
			d.newly(Change{Product: p.new.product, Subject: "rule " + p.new.rule, What: "is covered by a case"})
		case !p.hasNew:
			d.gone(Change{Product: p.old.product, Subject: "rule " + p.old.rule, What: "is covered by no case any more"})
		}
	}
}
