package catalog

import (
	"errors"
	"slices"
	"testing"
	"time"

	"gapless/engine/durable"
	"gapless/engine/frame"
	"gapless/model"
	"gapless/model/clock"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/spf13/afero"
)

var master = clock.NewFace[clock.Master](0)

// alike is how states are compared: a list without elements is none.
var alike = cmpopts.EquateEmpty()

const logName = "/c/" + fileName

func job(n int, state model.JobState) *Job {
	return &Job{
		Number: n, Policy: "nightly", Client: "client", Kind: model.Incremental, Method: "modified-time", State: state,
		Status: -n, Backup: master.Time(int64(n)), Base: n - 1, BaseTime: master.Time(-1),
		Waiting: master.Time(7), Ended: clock.Time[clock.Master]{}, Taken: 1 << 40, Expired: n%2 == 1,
		Tries:    []Try{{master.Time(1), clock.Of(time.Second), clock.Forever}, {Active: master.Time(2)}},
		Position: Position{1, "/data/ä"}, Named: []string{"/data/a", ""},
		Image:    []Fragment{{[]Extent{{"t1", 0, 1 << 50}, {"t2", 5, 0}}}, {nil}},
		Recorded: clock.Assume[clock.Client](clock.NewFace[clock.Media](4).Time(11), "a test"), Server: "media", Resumed: n%2 == 1, Restarts: n,
	}
}

// written is a log with a history, as bytes, and where each of its records ends.
func written(t testing.TB) (b []byte, ends []int) {
	t.Helper()
	files := newDisk()
	c, err := Open(files, "/c", master)
	if err != nil {
		t.Fatal(err)
	}
	size := func() {
		b, err = afero.ReadFile(files, logName)
		if err != nil {
			t.Fatal(err)
		}
		ends = append(ends, len(b))
	}
	size()
	for _, put := range []func() error{
		func() error { return c.PutJob(job(1, model.Queued)) },
		func() error { return c.PutJob(&Job{Number: 2, State: model.Active}) },
		func() error { return c.PutMedium(Medium{Name: "t2"}) },
		func() error { return c.PutJob(job(1, model.Done)) },
		func() error { return c.PutMedium(Medium{Name: "t1", Full: true}) },
		func() error {
			return c.PutMedium(Medium{Name: "t2", Full: true, Closed: true, Allocated: "a", Written: "w", Heard: master.Time(9), Job: 1, Place: Removed})
		},
		func() error { return c.PutJob(job(3, model.Incomplete)) },
	} {
		if err := put(); err != nil {
			t.Fatal(err)
		}
		size()
	}
	if err := c.Close(); err != nil {
		t.Fatal(err)
	}
	return b, ends
}

// state is what a catalogue knows.
type state struct {
	Jobs  []*Job
	Media []Medium
}

func (c *Catalog) state() state {
	s := state{c.Jobs(), c.media}
	if len(s.Jobs) == 0 {
		s.Jobs = nil
	}
	return s
}

// place puts a log on a new disk.
func place(t testing.TB, b []byte) afero.Fs {
	t.Helper()
	files := newDisk()
	if err := afero.WriteFile(files, logName, b, 0o600); err != nil {
		t.Fatal(err)
	}
	return files
}

func TestWhatWasPutIsReadBack(t *testing.T) {
	b, _ := written(t)
	for _, open := range []func(afero.Fs) (*Catalog, error){
		func(files afero.Fs) (*Catalog, error) { return Read(files, "/c", master) },
		func(files afero.Fs) (*Catalog, error) { return Open(files, "/c", master) },
	} {
		c, err := open(place(t, b))
		if err != nil {
			t.Fatal(err)
		}
		want := state{
			Jobs:  []*Job{job(1, model.Done), {Number: 2, State: model.Active}, job(3, model.Incomplete)},
			Media: []Medium{{Name: "t1", Full: true}, {Name: "t2", Full: true, Closed: true, Allocated: "a", Written: "w", Heard: master.Time(9), Job: 1, Place: Removed}},
		}
		if d := cmp.Diff(want, c.state(), alike); d != "" {
			t.Error(d)
		}
		if c.NextNumber() != 4 || c.Job(0) != nil || c.Job(4) != nil || c.Job(3) != c.Newest() || !c.Medium("t2").Full || c.Medium("t3").Full {
			t.Error("the catalogue does not find what it has")
		}
	}
}

