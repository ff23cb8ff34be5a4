package catalog

import (
	"errors"
	"fmt"
	"testing"

	"gapless/model"
	"gapless/model/clock"

	"github.com/google/go-cmp/cmp"
	"github.com/spf13/afero"
)

var client = clock.NewFace[clock.Client](1)

func file(path string, inode uint64) Seen {
	return Seen{
		Path: path, Kind: model.File, Mode: 0o640, Archive: true, Open: inode%2 == 1, Doubtful: inode%3 == 0, Volume: 4, Inode: inode,
		Size: 1 << 40, Read: StampOf(client.Time(-3)), Modified: StampOf(client.Time(7)), Target: "t",
	}
}

func without(path string) Seen { return Seen{Path: path} }

// parts is a job whose image has so many fragments.
func parts(number, base, fragments int) *Job {
	return &Job{Number: number, Base: base, Image: make([]Fragment, fragments)}
}

// chained is a catalogue with listings, as a server writes it: that of a fragment, then
// the job that has it. It gives the log and where each job's record ends.
func chained(t *testing.T) (files afero.Fs, ends map[string]int) {
	t.Helper()
	files, ends = newDisk(), map[string]int{}
	c, err := Open(files, "/c", master)
	if err != nil {
		t.Fatal(err)
	}
	end := func(what string) {
		b, err := afero.ReadFile(files, logName)
		if err != nil {
			t.Fatal(err)
		}
		ends[what] = len(b)
	}
	for _, put := range []func() error{
		func() error { return c.PutJob(parts(1, 0, 0)) },
		func() error { return c.PutListing(1, 0, []Seen{file("/b", 1), file("/a", 2)}) },
		func() error { return c.PutJob(parts(1, 0, 1)) },
		func() error { end("full"); return nil },
		func() error { return c.PutJob(parts(2, 1, 0)) },
		// The server stopped before the job's record: this never counts.
		func() error { return c.PutListing(2, 0, []Seen{without("/a"), without("/b"), file("/never", 9)}) },
		func() error { end("stopped"); return nil },
		func() error { return c.PutListing(2, 0, []Seen{without("/b"), file("/c", 3)}) },
		func() error { return c.PutJob(parts(2, 1, 1)) },
		func() error { end("first"); return nil },
		func() error { return c.PutListing(2, 1, []Seen{file("/a", 5), without("/c"), file("/b", 6)}) },
		func() error { return c.PutJob(parts(2, 1, 2)) },
		func() error { end("second"); return nil },
		c.Close,
	} {
		if err := put(); err != nil {
			t.Fatal(err)
		}
	}
	return files, ends
}

// D7, P10: a listing counts with the job's record that has its fragment, and is laid
// over that of the base; wherever the log is cut.
func TestAListingCountsOnceItsFragmentDoes(t *testing.T) {
	files, ends := chained(t)
	b, err := afero.ReadFile(files, logName)
	if err != nil {
		t.Fatal(err)
	}
	for n := ends["full"]; n <= len(b); n++ {
		want := []Seen{file("/a", 2), file("/b", 1)}
		switch {
		case n >= ends["second"]:
			want = []Seen{file("/a", 5), file("/b", 6)}
		case n >= ends["first"]:
			want = []Seen{file("/a", 2), file("/c", 3)}
		}
		c, err := Read(place(t, b[:n]), "/c", master)
		if err != nil {
			t.Fatal(err)
		}
		number := len(c.Jobs())
		got, err := c.Listing(number)
		if diff := cmp.Diff(want, got); diff != "" || err != nil {
			t.Fatalf("cut at %d of %v: %v\n%s", n, ends, err, diff)
		}
		full, err := c.Listing(1)
		if diff := cmp.Diff([]Seen{file("/a", 2), file("/b", 1)}, full); diff != "" || err != nil {
			t.Fatalf("cut at %d: %v\n%s", n, err, diff)
		}
	}
	for number := range 4 {
		c, err := Open(newDisk(), "/c", master)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := c.Listing(number); len(got) > 0 || err != nil {
			t.Errorf("an empty catalogue lists %v, %v", got, err)
		}
	}
}

func TestAListingThatIsWrittenIsKnownAtOnce(t *testing.T) {
	c, err := Open(newDisk(), "/c", master)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(c.PutJob(parts(1, 0, 0)), c.PutListing(1, 0, []Seen{file("/a", 1)})); err != nil {
		t.Fatal(err)
	}
	if got, err := c.Listing(1); len(got) > 0 || err != nil {
		t.Errorf("before the fragment counts: %v, %v", got, err)
	}
	if err := c.PutJob(parts(1, 0, 1)); err != nil {
		t.Fatal(err)
	}
	got, err := c.Listing(1)
	if diff := cmp.Diff([]Seen{file("/a", 1)}, got); diff != "" || err != nil {
		t.Errorf("%v\n%s", err, diff)
	}
}

func TestAListingThatIsNoneIsDamage(t *testing.T) {
	whole := appendListing(nil, 1, 0, []Seen{file("/a", 1)})
	for what, payload := range map[string][]byte{
		"cut short": whole[:len(whole)-1],
		"goes on":   append(whole[:len(whole):len(whole)], 0),
		"a kind":    appendListing(nil, 1, 0, []Seen{{Path: "/a", Kind: model.Symlink + 1}}),
	} {
		c := &Catalog{jobs: []*Job{parts(1, 0, 1)}}
		c.keepListing(1, part{0, payload})
		if _, err := c.Listing(1); !errors.Is(err, ErrDamaged) {
			t.Errorf("%s: %v", what, err)
		}
	}
	c := &Catalog{}
	if err := c.reading(master).apply(kindListing, whole); err == nil {
		t.Error("a listing of no job is taken")
	}
}

// C14: a reference comes back as it was, and only its own clock reads its time.
func TestAReferenceComesBackAsItWas(t *testing.T) {
	j := parts(1, 0, 0)
	j.Reference = Reference{Start: StampOf(client.Time(5)), Uptime: clock.Forever, Boot: 1<<64 - 1, Marks: []Mark{{"/c", 1 << 63, 1 << 40}, {"/d", 2, 0}}}
	got, err := decodeJob(encodeJob(nil, j), master)
	if diff := cmp.Diff(j.Reference, got.Reference); diff != "" || err != nil {
		t.Errorf("%v\n%s", err, diff)
	}
	if m, ok := got.Reference.Mark("/d"); !ok || m.Journal != 2 {
		t.Errorf("%+v", m)
	}
	if _, ok := got.Reference.Mark("/e"); ok {
		t.Error("a volume without a mark has one")
	}
	if at, err := got.Reference.Start.Time(client); err != nil || !at.Equal(client.Time(5)) {
		t.Errorf("%v, %v", at, err)
	}
	if _, err := got.Reference.Start.Time(clock.NewFace[clock.Client](2)); err == nil {
		t.Error("another clock reads it")
	}
	if at, err := Stamp("").Time(client); err != nil || !at.IsZero() {
		t.Errorf("%v, %v", at, err)
	}
	for n := range 3 {
		if _, err := Stamp(got.Reference.Start[:n+1]).Time(client); err == nil {
			t.Error(fmt.Sprint(n, " bytes are a time"))
		}
	}
}
