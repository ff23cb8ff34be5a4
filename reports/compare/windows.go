package compare

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"gapless/model/clock"
	"gapless/reports"
	"gapless/scenarios/script"
)

// windows compares when changes would be lost.
func (d *Difference) windows(old, new *reports.Case, say func(string, ...any) Change) {
	for _, p := range pairs(numbered(old.Windows), numbered(new.Windows), func(w window) string { return w.key }) {
		if !p.hadOld || !p.hasNew {
			continue // that an expectation asks is the script's word
		}
		a, err := spans(p.old.Windows)
		b, also := spans(p.new.Windows)
		if err != nil || also != nil {
			continue // not what Gapless writes
		}
		common := shared(a, b)
		if more := total(b) - common; more > 0 {
			d.worse(say("loses changes of %s for %s more: %s, and was %s", p.new.Path, clock.Of(more), p.new.Text(), p.old.Text()))
		}
		if less := total(a) - common; less > 0 {
			d.better(say("bears changes of %s for %s more: %s, and was %s", p.new.Path, clock.Of(less), p.new.Text(), p.old.Text()))
		}
	}
}

// window is a window with its key: the path, and which of the path's windows it is.
// Its line would not do, since lines move when a script is edited.
type window struct {
	reports.Window
	key string
}

func numbered(all []reports.Window) (out []window) {
	seen := map[string]int{}
	for _, w := range all {
		seen[w.Path]++
		out = append(out, window{w, fmt.Sprintf("%d %s", seen[w.Path], w.Path)})
	}
	return out
}

// span is from its first instant up to, and without, its last.
type span struct{ from, to time.Duration }

// spans reads intervals, which are in order and apart.
func spans(all []reports.Interval) (out []span, err error) {
	for _, i := range all {
		var s span
		if s.from, err = instant(i.From); err == nil {
			s.to, err = instant(i.To)
		}
		if err != nil {
			return nil, err
		}
		out = append(out, s)
	}
	return out, nil
}

// instant reads an instant as reports write it: days may be before the first one.
func instant(text string) (time.Duration, error) {
	day := 1
	if rest, ok := strings.CutPrefix(text, "day "); ok {
		number, of, _ := strings.Cut(rest, " ")
		n, err := strconv.Atoi(number)
		if err != nil || n < -1<<16 || n > 1<<16 {
			return 0, fmt.Errorf("%q is no instant", text)
		}
		day, text = n, of
	}
	at, err := script.ParseInstant(text)
	return at + time.Duration(day-1)*script.Day, err
}

func total(all []span) (sum time.Duration) {
	for _, s := range all {
		sum += s.to - s.from
	}
	return sum
}

// shared is how much two lists of spans have in common.
func shared(a, b []span) (sum time.Duration) {
	for _, x := range a {
		for _, y := range b {
			sum += max(0, min(x.to, y.to)-max(x.from, y.from))
		}
	}
	return sum
}
