// Package wording is how reports write what comes from a run: text that a script's
// author chose, instants and lengths of time.
package wording

import (
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"gapless/model/clock"
)

// Plain shows text that a script's author chose: what a terminal would act on, or
// show in another order, is escaped as in Go.
func Plain(s string) string {
	var b strings.Builder
	for len(s) > 0 {
		r, n := utf8.DecodeRuneInString(s)
		switch {
		case r == utf8.RuneError && n == 1:
			fmt.Fprintf(&b, `\x%02x`, s[0])
		case strconv.IsPrint(r):
			b.WriteRune(r)
		default:
			b.WriteString(strings.Trim(strconv.QuoteRuneToASCII(r), "'"))
		}
		s = s[n:]
	}
	return b.String()
}

// Offset is how long after 00:00 of day 1 a clock showed t. The times of different
// hosts do not subtract, and rightly so: their difference means nothing to an engine.
// A report puts them beside each other for people, so it goes through their text.
func Offset[H any](t clock.Time[H], day1 clock.Time[clock.True]) clock.Duration {
	at, err := time.Parse(time.RFC3339Nano, t.String())
	if err != nil {
		return clock.Duration{} // no reading at all
	}
	from, _ := time.Parse(time.RFC3339Nano, day1.String())
	return clock.Of(at.Sub(from))
}

// Instant writes a reading as scripts write instants; nothing for no reading.
func Instant[H any](t clock.Time[H], day1 clock.Time[clock.True]) string {
	if t.IsZero() {
		return ""
	}
	return Offset(t, day1).Instant()
}
