package clock

// Assumption is a product's belief that two hosts' clocks agree, and why it holds it.
type Assumption struct {
	From, To string // roles
	Why      string
}

// Assume takes a reading of one host's clock for a reading of any host of role To.
// It is for products that do compare two clocks as if they were one; the run's
// report lists why.
func Assume[To, From any](t Time[From], why string) Time[To] {
	if t.src == nil {
		return Time[To]{}
	}
	var to To
	role := roleName(to)
	if t.src.assumed != nil {
		t.src.assumed(Assumption{From: t.src.role, To: role, Why: why})
	}
	return Time[To]{ns: t.ns, src: assumedSources[role], term: t.term}
}

// assumedSources holds the clock of any host of a role; it is never written to.
var assumedSources = map[string]*Source{
	"true":   {role: "true", number: anyHost},
	"master": {role: "master", number: anyHost},
	"media":  {role: "media", number: anyHost},
	"client": {role: "client", number: anyHost},
}
