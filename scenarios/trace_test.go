package scenarios

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The traces of a few scripts are kept, so that a change of what the engine does, or
// when, shows as a difference that somebody reads.
func TestTracesAreTheReviewedOnes(t *testing.T) {
	r := NewRunner()
	defer r.Close()
	for _, name := range []string{"resumed-incremental", "archive-bit-lost-acknowledgement", "master-crash-then-resume", "status-1-is-a-base"} {
		data, err := os.ReadFile("library/netbackup/" + name + ".scenario")
		if err != nil {
			t.Fatal(err)
		}
		s, err := Parse(name, data)
		if err != nil {
			t.Fatal(err)
		}
		u, err := NewSetup(s, s.Products()[0], nil)
		if err != nil {
			t.Fatal(err)
		}
		o, err := r.Run(u, Options{Trace: true})
		if err != nil {
			t.Fatal(err)
		}
		var b strings.Builder
		for i := range o.Trace.Events {
			b.WriteString(o.Trace.Events[i].String() + "\n")
		}
		golden := filepath.Join("testdata", "traces", name+".txt")
		if *update {
			if err := os.WriteFile(golden, []byte(b.String()), 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		want, err := os.ReadFile(golden)
		if err != nil {
			t.Fatalf("%v; go test ./scenarios -run Traces -update writes it", err)
		}
		if d := cmp.Diff(string(want), b.String()); d != "" {
			t.Errorf("%s: (-reviewed +now)\n%s", name, d)
		}
	}
}

// A trace must not change what is traced.
func TestTracingLeavesTheHashAlone(t *testing.T) {
	r := NewRunner()
	defer r.Close()
	for _, s := range scripts(t)[:10] {
		u, err := NewSetup(s, s.Products()[0], nil)
		if err != nil {
			t.Fatal(err)
		}
		a, err := r.Run(u, Options{})
		if err != nil {
			t.Fatal(err)
		}
		hash := a.Hash
		if b, err := r.Run(u, Options{Trace: true}); err != nil || b.Hash != hash {
			t.Errorf("%s: %016x without a trace, %016x with one (%v)", s.Name, hash, b.Hash, err)
		}
	}
}
