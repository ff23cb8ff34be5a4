package exhaustive

import (
	"fmt"
	"slices"
	"testing"
)

// How to go through everything. This test is the tutorial: read it first.
func TestEveryWayIsGoneThroughOnce(t *testing.T) {
	var got []string
	var c Choices
	for c.More() {
		kind := []string{"full", "incremental"}[c.Of(2)]
		if kind == "full" {
			got = append(got, kind) // no further choice this way
			continue
		}
		got = append(got, fmt.Sprint(kind, c.Of(3)))
	}
	want := []string{"full", "incremental0", "incremental1", "incremental2"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// At most 2 of 4 things are 1 + 4 + 6 ways.
func TestSubsetsComeInOneOrderEach(t *testing.T) {
	seen := map[string]bool{}
	var c Choices
	for c.More() {
		s := c.Subset(4, 2)
		if !slices.IsSorted(s) || seen[fmt.Sprint(s)] || len(s) > 2 {
			t.Errorf("%v is there twice, or not in order", s)
		}
		seen[fmt.Sprint(s)] = true
	}
	if len(seen) != 11 {
		t.Errorf("there are %d: %v", len(seen), seen)
	}
}
