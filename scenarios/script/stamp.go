package script

import (
	"strings"
	"time"
)

// Stamp is a file time given by hand.
type Stamp struct {
	Relative bool
	Offset   time.Duration // from the file's host clock at that instant, when relative
	At       time.Time     // in UTC, otherwise
}

// The first and last dates that a script can name: those whose nanoseconds, and
// those of any day of a script after them, have room in 64 bits.
var (
	firstDate = time.Date(1700, 1, 1, 0, 0, 0, 0, time.UTC)
	lastDate  = time.Date(2199, 12, 31, 0, 0, 0, 0, time.UTC)
)

func readDate(text string) (int64, bool, *problem) {
	t, err := time.Parse(time.DateOnly, text)
	if err != nil {
		return 0, false, &problem{msg: quoted(text) + " is no date"}
	}
	return dated(text, t)
}

func readStamp(text string) (int64, bool, *problem) {
	if strings.HasPrefix(text, "+") || strings.HasPrefix(text, "-") {
		d, ok := ParseDuration(text)
		if !ok {
			return 0, false, &problem{msg: quoted(text) + " is no stamp"}
		}
		n, _, bad := limited(text, d)
		return n, true, bad
	}
	if t, err := time.Parse(time.DateOnly, text); err == nil {
		return dated(text, t)
	}
	t, err := time.Parse(time.RFC3339Nano, text)
	if err != nil {
		p := &problem{msg: quoted(text) + " is no stamp"}
		if _, err := time.Parse("2006-01-02T15:04:05.999999999", text); err == nil {
			p.msg, p.near = "the stamp "+quoted(text)+" has no zone", text+"Z"
		}
		return 0, false, p
	}
	return dated(text, t)
}

func dated(text string, t time.Time) (int64, bool, *problem) {
	if t.Before(firstDate) || t.After(lastDate) {
		return 0, false, &problem{msg: quoted(text) + " is out of range", want: "the years 1700 to 2199"}
	}
	return t.UnixNano(), false, nil
}
