package campaign

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"gapless/fuzz/finding"
	"gapless/fuzz/obligation"
	"gapless/fuzz/result"
)

// State is what a search has found until the end of a round. It is plain data: what
// Encode writes, Decode reads.
type State struct {
	Version  int     `json:"version"`
	Seed     uint64  `json:"seed"`
	Round    int     `json:"roundRuns"` // of each product
	Products []Found `json:"products"`  // in the order in which they were asked for
}

// version is that of the file. What is found with another version of the generator is
// found by other scripts, so it is raised when the scripts change.
const version = 1

// Found is what a search has found under one product.
type Found struct {
	Product   string           `json:"product"`
	Runs      int64            `json:"runs"`
	Refused   int64            `json:"refused"` // scripts that only running shows to be wrong
	Events    int64            `json:"events"`
	Simulated int64            `json:"simulatedMicroseconds"` // nanoseconds would overflow after 292 years, which is minutes of searching
	Points    int64            `json:"restorePoints"`
	Met       map[string]int64 `json:"met"`    // runs, by obligation that the product can meet
	Wanted    []string         `json:"wanted"` // kinds, in the round that is at work
	Findings  []Finding        `json:"findings"`
}

// Finding is a key and the first run that showed it.
type Finding struct {
	Property string `json:"property"`
	Class    string `json:"class"`
	Cause    string `json:"cause"`
	ByMethod bool   `json:"byMethod"`
	Known    string `json:"known"`
	Run      int64  `json:"run"`
	Count    int64  `json:"count"`
	Script   string `json:"script"` // as it was generated
	Small    string `json:"small"`  // shrunk; empty until that was done
}

// Panic is the property of what makes the engine or the world panic. It is none of the
// specification's, and never excused.
const Panic = "panic"

// Key is the finding's key under a product.
func (f *Finding) Key(product string) finding.Key {
	return finding.Key{Product: product, Property: f.Property, Class: f.Class, Cause: f.Cause}
}

// Excused reports whether the product's documents or its method say that it loses so.
func (f *Finding) Excused() bool { return f.ByMethod || f.Known != "" }

// Encode writes a state.
func (s *State) Encode() ([]byte, error) {
	b, err := json.MarshalIndent(s, "", " ")
	return append(b, '\n'), err
}

// Decode reads a state. The error says why it is none that this program can go on with.
func Decode(b []byte) (*State, error) {
	var s State
	if err := json.Unmarshal(b, &s); err != nil {
		return nil, fmt.Errorf("no state of a search: %w", err)
	}
	if s.Version != version || s.Round < 1 || len(s.Products) == 0 {
		return nil, fmt.Errorf("a search of another version of this program: it is of version %d, and this program's are of version %d", s.Version, version)
	}
	return &s, nil
}

// same reports whether two searches ask for the same.
func (s *State) same(o *State) bool {
	return s.Seed == o.Seed && s.Round == o.Round && slices.EqualFunc(s.Products, o.Products, func(a, b Found) bool { return a.Product == b.Product })
}

// Result is what the search found, for reports. Obligations that no product of the
// search can meet are left out.
func (s *State) Result() *result.Search {
	out := &result.Search{Seed: s.Seed}
	for i := range s.Products {
		f := &s.Products[i]
		c := result.Campaign{Product: f.Product, Runs: f.Runs, Events: f.Events,
			Simulated: f.Simulated / 1e6, Points: f.Points}
		for j := range f.Findings {
			x := &f.Findings[j]
			k := x.Key(f.Product)
			text := x.Small
			if text == "" {
				text = x.Script
			}
			c.Findings = append(c.Findings, result.Finding{Name: k.Name(), Product: k.Product, Property: k.Property, Class: k.Class,
				Cause: k.Cause, ByMethod: x.ByMethod, Known: x.Known, Run: x.Run, Count: x.Count, Script: text})
		}
		slices.SortFunc(c.Findings, func(a, b result.Finding) int { return strings.Compare(a.Name, b.Name) })
		out.Campaigns = append(out.Campaigns, c)
	}
	for _, o := range obligation.All() {
		sum := result.Obligation{Name: o.Name, About: o.About}
		possible := false
		for i := range s.Products {
			n, asked := s.Products[i].Met[o.Name]
			sum.Met += n
			possible = possible || asked
		}
		if possible {
			out.Obligations = append(out.Obligations, sum)
		}
	}
	return out
}
