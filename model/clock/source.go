package clock

import (
	"encoding/binary"
	"fmt"
	"time"
)

// anyHost is the number of a time that was assumed from another role's clock: it
// compares with every host of its new role.
const anyHost = noReading - 1

// Source is what all times of one host share.
type Source struct {
	role    string
	number  int
	assumed func(Assumption)
	decoded func(unixNano int64) *Unknown
}

func (s *Source) String() string {
	if s == nil {
		return "no clock"
	}
	return fmt.Sprintf("%s %d's clock", s.role, s.number)
}

func (s *Source) matches(o *Source) bool {
	if s == o {
		return true
	}
	return s != nil && o != nil && (s.number == o.number || s.number == anyHost || o.number == anyHost)
}

// Face makes and takes apart the times of one host. It belongs to whoever owns the
// clock: a simulated world, or the machine's clock of a real one.
type Face[H any] struct{ src Source }

// NewFace is the face of the clock of the number-th host of role H. Two faces of a
// role with one number read the same clock.
func NewFace[H any](number int) *Face[H] {
	if number < 0 || number >= anyHost {
		panic(fmt.Sprintf("clock: host number %d is outside 0 to %d", number, anyHost-1))
	}
	var h H
	return &Face[H]{src: Source{role: roleName(h), number: number}}
}

// OnAssume has f told of every assumption that starts from a time of this host.
func (f *Face[H]) OnAssume(g func(Assumption)) { f.src.assumed = g }

// OnDecode has g asked whether a decoded reading is one of its unknowns; nil means no.
func (f *Face[H]) OnDecode(g func(unixNano int64) *Unknown) { f.src.decoded = g }

// Time is the reading at unixNano nanoseconds after 1970-01-01 UTC on this clock.
func (f *Face[H]) Time(unixNano int64) Time[H] { return Time[H]{ns: unixNano, src: &f.src} }

// Unknown is the reading that u stands for.
func (f *Face[H]) Unknown(u *Unknown) Time[H] {
	return Time[H]{ns: u.Value, src: &f.src, term: &term{{u, 1}}}
}

// UnixNano is the number behind a reading of this clock.
func (f *Face[H]) UnixNano(t Time[H]) int64 {
	f.src.mustMatch(t.src)
	return t.ns
}

// Wall is t for interfaces that know no other time, such as os.Chtimes.
func (f *Face[H]) Wall(t Time[H]) time.Time { return time.Unix(0, f.UnixNano(t)).UTC() }

// Decode reads a time that AppendBinary wrote and gives the bytes behind it. It
// refuses a time of another host.
func (f *Face[H]) Decode(b []byte) (Time[H], []byte, error) {
	if len(b) < encodedLen {
		return Time[H]{}, b, ErrEncoding
	}
	ns, number := int64(binary.LittleEndian.Uint64(b)), binary.LittleEndian.Uint16(b[8:])
	rest := b[encodedLen:]
	switch {
	case number == noReading && ns == 0:
		return Time[H]{}, rest, nil
	case int(number) != f.src.number:
		return Time[H]{}, b, ErrEncoding
	}
	if f.src.decoded != nil {
		if u := f.src.decoded(ns); u != nil {
			return f.Unknown(u), rest, nil
		}
	}
	return f.Time(ns), rest, nil
}

func roleName(role any) string {
	switch role.(type) {
	case True:
		return "true"
	case Master:
		return "master"
	case Media:
		return "media"
	case Client:
		return "client"
	}
	return fmt.Sprintf("%T", role)
}

// Skip passes over an encoded time of whatever host, for readers that have no clock.
func Skip[H any](b []byte) (Time[H], []byte, error) {
	if len(b) < encodedLen {
		return Time[H]{}, b, ErrEncoding
	}
	return Time[H]{}, b[encodedLen:], nil
}
