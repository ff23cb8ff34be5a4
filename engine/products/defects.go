package products

import (
	"slices"

	"gapless/engine/backupexec"
	"gapless/engine/certain"
	"gapless/engine/checkpoints"
	"gapless/engine/defect"
	"gapless/engine/netbackup"
)

// Defects lists the defects that can be planted in an engine: mistakes in how rules are
// carried out, where a break is a rule that is another. They belong to no rule. The
// setting that breaks a rule plants them, too.
func Defects() []Break { return defects }

var defects = planted()

func planted() (all []Break) {
	for _, d := range defect.All() {
		all = append(all, Break{d.Name, "", d.About,
			func(r Rules) { *site(r, d.Of) = d.Planted },
			func(r Rules) bool { return site(r, d.Of) != nil },
		})
	}
	return all
}

// site is where rules have the defects of a system; nil where the system of these rules is
// another.
func site(r Rules, of defect.System) *defect.Planted {
	switch r := r.(type) {
	case *netbackup.Rules:
		if of != defect.Objects {
			return &r.Planted
		}
	case *backupexec.Rules:
		if of == defect.Media {
			return &r.Planted
		}
	case *certain.Rules:
		if of == defect.Media {
			return &r.Planted
		}
	case *checkpoints.Rules:
		if of == defect.Objects {
			return &r.Planted
		}
	}
	return nil
}

// FindBreak is the break or the defect of that name.
func FindBreak(name string) (Break, bool) {
	for _, b := range everyBreak() {
		if b.Name == name {
			return b, true
		}
	}
	return Break{}, false
}

// everyBreak lists what the setting takes.
func everyBreak() []Break { return slices.Concat(breaks, defects) }
