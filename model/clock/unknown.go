package clock

// Unknown is a reading whose value is being asked about, such as the stamp of a
// change that could have come earlier or later.
type Unknown struct {
	Value int64 // the reading in this run, nanoseconds since 1970-01-01 UTC
	// Watch is told, for each decision that depended on the reading, at which
	// reading the two sides would have been equal.
	Watch func(root int64)

	// origin is the unknown that this one was rounded from; nil for one that was not.
	origin *Unknown
}

// source is the unknown that is behind u and all that was rounded from it.
func (u *Unknown) source() *Unknown {
	if u.origin != nil {
		return u.origin
	}
	return u
}

// Rounded is the unknown that a file system stores for u: value is u's reading
// after rounding in steps of quantum, up or down.
func (u *Unknown) Rounded(quantum int64, up bool) *Unknown {
	roots, value := rootsDown, floor(u.Value, quantum)
	if up {
		roots, value = rootsUp, floor(u.Value+quantum-1, quantum)
	}
	return &Unknown{Value: value, origin: u.source(), Watch: func(root int64) {
		for _, r := range roots(root, quantum) {
			u.Watch(r)
		}
	}}
}

// term says how often each unknown is counted in a time or a duration. A nil term
// counts none.
type term []part

type part struct {
	of    *Unknown
	count int64
}

// plus is t + sign·o, nil when nothing is left.
func (t *term) plus(o *term, sign int64) *term {
	if o == nil {
		return t
	}
	var sum term
	if t != nil {
		sum = append(sum, *t...)
	}
	for _, p := range *o {
		sum = sum.with(part{p.of, sign * p.count})
	}
	if len(sum) == 0 {
		return nil
	}
	return &sum
}

func (t term) with(p part) term {
	for i := range t {
		if t[i].of == p.of {
			t[i].count += p.count
			if t[i].count == 0 {
				return append(t[:i], t[i+1:]...)
			}
			return t
		}
	}
	return append(t, p)
}

// tell has each unknown's watcher know at which reading a difference of excess
// nanoseconds would have been none. Two roundings of one reading that cancel depend
// on it no longer: they move together.
func (t *term) tell(excess int64) {
	if t == nil {
		return
	}
	for _, p := range *t {
		if t.count(p.of.source()) != 0 {
			p.of.Watch(p.of.Value - excess/p.count)
		}
	}
}

// count is how often a reading is counted, however rounded.
func (t *term) count(source *Unknown) (n int64) {
	for _, p := range *t {
		if p.of.source() == source {
			n += p.count
		}
	}
	return n
}

// rounded is the term of a time that was ns and became down by rounding; roots
// turns a root of the rounded time into the roots of the exact one.
func (t *term) rounded(ns, down int64, roots func(int64) []int64) *term {
	var out term
	for _, p := range *t {
		shift := ns - p.of.Value // the exact time is the unknown plus shift
		u := &Unknown{Value: down, origin: p.of.source(), Watch: func(root int64) {
			for _, r := range roots(root) {
				p.of.Watch(r - shift)
			}
		}}
		out = append(out, part{u, 1})
	}
	return &out
}

// rootsDown are the values at which a number rounded down to a multiple of q
// passes root, seen from a "before" and from an "at or before" comparison.
func rootsDown(root, q int64) []int64 {
	if q <= 1 {
		return []int64{root}
	}
	return []int64{floor(root+q-1, q), floor(root, q) + q}
}

// rootsUp is rootsDown for numbers rounded up.
func rootsUp(root, q int64) []int64 {
	if q <= 1 {
		return []int64{root}
	}
	return []int64{floor(root+q-1, q) - q + 1, floor(root, q) + 1}
}

// floor is n rounded down to a multiple of q, also for negative n.
func floor(n, q int64) int64 {
	if q <= 1 {
		return n
	}
	r := n % q
	if r < 0 {
		r += q
	}
	return n - r
}
