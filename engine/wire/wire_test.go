package wire

import (
	"errors"
	"math"
	"testing"
	"time"

	"gapless/model/clock"

	"github.com/google/go-cmp/cmp"
)

// record is one value of each kind.
type record struct {
	Uint     uint64
	Int      int64
	String   string
	Strings  []string
	Yes, No  bool
	Time     clock.Time[clock.Master]
	Never    clock.Time[clock.Master]
	Duration clock.Duration
}

func (r record) append(b []byte) []byte {
	b = String(Int(Uint(b, r.Uint), r.Int), r.String)
	b = Bool(Bool(Strings(b, r.Strings), r.Yes), r.No)
	return Duration(Time(Time(b, r.Time), r.Never), r.Duration)
}

var master = clock.NewFace[clock.Master](1)

func decode(b []byte) (r record, err error) {
	d := Decode(b)
	r = record{d.Uint(), d.Int(), d.String(), d.Strings(), d.Bool(), d.Bool(), ReadTime(&d, master), ReadTime(&d, master), d.Duration()}
	return r, d.Err()
}

var records = []record{
	{Yes: true, Time: master.Time(0)},
	{math.MaxUint64, math.MinInt64, "ä\x00b", []string{"", "x"}, true, false, master.Time(-1), clock.Time[clock.Master]{}, clock.Forever},
	{1, math.MaxInt64, "", nil, true, false, master.Time(math.MaxInt64), clock.Time[clock.Master]{}, clock.Of(-time.Hour)},
}

func TestValuesComeBack(t *testing.T) {
	for _, r := range records {
		got, err := decode(r.append(nil))
		if d := cmp.Diff(r, got); d != "" || err != nil {
			t.Errorf("error %v (-want +got):\n%s", err, d)
		}
	}
}

func TestARecordIsReadWholeOrNotAtAll(t *testing.T) {
	for _, r := range records {
		b := r.append(nil)
		for n := range b {
			if _, err := decode(b[:n]); err == nil {
				t.Errorf("%d of %d bytes are a record", n, len(b))
			}
		}
		if _, err := decode(append(b, 0)); err == nil {
			t.Error("a record with a byte behind it is one")
		}
	}
}

func TestACountOfMoreThanThereIsAsksForNoMemory(t *testing.T) {
	b := append(Uint(nil, 1<<40), "xyz"...)
	for what, read := range map[string]func(d *Decoder){
		"a count":   func(d *Decoder) { d.Count() },
		"a string":  func(d *Decoder) { _ = d.String() },
		"a list":    func(d *Decoder) { d.Strings() },
		"a boolean": func(d *Decoder) { d.Bool() },
	} {
		decoder := Decode(b)
		d := &decoder
		if read(d); !errors.Is(d.Err(), ErrShort) {
			t.Errorf("%s: %v", what, d.Err())
		}
		if d.Uint() != 0 || d.Int() != 0 || d.String() != "" || d.Bool() || d.Strings() != nil || !ReadTime(d, master).IsZero() {
			t.Errorf("%s: values are read behind an error", what)
		}
	}
}
