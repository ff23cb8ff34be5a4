package products

import (
	"slices"

	"gapless/engine/backupexec"
	"gapless/engine/certain"
	"gapless/engine/checkpoints"
	"gapless/engine/defect"
	"gapless/engine/netbackup"
	"gapless/engine/restore"
	"gapless/engine/selection"
	"gapless/model"
)

// Product is one release of one product.
type Product struct {
	Name    string
	About   string        // one sentence
	Rules   Rules         // not to be changed: New gives a copy
	Detects model.Detects // which breaches besides loss its methods detect
	Follows []Fact
	Assumes []Assumption // without which it may lose something; nil where that is not claimed

	settings []Setting
}

// Rules points to the rules of the system that a product is of: *netbackup.Rules,
// *backupexec.Rules or *certain.Rules of one whose jobs write images to media,
// *checkpoints.Rules of one that keeps checkpoints in object repositories. Each system is an engine of its own.
type Rules any

// New is a copy of the product's rules, to be changed by settings.
func (p Product) New() Rules {
	switch r := p.Rules.(type) {
	case *netbackup.Rules:
		c := *r
		return &c
	case *backupexec.Rules:
		c := *r
		return &c
	case *certain.Rules:
		c := *r
		return &c
	case *checkpoints.Rules:
		c := *r
		return &c
	}
	return nil
}

// DetectsBy says which breaches besides loss the product detects where a policy chooses
// files by this method: the catalog method looks for what is gone, D7, and the proof
// for all, G1.
func (p Product) DetectsBy(method string) model.Detects {
	d := p.Detects
	d.Deleted = d.Deleted || method == selection.Catalog || method == selection.Proven
	d.Metadata = d.Metadata || method == selection.Proven
	return d
}

// Settings lists the product's settings.
func (p Product) Settings() []Setting { return p.settings }

// Setting is the product's setting of that key.
func (p Product) Setting(key string) (Setting, bool) { return findSetting(p.settings, key) }

// Settings lists the settings of all products, system by system. Two systems may have
// settings of one key.
func Settings() []Setting {
	return slices.Concat(imageSettings, backupExecSettings, checkpointSettings, certainSettings)
}

// FindSetting is the first setting of that key.
func FindSetting(key string) (Setting, bool) { return findSetting(Settings(), key) }

func findSetting(list []Setting, key string) (Setting, bool) {
	for _, s := range list {
		if s.Key == key {
			return s, true
		}
	}
	return Setting{}, false
}

// Fact is one thing that a product does, with the rule that says so.
type Fact struct {
	Rule string // an ID of docs/rules.md
	Text string
}

// Assumption is what a product that claims to lose nothing takes for granted.
type Assumption struct {
	Name   string
	Text   string
	Script string // of the library, which shows what is lost when it is untrue
}

// All lists the products, oldest release first.
func All() []Product { return all }

var all = []Product{netbackup51, netbackup60MP7, netbackup60MP8, netbackup652A, netbackup653, backupExec2012, veeam122, gapless}

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

// Restores says how a product's rules have restores done.
func Restores(r Rules) restore.Options {
	if r, ok := r.(*netbackup.Rules); ok {
		return restore.Options{ByCompletion: r.ChainByCompletion, OldestEntry: r.Planted == defect.OldestEntryWins}
	}
	return restore.Options{ByBase: true}
}
