package products

import (
	"gapless/engine/job"
	"gapless/engine/restore"
	"gapless/model"
)

// Product is one release of one product.
type Product struct {
	Name    string
	About   string // one sentence
	Rules   job.Rules
	Detects model.Detects // which breaches besides loss its methods detect
	Follows []Fact
}

// Fact is one thing that a product does, with the rule that says so.
type Fact struct {
	Rule string // an ID of docs/rules.md
	Text string
}

// All lists the products, oldest release first.
func All() []Product { return all }

var all = []Product{netbackup51, netbackup60MP7, netbackup60MP8, netbackup652A, netbackup653}

// Find is the product of that name.
func Find(name string) (Product, bool) {
	for _, p := range all {
		if p.Name == name {
			return p, true
		}
	}
	return Product{}, false
}

// Names lists the products' names.
func Names() []string {
	names := make([]string, len(all))
	for i, p := range all {
		names[i] = p.Name
	}
	return names
}

// Restores says how the product's rules have restores done.
func Restores(r *job.Rules) restore.Options {
	return restore.Options{ByCompletion: r.ChainByCompletion}
}
