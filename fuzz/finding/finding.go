package finding

import (
	"cmp"
	"fmt"
	"hash/fnv"
	"slices"
	"strings"

	"gapless/model"
	"gapless/scenarios"
)

// Key is what findings of one cause have in common. Keys compare with ==.
type Key struct {
	Product  string // the one that the script runs on
	Property string // P1 to P10
	Class    string // how bad it is, as model.Class has it; empty where no path is concerned
	Cause    string // what decided and why that was wrong, in words
}

// Compare orders keys.
func (k Key) Compare(o Key) int {
	return cmp.Or(cmp.Compare(k.Product, o.Product), cmp.Compare(property(k.Property), property(o.Property)),
		cmp.Compare(k.Class, o.Class), cmp.Compare(k.Cause, o.Cause))
}

// property is the number of a property, so that P10 comes after P9.
func property(p string) (n int) {
	_, _ = fmt.Sscanf(p, "P%d", &n) // 0 for what is no property
	return n
}

// longestName bounds the part of a name that is made of the cause.
const longestName = 60

// Name is the key as the name of a file, without extension. What had to be cut off is
// replaced by a sum of it, so that two keys have two names.
func (k Key) Name() string {
	parts := []string{k.Product, k.Property}
	if k.Class != "" && k.Class != string(model.Loss) {
		parts = append(parts, k.Class)
	}
	slug := strings.Join(strings.FieldsFunc(strings.ToLower(k.Cause), func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < '0' || r > '9')
	}), "-")
	if len(slug) > longestName {
		sum := fnv.New32a()
		_, _ = sum.Write([]byte(k.Cause)) // a hash takes all
		slug = fmt.Sprintf("%s-%08x", slug[:longestName], sum.Sum32())
	}
	return strings.Join(append(parts, slug), "-")
}

// Shown is one key that a run shows.
type Shown struct {
	Key
	// ByMethod says that the product's method cannot see such a change by design, or
	// that the clocks were further off than it bears: a loss, and no defect.
	ByMethod bool
	// Known is the rule of docs/rules.md that says of this very product that it loses
	// so, or the assumption by which one loses that claims to lose nothing; empty for none.
	Known     string
	Violation int // the first violation of the verdict that shows it, by its index
}

// Excused reports whether the documents or the product's method say that it loses so.
func (s *Shown) Excused() bool { return s.ByMethod || s.Known != "" }

// Of lists what a run shows, by key, each key once: the silent losses and the breaches
// of P2, P3 and P5 to P10 that nobody was told of. The history must be of that setup,
// and the verdict of that history. The statements of the setup's script must have lines.
func Of(u *scenarios.Setup, h *model.History, v *model.Verdict) (all []Shown) {
	var c *court
	for i := range v.Violations {
		x := &v.Violations[i]
		if !x.Matters() {
			continue
		}
		if c == nil {
			c = &court{u: u, h: h}
		}
		s := c.shown(x)
		s.Violation = i
		if !slices.ContainsFunc(all, func(o Shown) bool { return o.Key == s.Key }) {
			all = append(all, s)
		}
	}
	slices.SortFunc(all, func(a, b Shown) int { return a.Compare(b.Key) })
	return all
}

// Find is what a run shows of one key.
func Find(u *scenarios.Setup, h *model.History, v *model.Verdict, k Key) (s Shown, ok bool) {
	for _, s := range Of(u, h, v) {
		if s.Key == k {
			return s, true
		}
	}
	return Shown{}, false
}
