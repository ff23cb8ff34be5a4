package clock

import (
	"encoding/binary"
	"errors"
	"fmt"
	"time"
)

// Time is one reading, in nanoseconds, of the clock of one host of role H. The
// zero value is no reading; comparing it with a reading panics.
type Time[H any] struct {
	_    [0]func(H) // forbids == and the conversion of one role's time to another's
	ns   int64      // since 1970-01-01 UTC on that host's clock
	src  *Source
	term *term // what the reading depends on; nil for a plain one
}

// IsZero reports whether t is no reading at all.
func (t Time[H]) IsZero() bool { return t.src == nil }

// Before reports whether t was read before u on the same clock.
func (t Time[H]) Before(u Time[H]) bool { return t.Compare(u) < 0 }

// After reports whether t was read after u on the same clock.
func (t Time[H]) After(u Time[H]) bool { return t.Compare(u) > 0 }

// Compare is negative, zero or positive as t is before, at or after u. It panics
// when the two were read on different hosts of the role.
func (t Time[H]) Compare(u Time[H]) int {
	if t.src != u.src {
		t.src.mustMatch(u.src)
	}
	if t.term != nil || u.term != nil {
		t.term.plus(u.term, -1).tell(t.ns - u.ns)
	}
	return compare(t.ns, u.ns)
}

// Equal reports whether t and u are the same reading. Two zero times are equal; a
// zero time equals no reading. It never panics for hosts that differ, so that
// go-cmp can use it.
func (t Time[H]) Equal(u Time[H]) bool {
	if t.src == nil || u.src == nil {
		return t.src == u.src
	}
	return t.src.matches(u.src) && t.Compare(u) == 0
}

// Add is the reading d later.
func (t Time[H]) Add(d Duration) Time[H] {
	t.ns += d.ns
	if d.term != nil {
		t.term = t.term.plus(d.term, 1)
	}
	return t
}

// Sub is how much later than u the reading t is. It panics as Compare does.
func (t Time[H]) Sub(u Time[H]) Duration {
	if t.src != u.src {
		t.src.mustMatch(u.src)
	}
	d := Duration{ns: t.ns - u.ns}
	if t.term != nil || u.term != nil {
		d.term = t.term.plus(u.term, -1)
	}
	return d
}

// Truncate is t rounded down to a multiple of d since 1970-01-01 UTC.
func (t Time[H]) Truncate(d Duration) Time[H] {
	down := floor(t.ns, d.ns)
	if t.term != nil && d.ns > 1 {
		t.term = t.term.rounded(t.ns, down, func(root int64) []int64 { return rootsDown(root, d.ns) })
	}
	t.ns = down
	return t
}

// String is the reading as an RFC 3339 instant of UTC, for people; it does not say
// whose clock it was.
func (t Time[H]) String() string {
	if t.src == nil {
		return "never"
	}
	return time.Unix(0, t.ns).UTC().Format(time.RFC3339Nano)
}

// MarshalText writes t as String does.
func (t Time[H]) MarshalText() ([]byte, error) { return []byte(t.String()), nil }

// encodedLen is the length of an encoded time: eight bytes of nanoseconds and two
// of the host's number, where 0xffff stands for no reading.
const encodedLen = 10

const noReading = 0xffff

// AppendBinary appends the encoding of t, which Face.Decode reads.
func (t Time[H]) AppendBinary(b []byte) ([]byte, error) {
	if t.src == nil {
		return binary.LittleEndian.AppendUint16(binary.LittleEndian.AppendUint64(b, 0), noReading), nil
	}
	b = binary.LittleEndian.AppendUint64(b, uint64(t.ns))
	return binary.LittleEndian.AppendUint16(b, uint16(t.src.number)), nil
}

// ErrEncoding is what Decode returns for bytes that are no encoded time of its host.
var ErrEncoding = errors.New("not a time of this host's clock")

func (s *Source) mustMatch(o *Source) {
	if !s.matches(o) {
		panic(fmt.Sprintf("clock: %v and %v are different clocks", s, o))
	}
}
