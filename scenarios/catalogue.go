package scenarios

import (
	"gapless/engine/job"
	"gapless/engine/products"
	"gapless/scenarios/script"
)

// Catalogue is what the products know, for Check.
var Catalogue script.Catalogue = catalogue{}

type catalogue struct{}

func (catalogue) Products() []string { return products.Names() }

// Settings lists the settings' keys. All products so far are of one family and have
// the same.
func (catalogue) Settings(string) []string {
	var keys []string
	for _, s := range products.Settings() {
		keys = append(keys, s.Key)
	}
	return keys
}

// CheckSetting tries a value on a copy of the product's rules.
func (catalogue) CheckSetting(product, key, value string) error {
	rules := job.Rules{}
	if p, ok := products.Find(product); ok {
		rules = p.Rules
	}
	return set(&rules, key, value)
}
