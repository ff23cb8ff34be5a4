package timeline

import (
	"strings"
	"time"

	"gapless/scenarios/script"
)

// tick is a mark of the axis.
type tick struct {
	x         float64
	text, day string // day is empty where it is that of the tick before
}

// steps are the distances that ticks may have, in ascending order.
var steps = func() (all []Instant) {
	for unit := Instant(1); unit < Instant(time.Second); unit *= 10 {
		all = append(all, unit, 2*unit, 5*unit)
	}
	for _, d := range []time.Duration{
		time.Second, 2 * time.Second, 5 * time.Second, 10 * time.Second, 15 * time.Second, 30 * time.Second,
		time.Minute, 2 * time.Minute, 5 * time.Minute, 10 * time.Minute, 15 * time.Minute, 30 * time.Minute,
		time.Hour, 2 * time.Hour, 3 * time.Hour, 6 * time.Hour, 12 * time.Hour,
		script.Day, 2 * script.Day, 7 * script.Day, 14 * script.Day, 28 * script.Day, 56 * script.Day, 112 * script.Day,
		364 * script.Day, 3640 * script.Day, 36400 * script.Day,
	} {
		all = append(all, Instant(d))
	}
	return all
}()

// ticks are the marks of the axis: round instants, as close as their texts allow, and
// the ends of what is folded where nothing round is near.
func (s *scale) ticks() (all []tick) {
	day, last := int64(1), s.x[0]-1e9 // an axis that begins on day 1 does not say so
	for _, r := range s.runs() {
		from, to := s.at[r.from], s.at[r.to]
		width := s.x[r.to] - s.x[r.from]
		step := stepFor(to-from, width)
		var round []Instant
		for at := floor(from+step-1, step); at <= to && len(round) < 100; at += step {
			round = append(round, at)
		}
		if len(round) == 0 {
			round = []Instant{from}
			step = finest(from)
		}
		for _, at := range round {
			text := tickText(at, step)
			x := s.place(at)
			if half := textWidth(text) / 2; x-half < last+8 || x+half > s.x[len(s.x)-1]+20 {
				continue
			}
			t := tick{x: x, text: text}
			if d := dayOf(at); d != day && step < Instant(script.Day) {
				t.day, day = "day "+itoa(d), d
			}
			all = append(all, t)
			last = x + textWidth(text)/2
		}
	}
	return all
}

// stepFor is the finest step whose texts fit.
func stepFor(span Instant, width float64) Instant {
	for _, step := range steps {
		room := textWidth(tickText(0, step)) + 14
		if float64(span)/float64(step)*room <= width {
			return step
		}
	}
	return steps[len(steps)-1]
}

// finest is a step of which an instant is a multiple.
func finest(at Instant) Instant {
	for i := len(steps) - 1; i >= 0; i-- {
		if s := steps[i]; s < Instant(script.Day) && at%s == 0 {
			return s
		}
	}
	return 1
}

// tickText is an instant without its day, as fine as the step.
func tickText(at, step Instant) string {
	if step >= Instant(script.Day) {
		return "day " + itoa(dayOf(at))
	}
	text := timeOfDay(at)
	switch {
	case step >= Instant(time.Minute):
		return text[:5]
	case step >= Instant(time.Second):
		return text[:8]
	}
	digits := 9
	for unit := Instant(1); unit < Instant(time.Second) && step%(unit*10) == 0; unit *= 10 {
		digits--
	}
	main, fraction, _ := strings.Cut(text, ".")
	return main + "." + (fraction + "000000000")[:digits]
}

func timeOfDay(at Instant) string {
	text := at.String()
	return text[strings.LastIndexByte(text, ' ')+1:]
}

func dayOf(at Instant) int64 { return int64(floor(at, Instant(script.Day))/Instant(script.Day)) + 1 }

// floor is at rounded down to a multiple of step.
func floor(at, step Instant) Instant {
	r := at % step
	if r < 0 {
		r += step
	}
	return at - r
}
