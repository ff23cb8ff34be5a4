// Package result is what searches found, as plain values: what package fuzz makes,
// what campaigns save, and what reports show.
//
// A Search is a function of its seed and its numbers of runs. Nothing in it depends on
// how long anything took, on the machine or on the number of its cores, so that the
// same search gives the same bytes.
package result

// Search is all that was searched for one report.
type Search struct {
	Seed        uint64       `json:"seed"`
	Campaigns   []Campaign   `json:"campaigns"`   // one a product, in the order of products
	Obligations []Obligation `json:"obligations"` // all of them, met or not
	Mutants     []Mutant     `json:"mutants"`
	Exhaustive  []Exhaustive `json:"exhaustive"`
	Envelopes   []Envelope   `json:"envelopes"`
}

// Campaign is the random search under one product.
type Campaign struct {
	Product   string    `json:"product"`
	Runs      int64     `json:"runs"`
	Events    int64     `json:"events"`
	Simulated int64     `json:"simulatedSeconds"`
	Points    int64     `json:"restorePoints"` // restored and judged
	Findings  []Finding `json:"findings"`      // by name
}

// Finding is one way in which a product breaks a property, whatever the number of
// scripts that show it.
type Finding struct {
	Name     string `json:"name"` // also of its file, without the extension
	Product  string `json:"product"`
	Property string `json:"property"` // P1 to P10, or panic
	Class    string `json:"class"`
	Cause    string `json:"cause"`    // a key: equal for findings of one cause
	ByMethod bool   `json:"byMethod"` // what the product's method cannot see by design
	Known    string `json:"known"`    // the rule that says of this very product that it loses so; empty for none
	Run      int64  `json:"run"`      // the first that showed it, from 1
	Count    int64  `json:"count"`    // how many runs showed it
	Script   string `json:"script"`   // the shrunk script, whole
}

// Excused reports whether the product's documents or its method say that it loses so.
func (f *Finding) Excused() bool { return f.ByMethod || f.Known != "" }

// Obligation is a situation that a campaign has to meet.
type Obligation struct {
	Name  string `json:"name"`
	About string `json:"about"`
	Met   int64  `json:"met"` // runs that met it
}

// Mutant is one planted defect, and what it took to find it.
type Mutant struct {
	Name     string `json:"name"`
	About    string `json:"about"`
	Class    string `json:"class"`    // A to K, the class of real failures that it stands for; empty for none
	Property string `json:"property"` // the one that found it, P1 to P10
	Product  string `json:"product"`  // the one that it was planted in
	Found    bool   `json:"found"`
	Runs     int64  `json:"runs"` // until it was found, or all
	Script   string `json:"script,omitempty"`
}

// Exhaustive is a search through every script up to a bound.
type Exhaustive struct {
	Product  string  `json:"product"`
	Bound    string  `json:"bound"`    // in words
	Explored int64   `json:"explored"` // scripts that were judged
	Pruned   int64   `json:"pruned"`   // scripts that are like another one of them
	Losing   int64   `json:"losing"`
	Known    []Known `json:"known"`
}

// Known is a loss that the documents tell of.
type Known struct {
	Rule   string `json:"rule"`
	Inside bool   `json:"inside"` // a script inside the bound shows the loss
	Script string `json:"script,omitempty"`
}

// Envelope is how much a product bears before it loses. G2.
type Envelope struct {
	Product string `json:"product"`
	Axes    []Axis `json:"axes"`
}

// Axis is one disturbance, all else being still. Amounts are nanoseconds, or parts per
// billion for drifts. A product may lose at single instants even at rest, with nothing out
// of order: to lose is then to lose at more instants than that.
type Axis struct {
	Name   string  `json:"name"`            // delay, resume, client-forward, client-back, master-back, drift, granularity
	Unit   string  `json:"unit"`            // ns or ppb
	Rest   int64   `json:"restNanoseconds"` // the width of the lost window at rest
	Bears  int64   `json:"bears"`           // the most that loses nothing
	Loses  int64   `json:"loses"`           // the least that loses; 0 when nothing up to Tried does
	Tried  int64   `json:"tried"`           // the most that was tried
	Points []Point `json:"points"`
	Script string  `json:"script"` // shows the loss at Loses, or the most that was tried
}

// Point is the width of the lost window at one amount of the disturbance.
type Point struct {
	Amount int64 `json:"amount"`
	Window int64 `json:"windowNanoseconds"`
}
