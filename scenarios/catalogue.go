package scenarios

import (
	"gapless/engine/products"
	"gapless/scenarios/script"
)

// Catalogue is what the products know, for Check.
var Catalogue script.Catalogue = catalogue{}

type catalogue struct{}

func (catalogue) Products() []string { return products.Names() }

// Settings lists the keys of a product's settings. Products of one system have the same;
// those of different systems may have some of one name.
func (catalogue) Settings(product string) []string {
	p, _ := products.Find(product)
	var keys []string
	for _, s := range p.Settings() {
		keys = append(keys, s.Key)
	}
	return keys
}

// CheckSetting tries a value on a copy of the product's rules.
func (catalogue) CheckSetting(product, key, value string) error {
	p, _ := products.Find(product)
	return set(p, p.New(), key, value)
}
