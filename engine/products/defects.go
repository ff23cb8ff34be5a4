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
			func(r Rules) { plant(r, d.Planted) },
			func(r Rules) bool { return can(r, d.Of) },
		})
	}
	return all
}

// plant has the engine of these rules make a mistake.
func plant(r Rules, d defect.Planted) {
	switch r := r.(type) {
	case *netbackup.Rules:
		r.Planted = d
	case *backupexec.Rules:
		r.Planted = d
	case *certain.Rules:
		r.Planted = d
	case *checkpoints.Rules:
		r.Planted = d
	}
}

// can reports whether the system that these rules are of can make the mistakes of a system.
func can(r Rules, of defect.System) bool {
	switch r.(type) {
	case *netbackup.Rules:
		return of != defect.Objects
	case *backupexec.Rules, *certain.Rules:
		return of == defect.Media || of == defect.Each
	}
	return of == defect.Objects || of == defect.Each
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