func TestALogThatIsNotThereIsEmpty(t *testing.T) {
	c, err := Read(newDisk(), "/c", master)
	if err != nil || c.NextNumber() != 1 || c.Newest() != nil {
		t.Errorf("%v, %v", c, err)
	}
}

// A crash leaves any part of what was not synced: every cut of the log gives all
// records that are whole, and the log goes on behind them. P10.
func TestATornTailLosesOnlyTheRecordThatWasBeingWritten(t *testing.T) {
	b, ends := written(t)
	before := func(n int) state { // the state of the whole records before n
		whole := 0
		for _, end := range ends {
			if n >= end {
				whole = end
			}
		}
		c, err := Read(place(t, b[:whole]), "/c", master)
		if err != nil {
			t.Fatal(err)
		}
		return c.state()
	}
	for n := range len(b) + 1 {
		files := place(t, b[:n])
		want := before(n)
		c, err := Open(files, "/c", master)
		if err != nil {
			t.Fatalf("cut at %d: %v", n, err)
		}
		if d := cmp.Diff(want, c.state(), alike); d != "" {
			t.Fatalf("cut at %d: %s", n, d)
		}
		next := &Job{Number: c.NextNumber(), State: model.Queued}
		if err := errors.Join(c.PutJob(next), c.Close()); err != nil {
			t.Fatal(err)
		}
		again, err := Read(files, "/c", master)
		if err != nil {
			t.Fatalf("cut at %d and gone on: %v", n, err)
		}
		want.Jobs = append(want.Jobs, next)
		if d := cmp.Diff(want, again.state(), alike); d != "" {
			t.Fatalf("cut at %d and gone on: %s", n, d)
		}
	}
}

// What was acknowledged is never given up in silence: a changed bit before the last
// record is damage, and is told; one in the last record looks torn.
func TestDamageInTheMiddleIsRefused(t *testing.T) {
	b, ends := written(t)
	last := ends[len(ends)-2]
	for i := range b {
		c := append([]byte{}, b...)
		c[i] ^= 0x10
		got, err := Read(place(t, c), "/c", master)
		switch {
		case i < last && !errors.Is(err, ErrDamaged):
			t.Fatalf("byte %d: %v", i, err)
		case i >= last && err == nil && got.NextNumber() != 3:
			t.Fatalf("byte %d of the last record: %d jobs", i, got.NextNumber()-1)
		}
	}
}

func TestOnlyACatalogueIsRead(t *testing.T) {
	payload := encodeJob(nil, job(1, model.Done))
	good := slices.Clip(frame.Append(nil, durable.Head, []byte(head)))
	for what, b := range map[string][]byte{
		"another log":           frame.Append(nil, durable.Head, []byte("gapless checkpoints 2")),
		"no head":               frame.Append(nil, kindJob, payload),
		"two heads":             frame.Append(good, durable.Head, []byte(head)),
		"an unknown record":     frame.Append(good, 'X', nil),
		"a job too far":         frame.Append(good, kindJob, encodeJob(nil, job(2, model.Done))),
		"job 0":                 frame.Append(good, kindJob, encodeJob(nil, job(0, model.Done))),
		"a job cut short":       frame.Append(good, kindJob, payload[:len(payload)-1]),
		"a job that goes on":    frame.Append(good, kindJob, append(payload[:len(payload):len(payload)], 0)),
		"a medium cut short":    frame.Append(good, kindMedium, []byte{5, 't'}),
		"another master's time": frame.Append(good, kindJob, encodeJob(nil, &Job{Number: 1, Backup: clock.NewFace[clock.Master](9).Time(1)})),
	} {
		if _, err := Read(place(t, b), "/c", master); !errors.Is(err, ErrDamaged) {
			t.Errorf("%s: %v", what, err)
		}
	}
}

