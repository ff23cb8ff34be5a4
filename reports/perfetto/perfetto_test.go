package perfetto

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/big"
	"slices"
	"testing"

	"gapless/reports/timeline"
	"gapless/reports/trace"
	"gapless/scenarios"
	"gapless/scenarios/library"
)

// read is an event as a viewer reads it. Instants are exact.
type read struct {
	Name string         `json:"name"`
	Ph   string         `json:"ph"`
	Ts   json.Number    `json:"ts"`
	Dur  json.Number    `json:"dur"`
	Pid  int            `json:"pid"`
	Tid  int            `json:"tid"`
	ID   int            `json:"id"`
	Args map[string]any `json:"args"`
}

type track struct{ pid, tid int }

// slice is from and to, in nanoseconds.
type slice struct {
	name     string
	from, to int64
}

// written is a script's file, read back.
func written(t *testing.T, name, product, text string) (events []read, raw []byte) {
	t.Helper()
	s, err := scenarios.Parse(name, []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	u, err := scenarios.NewSetup(s, product, nil)
	if err != nil {
		t.Fatal(err)
	}
	r := scenarios.NewRunner()
	defer r.Close()
	res, err := r.Judge(u, scenarios.Options{Trace: true})
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := Write(&b, trace.Of(res), timeline.Of(res)); err != nil {
		t.Fatal(err)
	}
	var file struct {
		Unit   string `json:"displayTimeUnit"`
		Events []read `json:"traceEvents"`
	}
	if err := json.Unmarshal(b.Bytes(), &file); err != nil || file.Unit != "ns" {
		t.Fatalf("%s: unit %q, %v", name, file.Unit, err)
	}
	return file.Events, b.Bytes()
}

// nanos is a number of microseconds as nanoseconds; it must be a whole number.
func nanos(t *testing.T, n json.Number) int64 {
	t.Helper()
	r, ok := new(big.Rat).SetString(n.String())
	if !ok {
		t.Fatalf("%q is no number", n)
	}
	if r.Mul(r, big.NewRat(1000, 1)); !r.IsInt() || !r.Num().IsInt64() {
		t.Fatalf("%s µs are no whole nanoseconds", n)
	}
	return r.Num().Int64()
}

// In every file of the library slices of one track lie within each other or apart, all
// tracks have names, and each arrow leads from a slice to a later one.
func TestTracksNestAndArrowsHaveEnds(t *testing.T) {
	arrows := 0
	for _, e := range library.All() {
		s, err := scenarios.Parse(e.Name, e.Text)
		if err != nil {
			t.Fatal(err)
		}
		events, _ := written(t, e.Name, s.Products()[0], string(e.Text))
		slices_ := map[track][]slice{}
		named := map[track]bool{}
		for _, x := range events {
			at := track{x.Pid, x.Tid}
			switch x.Ph {
			case "X":
				from := nanos(t, x.Ts)
				slices_[at] = append(slices_[at], slice{x.Name, from, from + nanos(t, x.Dur)})
			case "M":
				named[at] = named[at] || x.Name == "thread_name"
			}
		}
		for at, all := range slices_ {
			if !named[at] {
				t.Errorf("%s: track %v has no name", e.Name, at)
			}
			nested(t, e.Name, all)
		}
		from := map[int]int64{}
		for _, x := range events {
			at := nanos(t, x.Ts)
			switch x.Ph {
			case "i":
				if !named[track{x.Pid, x.Tid}] {
					t.Errorf("%s: %s is on no track", e.Name, x.Name)
				}
				continue
			case "s":
				from[x.ID] = at
			case "f":
				arrows++
				if start, ok := from[x.ID]; !ok || start > at {
					t.Errorf("%s: the arrow to %s begins nowhere", e.Name, x.Name)
				}
			default:
				continue
			}
			if !slices.ContainsFunc(slices_[track{x.Pid, x.Tid}], func(s slice) bool { return s.from <= at && at <= s.to }) {
				t.Errorf("%s: an arrow %q, %s, ends in no slice", e.Name, x.Ph, x.Name)
			}
		}
	}
	if arrows < 20 {
		t.Errorf("only %d arrows in the library", arrows)
	}
}

func nested(t *testing.T, name string, all []slice) {
	t.Helper()
	for i, a := range all {
		if a.to < a.from {
			t.Errorf("%s: %s ends before it begins", name, a.name)
		}
		for _, b := range all[:i] {
			apart := a.to <= b.from || b.to <= a.from
			within := a.from >= b.from && a.to <= b.to || b.from >= a.from && b.to <= a.to
			if !apart && !within {
				t.Errorf("%s: %+v and %+v overlap", name, a, b)
			}
		}
	}
}

// Instants are exact to the nanosecond, and job 2 of the worked example is suspended
// from 19:15:27 to 19:45:49.
func TestTheWorkedExamplesJobsAreTheirPhases(t *testing.T) {
	e, _ := library.Find("netbackup/worked-example")
	events, raw := written(t, e.Name, "netbackup-6.5.2A", string(e.Text))
	second := func(h, m, s int64) int64 { return (h*3600 + m*60 + s) * 1e9 }
	want := map[string]slice{
		"suspended":           {"suspended", second(19, 15, 27), second(19, 45, 49)},
		"since write":         {"since write", second(2, 30, 0), second(22, 45, 49)},
		"job 1, full nightly": {"job 1, full nightly", second(2, 0, 0), second(2, 0, 0)},
	}
	for _, x := range events {
		if w, ok := want[x.Name]; ok && x.Ph == "X" && nanos(t, x.Ts) == w.from && nanos(t, x.Ts)+nanos(t, x.Dur) == w.to {
			delete(want, x.Name)
		}
	}
	for name := range want {
		t.Errorf("there is no %s as it should be", name)
	}
	if _, again := written(t, e.Name, "netbackup-6.5.2A", string(e.Text)); !bytes.Equal(raw, again) {
		t.Error("the second file differs")
	}
	for n, want := range map[timeline.Instant]string{0: "0.000", 1: "0.001", 1_234_567: "1234.567", 365 * 24 * 3600e9: "31536000000000.000", -5: "-0.005"} {
		if got := fmt.Sprint(micro(n)); got != want {
			t.Errorf("%d ns are %s µs, want %s", n, got, want)
		}
	}
}
