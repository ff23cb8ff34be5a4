// Package wire is how the engine writes values into durable records: unsigned
// varints, strings with their length, and times in their clock's own encoding.
// A Decoder remembers the first error, so that a record is read straight through
// and checked once.
package wire

import (
	"encoding/binary"
	"errors"
	"time"
	"unsafe"

	"gapless/model/clock"
)

// ErrShort is what a record that ends too early, or holds no value of its kind, gives.
var ErrShort = errors.New("record ends in the middle of a value")

// Uint appends v.
func Uint(b []byte, v uint64) []byte { return binary.AppendUvarint(b, v) }

// Int appends v, which may be negative.
func Int(b []byte, v int64) []byte { return binary.AppendVarint(b, v) }

// String appends s.
func String(b []byte, s string) []byte { return append(Uint(b, uint64(len(s))), s...) }

// Strings appends a list.
func Strings(b []byte, list []string) []byte {
	b = Uint(b, uint64(len(list)))
	for _, s := range list {
		b = String(b, s)
	}
	return b
}

// Bool appends v.
func Bool(b []byte, v bool) []byte {
	if v {
		return append(b, 1)
	}
	return append(b, 0)
}

// Time appends t.
func Time[H any](b []byte, t clock.Time[H]) []byte {
	b, _ = t.AppendBinary(b) // never fails
	return b
}

// Duration appends d. Durations in records are settings and facts for people; an
// engine decides on those that it computes from times.
func Duration(b []byte, d clock.Duration) []byte { return Int(b, int64(d.Std())) }

// Decoder reads values in the order in which they were appended. After an error all
// values are zero.
type Decoder struct {
	rest []byte
	err  error
}

// Decode starts to read b, which must never be written to again: strings are views of
// it, so that reading a long list of paths copies none of them.
func Decode(b []byte) Decoder { return Decoder{rest: b} }

// DecodeString starts to read what a string holds.
func DecodeString(s string) Decoder {
	return Decode(unsafe.Slice(unsafe.StringData(s), len(s))) // a decoder only reads
}

// Err is the first error; also when bytes are left over.
func (d *Decoder) Err() error {
	if d.err == nil && len(d.rest) > 0 {
		return errors.New("record goes on behind its last value")
	}
	return d.err
}

func (d *Decoder) fail() {
	if d.err == nil {
		d.err = ErrShort
	}
	d.rest = nil
}

// Uint reads what Uint appended.
func (d *Decoder) Uint() uint64 {
	v, n := binary.Uvarint(d.rest)
	if n <= 0 {
		d.fail()
		return 0
	}
	d.rest = d.rest[n:]
	return v
}

// Int reads what Int appended.
func (d *Decoder) Int() int64 {
	v, n := binary.Varint(d.rest)
	if n <= 0 {
		d.fail()
		return 0
	}
	d.rest = d.rest[n:]
	return v
}

// Count reads a Uint that counts values of at least one byte each, so that a
// damaged record cannot ask for more memory than it has bytes.
func (d *Decoder) Count() int {
	n := d.Uint()
	if n > uint64(len(d.rest)) {
		d.fail()
		return 0
	}
	return int(n)
}

// String reads what String appended.
func (d *Decoder) String() string {
	n := d.Count()
	if n == 0 {
		return ""
	}
	s := unsafe.String(unsafe.SliceData(d.rest), n)
	d.rest = d.rest[n:]
	return s
}

// Strings reads what Strings appended; nil for none.
func (d *Decoder) Strings() []string {
	n := d.Count()
	if n == 0 {
		return nil
	}
	list := make([]string, 0, n)
	for range n {
		list = append(list, d.String())
	}
	return list
}

// Bool reads what Bool appended.
func (d *Decoder) Bool() bool {
	if len(d.rest) == 0 || d.rest[0] > 1 {
		d.fail()
		return false
	}
	v := d.rest[0] == 1
	d.rest = d.rest[1:]
	return v
}

// Duration reads what Duration appended.
func (d *Decoder) Duration() clock.Duration { return clock.Of(time.Duration(d.Int())) }

// Clock is what decodes times of a host: its clock, so that whoever observes the
// clock sees decoded times too.
type Clock[H any] interface {
	Decode(b []byte) (clock.Time[H], []byte, error)
}

// ReadTime reads what Time appended.
func ReadTime[H any](d *Decoder, c Clock[H]) clock.Time[H] {
	if d.err != nil {
		return clock.Time[H]{}
	}
	t, rest, err := c.Decode(d.rest)
	if err != nil {
		d.err, d.rest = err, nil
		return clock.Time[H]{}
	}
	d.rest = rest
	return t
}
