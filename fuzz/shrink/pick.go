package shrink

import (
	"fmt"

	"gapless/fuzz/finding"
	"gapless/model"
	"gapless/scenarios"
)

// Wanted says which of the findings of a run is looked for; empty for any.
type Wanted struct {
	Property string // P1 to P10
	Path     string
}

// Pick chooses the finding of a judged run that is to be shrunk: the first that no
// expectation of the script names, or else the first. ok is false when there is none.
func Pick(res *scenarios.Result, w Wanted) (k finding.Key, ok bool) {
	for _, unexpected := range []bool{true, false} {
		list := res.Verdict.Violations
		if unexpected {
			list = res.Unnamed
		}
		for i := range list {
			v := &list[i]
			if !v.Matters() || w.Property != "" && w.Property != v.Property.String() || w.Path != "" && w.Path != v.Path {
				continue
			}
			if k, ok := keyOf(res, v); ok {
				return k, true
			}
		}
	}
	return finding.Key{}, false
}

// keyOf is the key of one violation of a run.
func keyOf(res *scenarios.Result, v *model.Violation) (finding.Key, bool) {
	one := res.Verdict
	one.Violations = []model.Violation{*v}
	for _, s := range finding.Of(res.Setup, res.Outcome.History, &one) {
		return s.Key, true
	}
	return finding.Key{}, false
}

// String says what is looked for.
func (w Wanted) String() string {
	text := "nothing that is lost or broken"
	if w.Property != "" {
		text = "no breach of " + w.Property
	}
	if w.Path != "" {
		text += fmt.Sprintf(" at %s", w.Path)
	}
	return text
}
