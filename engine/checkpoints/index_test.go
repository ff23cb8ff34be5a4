package checkpoints

import (
	"testing"

	"gapless/model"
	"gapless/model/clock"

	"github.com/google/go-cmp/cmp"
)

func TestAnIndexReadsAsItWasWritten(t *testing.T) {
	client := clock.NewFace[clock.Client](3)
	entries := []entry{
		{path: "/d", kind: model.Dir, mode: 0o755, modified: client.Time(1), changed: client.Time(2), blocks: []block{}},
		{path: "/d/ä b", kind: model.File, mode: 0o600, modified: client.Time(3), size: unsure, blocks: []block{{"p/blocks/000001/000001", 1}, {"p/blocks/000002/000001", 2}}},
		{path: "/d/l", kind: model.Symlink, target: "../x", blocks: []block{}},
	}
	data := appendIndex(nil, entries)
	got, err := decodeIndex(data, client)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(entries, got, cmp.AllowUnexported(entry{}, block{})); diff != "" {
		t.Error(diff)
	}
	keys, err := blocksIn(data)
	if diff := cmp.Diff([]string{"p/blocks/000001/000001", "p/blocks/000002/000001"}, keys); diff != "" || err != nil {
		t.Error(diff, err)
	}
	for n := range data {
		if _, err := decodeIndex(data[:n], client); err == nil {
			t.Fatalf("the first %d bytes are an index", n)
		}
	}
}

func TestKeysSortAsTheirNumbersDo(t *testing.T) {
	last := ""
	for _, n := range []int{1, 9, 10, 99, 100, 12345, 999999} {
		key := indexKey("p", n)
		if key <= last {
			t.Errorf("%s comes before %s", key, last)
		}
		last = key
	}
}

// V1, V4: what is outdated is older than the newest complete checkpoint.
func TestOutdatedIsWhatIsOlderThanTheNewestCompleteOne(t *testing.T) {
	for _, c := range []struct {
		name     string
		chain    chain
		rules    Rules
		outdated []int
	}{
		{name: "nothing there"},
		{name: "one", chain: chain{[]int{1}, []int{1}}},
		{name: "two", chain: chain{[]int{1, 2}, []int{1, 2}}, outdated: []int{1}},
		{name: "the second is being written", chain: chain{[]int{1, 2}, []int{1}}},
		{name: "one was left behind", chain: chain{[]int{1, 2, 3}, []int{1, 3}}, outdated: []int{1, 2}},
		{name: "none complete", chain: chain{[]int{1, 2}, nil}},
		{name: "broken: unfinished", chain: chain{[]int{1, 2}, []int{1}}, rules: Rules{UnfinishedOutdates: true}, outdated: []int{1}},
		{name: "broken: newest", chain: chain{[]int{1, 2}, []int{1, 2}}, rules: Rules{NewestToo: true}, outdated: []int{1, 2}},
	} {
		a := agent{rules: &c.rules, chain: c.chain}
		if diff := cmp.Diff(c.outdated, a.outdated()); diff != "" {
			t.Errorf("%s:\n%s", c.name, diff)
		}
	}
}
