package mutant

import (
	"gapless/engine/products"
	"gapless/model"
	"gapless/scenarios"
)

// Mutant is a product with one defect.
type Mutant struct {
	Name     string         // of a break or a defect of engine/products
	Class    string         // A to K, of the failures of real products; empty for none of them
	Property model.Property // the one that it breaks
	Product  string
	Sets     []scenarios.Override // settings under which the defect can show
}

// About says what the mutant does.
func (m Mutant) About() string {
	b, _ := products.FindBreak(m.Name)
	return b.About
}

// breaks reports whether a violation is one of the property that the mutant breaks.
// Every silent loss breaks P4, too, whichever property says what was lost. What P1 asks
// of a backup of the live volume is asked by P2 of one that read a snapshot.
func (m Mutant) breaks(v *model.Violation) bool {
	return m.Property == 0 || m.Property == v.Property || m.Property == 4 && v.Silent() || m.Property == 1 && v.Property == 2
}

// planted is the setting that plants the defect.
func (m Mutant) planted() []scenarios.Override {
	return []scenarios.Override{{Key: "break", Value: m.Name}}
}