// A record is read by its places alone, so that one of another version would be read
// as something else. The error says which version it is, and the log stays as it is.
func TestACatalogueOfAnotherVersionIsNotReadAndIsNotDamaged(t *testing.T) {
	for _, of := range []string{"gapless catalogue 1", "gapless catalogue 3", "gapless catalogue 20"} {
		b := frame.Append(nil, durable.Head, []byte(of))
		b = frame.Append(b, kindJob, encodeJob(nil, job(1, model.Done)))
		files := place(t, b)
		_, read := Read(files, "/c", master)
		_, opened := Open(files, "/c", master)
		for _, err := range []error{read, opened} {
			var v *durable.VersionError
			if !errors.As(err, &v) || errors.Is(err, ErrDamaged) || v.Found != of || v.Path != "/c/catalogue" {
				t.Errorf("%s: %v", of, err)
			}
		}
		if left, _ := afero.ReadFile(files, logName); string(left) != string(b) {
			t.Errorf("%s: the log was changed", of)
		}
	}
}

func TestAMediumIsHeldByImagesThatAreKeptOrMayBecomeSo(t *testing.T) {
	image := []Fragment{{[]Extent{{"t1", 0, 1}}}}
	for _, c := range []struct {
		job   Job
		holds bool
	}{
		{Job{Number: 1, Kind: model.Full, State: model.Done, Image: image}, true},
		{Job{Number: 1, Kind: model.Full, State: model.Done, Status: 1, Image: image}, true},
		{Job{Number: 1, Kind: model.Full, State: model.Done, Status: 150, Image: image}, false},
		{Job{Number: 1, Kind: model.Full, State: model.Suspended, Status: 157, Image: image}, true},
		{Job{Number: 1, Kind: model.Full, State: model.Done, Expired: true, Image: image}, false},
		{Job{Number: 1, Kind: model.Full, State: model.Done}, false},
	} {
		cat, err := Open(newDisk(), "/c", master)
		if err != nil {
			t.Fatal(err)
		}
		if err := cat.PutJob(&c.job); err != nil {
			t.Fatal(err)
		}
		if cat.Holds("t1") != c.holds || cat.Holds("t2") {
			t.Errorf("%+v holds its medium: %v", c.job, cat.Holds("t1"))
		}
	}
}

// A file can have grown before its bytes were written.
func TestATailOfZerosIsATornOne(t *testing.T) {
	b, _ := written(t)
	for _, c := range []struct {
		tail []byte
		ok   bool
	}{
		{make([]byte, 1), true}, {make([]byte, 20), true}, {make([]byte, 9000), true},
		{append(make([]byte, 9000), 1), false},
	} {
		cat, err := Open(place(t, append(b[:len(b):len(b)], c.tail...)), "/c", master)
		if (err == nil) != c.ok || err == nil && cat.NextNumber() != 4 {
			t.Errorf("%d bytes behind the end: %v", len(c.tail), err)
		}
	}
}

// To follow a log is to read it again.
func TestFollowingALogIsReadingItAgain(t *testing.T) {
	b, ends := written(t)
	files := newDisk()
	var followed Catalog
	for _, end := range append([]int{0}, ends...) {
		for _, at := range []int{end, min(end+5, len(b))} { // also with a record half written
			if err := afero.WriteFile(files, logName, b[:at], 0o600); err != nil {
				t.Fatal(err)
			}
			if err := followed.Follow(files, "/c", master); err != nil {
				t.Fatalf("up to %d: %v", at, err)
			}
			again, err := Read(files, "/c", master)
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(again.state(), followed.state(), alike); d != "" {
				t.Fatalf("up to %d: %s", at, d)
			}
		}
	}
}
