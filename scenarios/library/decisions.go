package library

import (
	_ "embed"
	"slices"
	"strings"
)

// decisions is what TestADecisionChangesTheNamedScriptsOnly found: one line a setting
// with its value and a script that no longer holds under it, and the products.
//
//go:embed decisions.txt
var decisions string

// Turned is a value that a setting can have, and the scripts that do not hold then.
type Turned struct {
	Value   string
	Scripts []string
}

// TurnedBy says what turning a setting of a product changes: for each value that
// changes anything the scripts, sorted. Only the settings that decide what documents
// leave open are listed.
func TurnedBy(product, key string) (all []Turned) {
	for _, line := range strings.Split(decisions, "\n") {
		f := strings.Fields(line)
		if len(f) < 3 || f[0] == "#" || !slices.Contains(f[2:], product) {
			continue
		}
		k, value, _ := strings.Cut(f[0], "=")
		if k != key {
			continue
		}
		i := slices.IndexFunc(all, func(t Turned) bool { return t.Value == value })
		if i < 0 {
			i, all = len(all), append(all, Turned{Value: value})
		}
		all[i].Scripts = append(all[i].Scripts, f[1])
	}
	return all
}
