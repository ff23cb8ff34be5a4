package timeline

import (
	"fmt"
	"slices"
	"strings"
)

// drawClocks draws a lane for each clock that differs from true time.
func (p *picture) drawClocks() {
	for _, k := range p.Clocks {
		l := p.lane(k.Host+"'s clock", "what "+k.Host+"'s clock showed", 5, 3)
		l.draw(`<path class="tl-line" d="M%s 0H%s"/>`, num(p.scale.x[0]), num(p.scale.x[len(p.scale.x)-1]))
		for _, step := range []bool{true, false} { // steps have the first choice of room
			for _, r := range k.Readings {
				if r.Step != step || p.scale.inFold(r.At) {
					continue
				}
				x := p.scale.place(r.At)
				text, shape := p.shown(r.Shows), `<path class="tl-line" d="M%s -4v8">%s</path>`
				if step {
					p.used["clock set"] = true
					text += ", " + signed(r.Ahead)
					shape = `<path class="tl-ink" d="M%s -5l4 5l-4 5l-4 -5z">%s</path>`
				}
				l.draw(shape, num(x), fmt.Sprintf("<title>at %s %s's clock shows %s: %s</title>", r.At, esc(k.Host), r.Shows, signed(r.Ahead)))
				l.label(x, "", text)
			}
		}
	}
}

// mostActs is how many statements are drawn though some cover others.
const mostActs = 60

// signed says how far a clock is from true time.
func signed(ahead string) string {
	switch {
	case ahead == "0s":
		return "right"
	case strings.HasPrefix(ahead, "-"):
		return ahead[1:] + " behind"
	}
	return ahead + " ahead"
}

// drawActs draws what the script did but for changes of files.
func (p *picture) drawActs() {
	if len(p.Acts) == 0 {
		return
	}
	l := p.lane("the script", "statements that change no file", 5, 4)
	for _, a := range p.Acts {
		x := p.scale.place(a.At)
		if p.scale.inFold(a.At) || a.At < p.between[0] || a.At > p.between[1] || l.crowded(x) && len(p.Acts) > mostActs {
			continue
		}
		by := ""
		if a.Line > 0 {
			by = fmt.Sprintf("line %d, ", a.Line)
		}
		l.draw(`<path class="tl-ink" d="M%s -4h5v8h-5z"><title>%s%s: %s</title></path>`, num(x-2.5), by, a.At, esc(a.Text))
		l.label(x, "", short(a.Text, 34))
	}
	p.drawOutages()
}

func short(s string, n int) string {
	r := []rune(s)
	if len(r) <= n {
		return s
	}
	return string(r[:n-1]) + "…"
}

// drawOutages draws when the removal of checkpoints could not work.
func (p *picture) drawOutages() {
	if len(p.Outages) == 0 {
		return
	}
	l := p.lane("out of order", "a service, host or network that the removal of checkpoints needs is out", 5, 4)
	for _, o := range p.Outages {
		to := p.To
		if o.To != nil {
			to = *o.To
		}
		x := p.scale.place(o.From)
		w := max(p.scale.place(to)-x, 3)
		l.draw(`<rect x="%s" y="-5" width="%s" height="10" fill="%s"/><rect class="tl-box" x="%s" y="-5" width="%s" height="10"><title>out from %s to %s</title></rect>`,
			num(x), num(w), p.url("cross"), num(x), num(w), o.From, to)
	}
}

// drawPaths draws the changes of each path that was chosen.
func (p *picture) drawPaths() {
	for _, x := range p.paths {
		l := p.lane(x.Path, x.Path, 6, 5)
		p.pathAt[x.Path] = l
		lost := p.lossOf(x.Path)
		if p.loss != nil && x.Path == p.loss.Path {
			l.class = " tl-strong"
		}
		var in []Change
		for _, c := range x.Changes {
			if p.scale.inFold(c.At) || c.At < p.between[0] || c.At > p.between[1] {
				continue
			}
			in = append(in, c)
			if is := lost != nil && lost.ChangedAt != nil && *lost.ChangedAt == c.At; !l.crowded(p.scale.place(c.At)) || is {
				p.drawChange(l, x, c, lost)
			}
		}
		p.labelChanges(l, in, lost)
	}
}

// mostLabels is how many changes of a path are labelled; of more, the first and last.
const mostLabels = 12

// labelChanges writes when a path changed. The change that was lost has the first
// choice of room.
func (p *picture) labelChanges(l *lane, changes []Change, lost *Loss) {
	for _, wanted := range []bool{true, false} {
		for i, c := range changes {
			is := lost != nil && lost.ChangedAt != nil && *lost.ChangedAt == c.At
			if is != wanted || !is && len(changes) > mostLabels && i > 0 && i < len(changes)-1 {
				continue
			}
			text, class := p.when(c.At)+" "+c.What, ""
			if is {
				class = bad
				text += map[bool]string{true: ", lost but reported", false: ", lost"}[lost.Reported]
			}
			if len(changes) > mostLabels && i == 0 {
				text += fmt.Sprintf(", the first of %d", len(changes))
			}
			l.label(p.scale.place(c.At), class, text)
		}
	}
}

// drawChange draws one change: a triangle for new content, a cross for a path that
// goes away.
func (p *picture) drawChange(l *lane, x *Path, c Change, lost *Loss) {
	at := p.scale.place(c.At)
	by := ""
	if c.Line > 0 {
		by = fmt.Sprintf(" (line %d)", c.Line)
	}
	title := fmt.Sprintf("<title>%s: %s%s at %s</title>", esc(x.Path), esc(c.What), by, c.At)
	class := "tl-ink"
	if lost != nil && lost.ChangedAt != nil && *lost.ChangedAt == c.At {
		class = "tl-badfill"
		l.draw(`<circle class="tl-badline" cx="%s" cy="0" r="8"/>`, num(at))
	}
	if c.Gone {
		p.used["gone"] = true
		l.draw(`<path class="%s" d="M%s -5l2 -1l8 10l-2 1zM%s -5l-2 -1l-8 10l2 1z">%s</path>`, class, num(at-5), num(at+5), title)
		return
	}
	p.used["change"] = true
	l.draw(`<path class="%s" d="M%s -5l5 9h-10z">%s</path>`, class, num(at), title)
}

// lossOf is the loss of a path that is drawn, or its first; nil for none.
func (p *picture) lossOf(path string) *Loss {
	if p.loss != nil && p.loss.Path == path {
		return p.loss
	}
	i := slices.IndexFunc(p.Losses, func(l Loss) bool { return l.Path == path })
	if i < 0 {
		return nil
	}
	return &p.Losses[i]
}
