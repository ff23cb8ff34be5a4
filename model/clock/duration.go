package clock

import (
	"strings"
	"time"
)

// Duration is a length of time in nanoseconds, measured by one clock or between
// two readings of it. Like Time it is opaque: the zero value is no time at all.
type Duration struct {
	_    [0]func() // forbids ==
	ns   int64
	term *term // what it depends on; nil for a plain length
}

// Of is the duration of d, for constants and settings.
func Of(d time.Duration) Duration { return Duration{ns: int64(d)} }

// Std is d for whoever has to wait for it or print it. Decisions use Compare.
func (d Duration) Std() time.Duration { return time.Duration(d.ns) }

// Plus is d + e.
func (d Duration) Plus(e Duration) Duration {
	return Duration{ns: d.ns + e.ns, term: d.term.plus(e.term, 1)}
}

// Neg is -d.
func (d Duration) Neg() Duration {
	return Duration{ns: -d.ns, term: (*term)(nil).plus(d.term, -1)}
}

// Part is the n-th part of d, towards zero.
func (d Duration) Part(n int64) Duration { return Duration{ns: d.ns / n} }

// Compare is negative, zero or positive as d is shorter than, equal to or longer than e.
func (d Duration) Compare(e Duration) int {
	if d.term != nil || e.term != nil {
		d.term.plus(e.term, -1).tell(d.ns - e.ns)
	}
	return compare(d.ns, e.ns)
}

// Less reports whether d is shorter than e.
func (d Duration) Less(e Duration) bool { return d.Compare(e) < 0 }

// Equal reports whether d and e are equally long.
func (d Duration) Equal(e Duration) bool { return d.Compare(e) == 0 }

// Negative reports whether d is shorter than nothing.
func (d Duration) Negative() bool { return d.Compare(Duration{}) < 0 }

// String writes d as Go does: 1h45m49s.
func (d Duration) String() string { return time.Duration(d.ns).String() }

// Short writes d without the zeros that Go adds at the end: 2h, not 2h0m0s.
func (d Duration) Short() string {
	s := d.String()
	if strings.HasSuffix(s, "m0s") {
		s = s[:len(s)-2]
	}
	if strings.HasSuffix(s, "h0m") {
		s = s[:len(s)-2]
	}
	return s
}

// MarshalText writes d as Go does.
func (d Duration) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads what MarshalText wrote.
func (d *Duration) UnmarshalText(b []byte) error {
	v, err := time.ParseDuration(string(b))
	if err != nil {
		return err
	}
	*d = Of(v)
	return nil
}

func compare(a, b int64) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}
