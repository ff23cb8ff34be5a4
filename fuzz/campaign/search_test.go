package campaign

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"testing"

	"gapless/engine/products"
	"gapless/fuzz/generate"
)

// searched is what a search comes to, as the bytes of its state.
func searched(t *testing.T, o Options) []byte {
	t.Helper()
	s, err := Run(context.Background(), o, nil)
	if err != nil {
		t.Fatal(err)
	}
	return encoded(t, s)
}

// encoded is a state's bytes, and those of the result that it comes to.
func encoded(t *testing.T, s *State) []byte {
	t.Helper()
	b, err := s.Encode()
	if err != nil {
		t.Fatal(err)
	}
	r, err := json.Marshal(s.Result())
	if err != nil {
		t.Fatal(err)
	}
	return append(b, r...)
}

// few is a search that takes little time.
func few(workers int) Options {
	return Options{Products: []string{"netbackup-6.5.2A", "veeam-12.2"}, Seed: 7, Runs: 60, Workers: workers}
}

func TestTheSameSearchOnAnyNumberOfCoresFindsTheSameBytes(t *testing.T) {
	one := searched(t, few(1))
	if !bytes.Equal(one, searched(t, few(3))) {
		t.Error("with three workers the bytes differ")
	}
	other := few(2)
	other.Seed = 8
	if bytes.Equal(one, searched(t, other)) {
		t.Error("with another seed the bytes are the same")
	}
}

// Whatever a search was interrupted in, and as often as that happens, it ends with the
// same bytes when it goes on with what it saved.
func TestASearchThatIsInterruptedEndsAsIfItWasNot(t *testing.T) {
	whole := searched(t, few(2))
	var saved []byte
	for stops := 0; ; stops++ {
		ctx, cancel := context.WithCancel(context.Background())
		var from *State
		if saved != nil {
			s, err := Decode(saved)
			if err != nil {
				t.Fatal(err)
			}
			from = s
		}
		o := few(2)
		steps := 0
		o.Save = func(s *State) (err error) { saved, err = s.Encode(); return err }
		o.Told = func(Progress) {
			if steps++; steps > stops%3 {
				cancel() // between rounds, and in the middle of shrinking
			}
		}
		s, err := Run(ctx, o, from)
		cancel()
		if err == nil {
			if !bytes.Equal(whole, encoded(t, s)) || !bytes.HasPrefix(whole, saved) {
				t.Error("the bytes differ from those of the search that was left alone")
			}
			t.Logf("interrupted %d times", stops)
			if stops < 3 {
				t.Error("that is too seldom to tell")
			}
			return
		}
		if !errors.Is(err, context.Canceled) || stops > 50 {
			t.Fatal(err)
		}
	}
}

// More of one search is what a longer one would have found: rounds end at the same
// runs.
func TestASearchThatGoesOnIsTheLongerOne(t *testing.T) {
	short, long := few(2), few(2)
	short.Runs = 25
	s, err := Run(context.Background(), short, nil)
	if err != nil {
		t.Fatal(err)
	}
	if s, err = Run(context.Background(), long, s); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(encoded(t, s), searched(t, long)) {
		t.Error("the bytes differ")
	}
}

func TestAStateOfAnotherSearchIsRefused(t *testing.T) {
	s, err := New(few(1))
	if err != nil {
		t.Fatal(err)
	}
	other := few(1)
	other.Seed++
	if _, err := Run(context.Background(), other, s); err == nil {
		t.Error("the state of another seed is taken")
	}
	for _, bad := range []string{"", "{}", `{"version":99,"roundRuns":1,"products":[{}]}`} {
		if _, err := Decode([]byte(bad)); err == nil {
			t.Errorf("%q is taken for a state", bad)
		}
	}
}

// Hardly any script is wrong in a way that only running it shows.
func TestFewScriptsAreRefused(t *testing.T) {
	w := newTools()
	defer w.close()
	for _, name := range products.Names() {
		refused := 0
		for run := range uint64(100) {
			p := plan{name, nil, generate.Plan{Seed: 1, Run: run + 1, Size: generate.Usual}}
			if _, err := w.do(&p); err != nil {
				refused++
			}
		}
		if refused > 5 {
			t.Errorf("%s refuses %d of 100 scripts", name, refused)
		}
	}
}
