package script

import (
	"math"
	"strconv"
	"strings"
	"time"
)

// Day is 24 hours, whatever a zone says.
const Day = 24 * time.Hour

// MaxDuration bounds every duration and instant, so that sums of a few cannot
// overflow: some 27 years.
const MaxDuration = 10_000 * Day

// ParseDuration reads a duration as Go does, with days: 2d, 1d12h, 1h45m49s, 250ms.
func ParseDuration(text string) (time.Duration, bool) {
	body, negative := strings.CutPrefix(text, "-")
	if !negative {
		body, _ = strings.CutPrefix(text, "+")
	}
	if body == "" || !isDigit(body[0]) && body[0] != '.' {
		return 0, false
	}
	var d time.Duration
	if days, rest, ok := strings.Cut(body, "d"); ok {
		n, err := strconv.ParseUint(days, 10, 32)
		if err != nil || n > uint64(math.MaxInt64/Day) {
			return 0, false
		}
		d, body = time.Duration(n)*Day, rest
		if body != "" && !isDigit(body[0]) {
			return 0, false
		}
	}
	if body != "" {
		rest, err := time.ParseDuration(body)
		if err != nil || rest > math.MaxInt64-d {
			return 0, false
		}
		d += rest
	}
	if negative {
		d = -d
	}
	return d, true
}

// FormatDuration is the shortest text that ParseDuration reads as d: 2d, 1h30m, 250ms.
func FormatDuration(d time.Duration) string { return string(appendDuration(nil, d)) }

func appendDuration(b []byte, d time.Duration) []byte {
	if d < 0 {
		b, d = append(b, '-'), -d
	}
	if d < time.Second {
		return append(b, d.String()...)
	}
	for _, u := range [...]struct {
		size time.Duration
		name byte
	}{{Day, 'd'}, {time.Hour, 'h'}, {time.Minute, 'm'}} {
		if n := d / u.size; n > 0 {
			b = append(strconv.AppendInt(b, int64(n), 10), u.name)
			d -= n * u.size
		}
	}
	if d > 0 {
		b = strconv.AppendInt(b, int64(d/time.Second), 10)
		b = append(appendFraction(b, d%time.Second), 's')
	}
	return b
}

// appendFraction writes a fraction of a second without trailing zeros.
func appendFraction(b []byte, d time.Duration) []byte {
	if d == 0 {
		return b
	}
	digits := strconv.Itoa(int(d + time.Second))
	return append(append(b, '.'), strings.TrimRight(digits[1:], "0")...)
}

func readDuration(text string) (int64, bool, *problem) {
	d, ok := ParseDuration(text)
	switch {
	case !ok && text != "" && strings.Trim(text, "0123456789") == "":
		return 0, false, &problem{msg: quoted(text) + " has no unit", near: text + "s"}
	case !ok:
		return 0, false, &problem{msg: quoted(text) + " is no duration"}
	case d < 0:
		return 0, false, &problem{msg: "the duration " + quoted(text) + " is negative", near: text[1:]}
	}
	return limited(text, d)
}

func readStep(text string) (int64, bool, *problem) {
	d, ok := ParseDuration(text)
	switch {
	case !ok:
		return 0, false, &problem{msg: quoted(text) + " is no step"}
	case d != 0 && text[0] != '+' && text[0] != '-':
		return 0, false, &problem{msg: "the step " + quoted(text) + " has no sign", near: "+" + text}
	}
	return limited(text, d)
}

func limited(text string, d time.Duration) (int64, bool, *problem) {
	if d > MaxDuration || d < -MaxDuration {
		return 0, false, &problem{msg: quoted(text) + " is too long", want: "at most " + FormatDuration(MaxDuration)}
	}
	return int64(d), false, nil
}
