package document

import (
	"bytes"
	"encoding/json"
	"math/rand/v2"
	"testing"

	"gapless/reports"
)

// A report that somebody wrote or edited by hand may lack anything: it is refused or
// shown, and never ends the program.
func TestAMangledReportIsRefusedOrShown(t *testing.T) {
	var text bytes.Buffer
	if err := reports.Encode(&text, worked(t)); err != nil {
		t.Fatal(err)
	}
	var whole any
	if err := json.Unmarshal(text.Bytes(), &whole); err != nil {
		t.Fatal(err)
	}
	shown := 0
	for seed := range uint64(150) {
		random := rand.New(rand.NewPCG(seed, 0))
		mangled, err := json.Marshal(mangle(random, whole))
		if err != nil {
			t.Fatal(err)
		}
		b, err := reports.Load(bytes.NewReader(mangled))
		if err != nil {
			continue
		}
		shown++
		var out bytes.Buffer
		for _, err := range []error{b.JUnit(&out), b.Markdown(&out), b.Table(&out, reports.Palette{}), Write(&out, b, Options{})} {
			if err != nil {
				t.Errorf("seed %d: %v", seed, err)
			}
		}
	}
	if shown < 30 {
		t.Errorf("only %d of 150 could be read", shown)
	}
}

// mangle drops, empties or replaces one thing in some thousand.
func mangle(random *rand.Rand, x any) any {
	if random.IntN(2000) == 0 {
		return []any{nil, "", 7.0, []any{}, map[string]any{}}[random.IntN(5)]
	}
	switch x := x.(type) {
	case map[string]any:
		out := map[string]any{}
		for key, value := range x {
			if random.IntN(2000) > 0 {
				out[key] = mangle(random, value)
			}
		}
		return out
	case []any:
		var out []any
		for _, value := range x {
			out = append(out, mangle(random, value))
		}
		return out
	}
	return x
}
