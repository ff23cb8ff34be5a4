package timeline

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// picture is one timeline being drawn.
type picture struct {
	*Timeline
	o       Options
	loss    *Loss // whose way is drawn; nil for none
	jobs    []*Job
	others  []*Job // that share a lane
	paths   []*Path
	scale   *scale
	lanes   []*lane
	pathAt  map[string]*lane
	jobAt   map[int]*lane
	used    map[string]bool // what the legend explains
	whole   bool            // nothing is left out because it is far from the loss
	between [2]Instant      // what is drawn at all
}

const (
	mostRows      = 12 // jobs that have a lane each
	mostPathLanes = 7
)

// choose picks what is drawn: all of a short run, and of a long one that lost a file
// what has to do with it.
func (p *picture) choose() {
	p.between, p.whole = [2]Instant{p.From, p.To}, true
	all := make([]*Job, len(p.Jobs))
	for i := range p.Jobs {
		all[i] = &p.Jobs[i]
	}
	switch {
	case len(all) <= mostRows:
		p.jobs = all
	case p.loss == nil || p.loss.Job == 0:
		p.others = all
	default:
		p.near(all)
	}
	for i := range p.Paths {
		x := &p.Paths[i]
		if len(p.paths) < mostPathLanes && p.drawn(x) {
			p.paths = append(p.paths, x)
		}
	}
	if p.loss != nil {
		slices.SortStableFunc(p.paths, func(a, b *Path) int { return cmp.Compare(p.rank(a), p.rank(b)) })
	}
}

// drawn reports whether a path has something to show.
func (p *picture) drawn(x *Path) bool {
	if p.loss != nil && x.Path == p.loss.Path {
		return true
	}
	return slices.ContainsFunc(x.Changes, func(c Change) bool { return c.At >= p.between[0] && c.At <= p.between[1] })
}

func (p *picture) rank(x *Path) int {
	if x.Path == p.loss.Path {
		return 0
	}
	return 1
}

// near picks the jobs around a loss: those that it went through and some beside them.
func (p *picture) near(all []*Job) {
	decided := p.Job(p.loss.Job)
	chosen := map[int]bool{decided.Number: true}
	from, to := decided.first(), decided.last(p.To)
	if p.loss.ChangedAt != nil {
		from = min(from, *p.loss.ChangedAt)
	}
	for b, n := p.Job(decided.Base), 0; b != nil && n < 3; b, n = p.Job(b.Base), n+1 {
		chosen[b.Number] = true
		if n == 0 {
			from = min(from, b.first())
		}
	}
	for _, j := range all {
		if len(chosen) < mostRows && j.last(p.To) >= from && j.first() <= to {
			chosen[j.Number] = true
		}
	}
	for _, j := range all {
		if chosen[j.Number] {
			p.jobs = append(p.jobs, j)
			from, to = min(from, j.first()), max(to, j.last(p.To))
		} else {
			p.others = append(p.others, j)
		}
	}
	p.between, p.whole = [2]Instant{from, to}, false
}

// first is when a job entered its first state.
func (j *Job) first() Instant {
	if len(j.Phases) == 0 {
		return 0
	}
	return j.Phases[0].At
}

// last is when a job ended, or the end of the run.
func (j *Job) last(end Instant) Instant {
	if j.Ended != nil {
		return *j.Ended
	}
	return end
}

// active reports whether one of the jobs drawn is active all through a stretch.
func (p *picture) active(from, to Instant) bool {
	return slices.ContainsFunc(p.jobs, func(j *Job) bool {
		return slices.ContainsFunc(j.spans(p.To), func(s phaseSpan) bool { return s.state == "active" && s.from <= from && s.to >= to })
	})
}

// phaseSpan is a phase with its end.
type phaseSpan struct {
	from, to Instant
	state    string
}

func (j *Job) spans(end Instant) (all []phaseSpan) {
	for i, f := range j.Phases {
		to := j.last(end)
		if i+1 < len(j.Phases) {
			to = j.Phases[i+1].At
		}
		if f.State != "done" {
			all = append(all, phaseSpan{f.At, to, f.State})
		}
	}
	return all
}

// measure makes the scale of what was chosen.
func (p *picture) measure() {
	from, to := p.between[0], p.between[1]
	var at []Instant
	for _, i := range p.instants() {
		if i >= from && i <= to {
			at = append(at, i)
		}
	}
	at = append(at, p.To)
	for _, w := range p.shaded() {
		at = append(at, w.From, w.To)
	}
	for _, j := range p.jobs {
		for _, s := range j.Starts {
			if s.Cutoff != nil && p.shows(j) {
				at = append(at, *s.Cutoff)
			}
		}
	}
	if !p.whole {
		at = append(at, p.From)
	}
	slices.Sort(at)
	at = slices.Compact(at)
	p.scale = newScale(at, gutter, right, p.active, func(a, b Instant) bool { return !p.whole && (b <= from || a >= to) })
}

// shows reports whether a job's cutoffs are drawn: where there are many jobs, only
// those of the one that lost the file.
func (p *picture) shows(j *Job) bool {
	return len(p.jobs) <= 6 && len(p.others) == 0 || p.loss != nil && p.loss.Job == j.Number
}

// shaded are the windows that are drawn: the lost file's, or else all of few.
func (p *picture) shaded() (all []Window) {
	for _, w := range p.Windows {
		if p.loss != nil && w.Path == p.loss.Path || p.loss == nil && len(p.Windows) <= 4 {
			all = append(all, w)
		}
	}
	return all
}

func (p *picture) lane(name, hover string, up, down float64) *lane {
	l := &lane{name: name, hover: hover, up: up, down: down}
	p.lanes = append(p.lanes, l)
	return l
}

// when writes an instant for a label; the day only where there are several.
func (p *picture) when(at Instant) string {
	if dayOf(p.scale.at[0]) == dayOf(p.scale.at[len(p.scale.at)-1]) && dayOf(at) == dayOf(p.scale.at[0]) {
		return timeOfDay(at)
	}
	return at.String()
}

// shown is a reading of some clock as when writes instants.
func (p *picture) shown(reading string) string {
	if day, text, ok := strings.Cut(reading, " "); ok && day == "day" {
		if n, time, ok := strings.Cut(text, " "); ok && p.when(Instant(0)) == timeOfDay(0) && n == "1" {
			return time
		}
	}
	return reading
}

// url is a reference to a pattern of this picture.
func (p *picture) url(name string) string { return fmt.Sprintf("url(#%s%s)", esc(p.o.ID), name) }

// axis writes the ticks, and grid lines down to the bottom.
func (p *picture) axis(b *bytes.Buffer, top, bottom float64) {
	fmt.Fprintf(b, `<text class="tl-name tl-soft" x="%s" y="%s">true time</text>`+"\n", num(gutter-14), num(top))
	for _, t := range p.scale.ticks() {
		fmt.Fprintf(b, `<path class="tl-grid" d="M%s %sV%s"/>`, num(t.x), num(top+5), num(bottom))
		fmt.Fprintf(b, `<text class="tl-axis" x="%s" y="%s">%s</text>`, num(t.x), num(top), t.text)
		if t.day != "" {
			fmt.Fprintf(b, `<text class="tl-axis tl-strong" x="%s" y="%s">%s</text>`, num(t.x), num(top-13), t.day)
		}
		b.WriteByte('\n')
	}
}
