package products

import (
	"slices"

	"gapless/engine/checkpoints"
	"gapless/engine/defect"
	"gapless/engine/job"
)

// Defects lists the defects that can be planted in an engine: mistakes in how rules are
// carried out, where a break is a rule that is another. They belong to no rule. The
// setting that breaks a rule plants them, too.
func Defects() []Break { return defects }

var defects = planted()

func planted() (all []Break) {
	for _, d := range defect.All() {
		b := broken[job.Rules]{d.Name, "", d.About, func(r *job.Rules) { r.Planted = d.Planted }}
		if !d.Objects {
			all = append(all, listed([]broken[job.Rules]{b})...)
			continue
		}
		o := broken[checkpoints.Rules]{d.Name, "", d.About, func(r *checkpoints.Rules) { r.Planted = d.Planted }}
		all = append(all, listed([]broken[checkpoints.Rules]{o})...)
	}
	return all
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
