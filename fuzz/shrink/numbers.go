package shrink

import (
	"slices"
	"strconv"
	"time"

	"gapless/scenarios/script"
)

// readable are the durations that people write.
var readable = []time.Duration{
	time.Nanosecond, time.Microsecond, time.Millisecond, 100 * time.Millisecond,
	time.Second, 2 * time.Second, 5 * time.Second, 10 * time.Second, 15 * time.Second, 30 * time.Second,
	time.Minute, 2 * time.Minute, 5 * time.Minute, 10 * time.Minute, 15 * time.Minute, 30 * time.Minute,
	time.Hour, 2 * time.Hour, 3 * time.Hour, 6 * time.Hour, 12 * time.Hour,
	script.Day, 2 * script.Day, 3 * script.Day, 7 * script.Day, 30 * script.Day,
}

// exact are the statements whose durations are brought down to the second that matters;
// for others a readable one does.
var exact = []string{"delay", "clock", "touch"}

// numbers brings durations, steps, sizes and counts down to the least that shows the
// same.
func (r *reducer) numbers() {
	for i := range r.now.Statements {
		for k := range r.now.Statements[i].Args {
			r.number(i, k, false)
		}
		if st := r.now.Statements[i]; st.Then != nil {
			for k := range st.Then.Args {
				r.number(i, k, true)
			}
		}
	}
}

// number brings down one argument of a statement, or of what it makes happen.
func (r *reducer) number(i, k int, then bool) {
	st := r.now.Statements[i]
	if then {
		st = st.Then
	}
	a := st.Args[k]
	set := func(text string) bool {
		old := r.now.Statements[i]
		on := old
		if then {
			on = old.Then
		}
		changed, err := on.With(a.Name(), text)
		if err != nil {
			return false
		}
		if then {
			whole := old.Clone()
			whole.Then = changed
			changed = whole
		}
		return r.with(old, changed)
	}
	switch a.Param.Type() {
	case "DUR", "STEP", "STAMP":
		if d, ok := script.ParseDuration(a.Text); ok && d != 0 {
			leastDuration(d, slices.Contains(exact, st.Form.Name), a.Param.Type() != "DUR", set)
		}
	case "SIZE":
		leastSize(st.Size(a.Name()), set)
	case "COUNT", "N":
		leastCount(1, int(st.Int(a.Name())), func(n int) bool { return set(strconv.Itoa(n)) })
	case "OP":
		kind, n := st.Operation(a.Name())
		leastCount(1, n, func(n int) bool { return set(kind + "#" + strconv.Itoa(n)) })
	}
}

// leastDuration brings a duration down to the least readable one that shows the same,
// and if it has to be exact, to the least number of seconds below that.
func leastDuration(d time.Duration, toTheSecond, signed bool, set func(text string) bool) {
	size := d.Abs()
	try := func(v time.Duration) bool {
		text := script.FormatDuration(v)
		switch {
		case d < 0:
			text = "-" + text
		case signed:
			text = "+" + text
		}
		return set(text)
	}
	n, _ := slices.BinarySearch(readable, size)
	least := size
	if i := bisect(n, func(i int) bool { return try(readable[i]) }); i < n {
		least, n = readable[i], i
	}
	below := time.Duration(0)
	if n > 0 {
		below = readable[n-1]
	}
	if !toTheSecond || least <= time.Second {
		return
	}
	from := below / time.Second
	count := int((least+time.Second-1)/time.Second - from)
	bisect(count, func(i int) bool { return try((from + time.Duration(i+1)) * time.Second) })
}

// bisect finds the least of 0 to n-1 that passes, n where none does, as if all behind
// one that passes did. What it gives is one that was tried and passed.
func bisect(n int, passes func(i int) bool) int {
	low, high := 0, n
	for low < high {
		middle := (low + high) / 2
		if passes(middle) {
			high = middle
		} else {
			low = middle + 1
		}
	}
	return high
}

// leastSize brings a size down to 1 KB, or else to a power of two.
func leastSize(size int64, set func(text string) bool) {
	const plain = 1 << 10
	if size == plain || set(script.FormatSize(plain)) || size <= 1 {
		return
	}
	n := 0
	for int64(1)<<n < size {
		n++
	}
	bisect(n, func(i int) bool { return set(script.FormatSize(1 << i)) })
}

// leastCount brings a count down.
func leastCount(from, n int, set func(n int) bool) {
	bisect(n-from, func(i int) bool { return set(from + i) })
}

// instants rounds the timeline's instants: all at once to the hour, ten minutes, a
// minute or a second, then one by one. Days on which nothing happens go.
func (r *reducer) instants() {
	r.days()
	units := []time.Duration{time.Hour, 10 * time.Minute, time.Minute, time.Second, time.Millisecond}
	for _, unit := range units {
		if r.moved(func(_ int, at time.Duration) time.Duration { return at.Round(unit) }) {
			break
		}
	}
	for i := range r.now.Statements {
		st := r.now.Statements[i]
		for _, unit := range units {
			if !st.Timed || st.At.Offset%unit == 0 {
				break
			}
			if r.placed(i, st.At.Offset.Round(unit)) || r.placed(i, st.At.Offset.Truncate(unit)) ||
				r.placed(i, st.At.Offset.Truncate(unit)+unit) {
				break
			}
		}
	}
}

// days takes out whole days between one instant and the next, and before the first.
func (r *reducer) days() {
	last := time.Duration(0)
	for _, at := range instantsOf(r.now) {
		idle := (at - last).Truncate(script.Day)
		if last == 0 {
			idle = at.Truncate(script.Day)
		}
		if idle > 0 && r.moved(func(_ int, t time.Duration) time.Duration {
			if t >= at {
				return t - idle
			}
			return t
		}) {
			r.days()
			return
		}
		last = at
	}
}

// instantsOf lists the instants of the timeline, sorted, each once.
func instantsOf(s *script.Script) []time.Duration {
	all := timed(s)
	slices.Sort(all)
	return slices.Compact(all)
}

// moved tries the script with all instants changed.
func (r *reducer) moved(to func(i int, at time.Duration) time.Duration) bool {
	c := &script.Script{Name: r.now.Name, Statements: slices.Clone(r.now.Statements)}
	changed := false
	for i, st := range c.Statements {
		if !st.Timed {
			continue
		}
		if at := to(i, st.At.Offset); at != st.At.Offset {
			st = st.Clone()
			st.At = script.At(at)
			c.Statements[i] = st
			changed = true
		}
	}
	return changed && r.try(c)
}

// placed tries one statement at another instant.
func (r *reducer) placed(i int, at time.Duration) bool {
	return r.moved(func(k int, t time.Duration) time.Duration {
		if k == i {
			return at
		}
		return t
	})
}
