package durable

import (
	"bytes"
	"errors"
	"slices"
	"testing"

	"github.com/spf13/afero"
)

var name = Name{Dir: "/log", File: "book", Head: "test 1"}

func disk(t *testing.T) afero.Fs { return afero.NewBasePathFs(afero.NewOsFs(), t.TempDir()) }

// records collects what a log holds.
type records []string

func (r *records) apply(kind byte, payload []byte) error {
	if kind != 'R' {
		return errors.New("no record")
	}
	*r = append(*r, string(payload))
	return nil
}

var said = records{"one", "", "three", "four is longer than the others"}

// written is a log of these records as bytes, and where each ends.
func written(t *testing.T, files afero.Fs) (b []byte, ends []int) {
	t.Helper()
	l, err := Open(files, name, new(records).apply, nil)
	if err != nil {
		t.Fatal(err)
	}
	size := func() {
		if b, err = afero.ReadFile(files, "/log/book"); err != nil {
			t.Fatal(err)
		}
		ends = append(ends, len(b))
	}
	size()
	for _, s := range said {
		if err := l.Append('R', func(b []byte) []byte { return append(b, s...) }); err != nil {
			t.Fatal(err)
		}
		size()
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	return b, ends
}

func put(t *testing.T, files afero.Fs, b []byte) {
	t.Helper()
	if err := afero.WriteFile(files, "/log/book", b, 0o600); err != nil {
		t.Fatal(err)
	}
}

// Whatever byte a crash cuts a log at, the whole records before it are there, what is
// appended then follows them, and nothing else does.
func TestALogThatIsCutAnywhereKeepsItsWholeRecords(t *testing.T) {
	files := disk(t)
	whole, ends := written(t, files)
	for n := range len(whole) + 1 {
		put(t, files, whole[:n])
		var got records
		l, err := Open(files, name, got.apply, nil)
		if err != nil {
			t.Fatalf("cut at %d: %v", n, err)
		}
		if err := errors.Join(l.Append('R', func(b []byte) []byte { return append(b, "more"...) }), l.Close()); err != nil {
			t.Fatal(err)
		}
		left := 0
		for left+1 < len(ends) && ends[left+1] <= n {
			left++
		}
		want := append(slices.Clone(said[:left]), "more")
		var again records
		if _, err := Read(files, name, 0, again.apply); err != nil || !slices.Equal(got, want[:left]) || !slices.Equal(again, want) {
			t.Errorf("cut at %d: %q, then %q (%v), want %q", n, got, again, err, want)
		}
	}
}

// A byte that is not what was written is damage, and not the end of the log, as long
// as whole records follow; the file stays as it is.
func TestADamagedLogIsRefusedAndLeftAsItIs(t *testing.T) {
	files := disk(t)
	whole, ends := written(t, files)
	for i := range ends[len(ends)-2] {
		b := bytes.Clone(whole)
		b[i] ^= 0x10
		put(t, files, b)
		if _, err := Open(files, name, new(records).apply, nil); !errors.Is(err, ErrDamaged) {
			t.Errorf("byte %d: %v", i, err)
		}
		if now, _ := afero.ReadFile(files, "/log/book"); !bytes.Equal(now, b) {
			t.Errorf("byte %d: the log was changed", i)
		}
	}
}

func TestALogThatItsOwnerRefusesIsNotCut(t *testing.T) {
	files := disk(t)
	whole, _ := written(t, files)
	put(t, files, whole[:len(whole)-1])
	refused := errors.New("these records make no sense")
	if _, err := Open(files, name, new(records).apply, func() error { return refused }); !errors.Is(err, refused) {
		t.Errorf("the error is %v", err)
	}
	if now, _ := afero.ReadFile(files, "/log/book"); !bytes.Equal(now, whole[:len(whole)-1]) {
		t.Error("the log was changed")
	}
}

func TestALogIsReadOnFromWhereItWasReadTo(t *testing.T) {
	files := disk(t)
	whole, ends := written(t, files)
	put(t, files, whole[:ends[2]])
	var got records
	end, err := Read(files, name, 0, got.apply)
	if err != nil || end != int64(ends[2]) || !slices.Equal(got, said[:2]) {
		t.Fatalf("%q up to %d: %v", got, end, err)
	}
	put(t, files, whole)
	if end, err = Read(files, name, end, got.apply); err != nil || end != int64(len(whole)) || !slices.Equal(got, said) {
		t.Errorf("%q up to %d: %v", got, end, err)
	}
}
