package script

import (
	"strconv"
	"strings"
	"time"
)

// Instant is when a timeline statement acts, on the true clock.
type Instant struct {
	Offset   time.Duration // since 00:00 of day 1
	Relative bool          // written +DURATION
	After    time.Duration // that duration, when it is relative
}

// At is an absolute instant, so long after 00:00 of day 1.
func At(offset time.Duration) Instant { return Instant{Offset: offset} }

// FormatInstant writes an offset since 00:00 of day 1 as [day N] HH:MM:SS[.fraction].
func FormatInstant(offset time.Duration) string { return string(appendInstant(nil, offset)) }

func appendInstant(b []byte, d time.Duration) []byte {
	if d >= Day {
		b = append(b, "day "...)
		b = strconv.AppendInt(b, int64(d/Day)+1, 10)
		b = append(b, ' ')
		d %= Day
	}
	b = appendTwo(b, d/time.Hour)
	b = appendTwo(append(b, ':'), d/time.Minute%60)
	b = appendTwo(append(b, ':'), d/time.Second%60)
	return appendFraction(b, d%time.Second)
}

func appendTwo(b []byte, n time.Duration) []byte { return append(b, byte('0'+n/10), byte('0'+n%10)) }

// ParseInstant reads what FormatInstant writes, and the shorter forms of it.
func ParseInstant(text string) (time.Duration, error) {
	n, _, bad := readInstant(text)
	if bad != nil {
		return 0, &Error{File: text, Msg: bad.msg, Want: bad.want, Near: bad.near}
	}
	return time.Duration(n), nil
}

// readInstant takes one text, also of three words: day 2 02:30.
func readInstant(text string) (int64, bool, *problem) {
	rest, ok := strings.CutPrefix(text, "day ")
	if !ok {
		d, bad := timeOfDay(text, 1)
		return int64(d), false, bad
	}
	number, hours, ok := strings.Cut(rest, " ")
	day, bad := dayNumber(number)
	if bad != nil {
		return 0, false, bad
	}
	if !ok {
		return 0, false, &problem{msg: "a day without a time of day", near: "day " + number + " 00:00"}
	}
	d, bad := timeOfDay(hours, day)
	return int64(d + time.Duration(day-1)*Day), false, bad
}

func dayNumber(text string) (int, *problem) {
	n, err := strconv.Atoi(text)
	limit := int(MaxDuration / Day)
	switch {
	case err != nil:
		return 0, &problem{msg: quoted(text) + " is no day", want: "a number from 1 after day"}
	case n < 1:
		return 0, &problem{msg: "an instant before the first day: days count from 1, and this is day " + text, near: "day 1"}
	case n > limit:
		return 0, &problem{msg: "day " + text + " is too far away", want: "at most day " + strconv.Itoa(limit)}
	}
	return n, nil
}

// timeOfDay reads HH:MM[:SS[.fraction]]; day is for the remedy alone.
func timeOfDay(text string, day int) (time.Duration, *problem) {
	if strings.HasPrefix(text, "-") {
		return 0, &problem{msg: quoted(text) + " is an instant before the day", want: "an instant from 00:00 on"}
	}
	main, fraction, fractional := strings.Cut(text, ".")
	var part [3]int
	n := 0
	for field := range strings.SplitSeq(main, ":") {
		if n == 3 || len(field) != 2 || !isDigit(field[0]) || !isDigit(field[1]) {
			return 0, malformed(text)
		}
		part[n] = int(field[0]-'0')*10 + int(field[1]-'0')
		n++
	}
	if n < 2 || fractional && n < 3 {
		return 0, malformed(text)
	}
	if bad := outside(part, day, text); bad != nil {
		return 0, bad
	}
	nanos := 0
	if fractional {
		if fraction == "" || len(fraction) > 9 || strings.Trim(fraction, "0123456789") != "" {
			return 0, &problem{msg: "the fraction of " + quoted(text) + " is malformed", want: "1 to 9 digits after the point"}
		}
		nanos, _ = strconv.Atoi((fraction + "00000000")[:9])
	}
	return time.Duration(part[0])*time.Hour + time.Duration(part[1])*time.Minute +
		time.Duration(part[2])*time.Second + time.Duration(nanos), nil
}

// malformed guesses what was meant by 2:30 and the like.
func malformed(text string) *problem {
	p := &problem{msg: quoted(text) + " is no instant"}
	if len(text) < 20 && !strings.HasPrefix(text, "0") {
		if _, bad := timeOfDay("0"+text, 1); bad == nil {
			p.near = "0" + text
		}
	}
	return p
}

// outside refuses hours, minutes and seconds beyond the day, and says what to write.
func outside(part [3]int, day int, text string) *problem {
	for i, limit := range [3]int{24, 60, 60} {
		if part[i] < limit {
			continue
		}
		p := &problem{
			msg:  quoted(text) + " is outside the day: no " + [3]string{"hour", "minute", "second"}[i] + " " + strconv.Itoa(part[i]),
			want: "00:00 to 23:59:59.999999999",
		}
		later := time.Duration(day-1)*Day + time.Duration(part[0])*time.Hour +
			time.Duration(part[1])*time.Minute + time.Duration(part[2])*time.Second
		p.near = strings.TrimSuffix(FormatInstant(later), ":00")
		return p
	}
	return nil
}
