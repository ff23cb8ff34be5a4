package finding

import (
	"slices"
	"strings"

	"gapless/scenarios/script"
)

// Open is what Shown.Known says of a defect, of the engine, the world or the judge, that
// searches have found and nobody has mended yet. It does not make a search fail, so that
// a new one does; reports show it among what is known, by this word.
const Open = "open"

// opened lists the open defects. One that is mended goes from here.
var opened = []struct {
	product  string // the beginning of its name
	property string
	cause    string // the beginning of it
	verb     string // that the script has to have: without it, it is another defect
	why      string // what is known of it
}{
	{"veeam", "P8", "checkpoint of it is outdated and still there", "restart removal",
		"an agent's start is lost, and the removal job is restarted while it waits for the answer: the request is used up, and the judge knows of no outage"},
}

// open reports whether what the script shows is an open defect.
func (c *court) open(k Key) bool {
	for _, o := range opened {
		if strings.HasPrefix(k.Product, o.product) && k.Property == o.property && strings.HasPrefix(k.Cause, o.cause) && c.has(o.verb) {
			return true
		}
	}
	return false
}

// has reports whether the script has a statement of that name, also one that waits for
// an operation.
func (c *court) has(verb string) bool {
	return slices.ContainsFunc(c.u.Script.Statements, func(st *script.Statement) bool {
		return st.Form.Name == verb || st.Then != nil && st.Then.Form.Name == verb
	})
}
