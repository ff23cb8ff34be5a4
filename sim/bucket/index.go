package bucket

import (
	"slices"
	"strings"
)

// index is the keys of a repository in order. Those that were added since the last
// look wait in a list of their own, and those that are gone stay until they are the most:
// so that neither moves all the others.
type index struct {
	sorted []string
	added  []string
	gone   int // keys that are no more, at most
}

func (x *index) reset() {
	clear(x.sorted)
	clear(x.added)
	x.sorted, x.added, x.gone = x.sorted[:0], x.added[:0], 0
}

func (x *index) clone() index { return index{slices.Clone(x.sorted), slices.Clone(x.added), x.gone} }

func (x *index) add(key string) { x.added = append(x.added, key) }

// drop notes that a key is gone.
func (x *index) drop() { x.gone++ }

// within lists the keys that begin with prefix and are still there.
func (x *index) within(prefix string, there func(string) bool) []string {
	x.merge(there)
	i, _ := slices.BinarySearch(x.sorted, prefix)
	var out []string
	for ; i < len(x.sorted) && strings.HasPrefix(x.sorted[i], prefix); i++ {
		if there(x.sorted[i]) {
			out = append(out, x.sorted[i])
		}
	}
	return out
}

// merge puts what was added into its place.
func (x *index) merge(there func(string) bool) {
	if x.gone > 64 && x.gone > len(x.sorted)/2 {
		x.sorted = slices.DeleteFunc(x.sorted, func(k string) bool { return !there(k) })
		x.gone = 0
	}
	if len(x.added) == 0 {
		return
	}
	ordered := slices.IsSorted(x.added) && (len(x.sorted) == 0 || x.sorted[len(x.sorted)-1] < x.added[0])
	x.sorted = append(x.sorted, x.added...)
	x.added = x.added[:0]
	if !ordered {
		slices.Sort(x.sorted)
	}
	x.sorted = slices.Compact(x.sorted) // a key may be there again after it was deleted
}
