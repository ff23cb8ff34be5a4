package clock

import (
	"fmt"
	"strings"
	"time"
)

const day = 24 * time.Hour

// Instant writes a duration since 00:00 of day 1 as scripts do: HH:MM:SS with the
// fraction that it needs, and "day N " before it from the second day on.
func (d Duration) Instant() string {
	v := time.Duration(d.ns)
	n := v / day
	v -= n * day
	if v < 0 {
		n--
		v += day
	}
	text := fmt.Sprintf("%02d:%02d:%02d", v/time.Hour, v/time.Minute%60, v/time.Second%60)
	if f := v % time.Second; f != 0 {
		text += strings.TrimRight(fmt.Sprintf(".%09d", f), "0")
	}
	if n != 0 {
		text = fmt.Sprintf("day %d %s", n+1, text)
	}
	return text
}
