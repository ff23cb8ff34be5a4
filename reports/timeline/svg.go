package timeline

import (
	"bytes"
	"fmt"
	"io"
)

// Options say how a timeline is drawn.
type Options struct {
	Loss int    // the loss whose way is drawn, an index into Losses; what is no index draws none
	ID   string // goes before the picture's ids, so that several fit one page: letters, digits and -
	Bare bool   // without Style, for a page that has it once
}

// WriteSVG draws a timeline. The error is w's.
func (t *Timeline) WriteSVG(w io.Writer, o Options) error {
	p := &picture{Timeline: t, o: o, pathAt: map[string]*lane{}, jobAt: map[int]*lane{}, used: map[string]bool{}}
	if o.Loss >= 0 && o.Loss < len(t.Losses) {
		p.loss = &t.Losses[o.Loss]
	}
	p.choose()
	p.measure()
	p.drawClocks()
	p.drawActs()
	p.drawPaths()
	p.drawJobs()
	p.drawRemoval()
	_, err := w.Write(p.compose())
	return err
}

// compose puts the lanes below each other and all else around them.
func (p *picture) compose() []byte {
	const top = 44.0
	y := top
	for _, l := range p.lanes {
		y = l.place(y)
	}
	bottom := y + 4
	var body bytes.Buffer
	p.axis(&body, 30, bottom)
	p.drawWindows(&body, top-2, bottom)
	p.drawWay(&body)
	for _, l := range p.lanes {
		l.write(&body)
	}
	p.drawFolds(&body, top-6, bottom)
	height := p.legend(&body, bottom+20)

	var b bytes.Buffer
	id := esc(p.o.ID)
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" class="tl" viewBox="0 0 %s %s" role="img" aria-labelledby="%stitle %sdesc">`+"\n", num(width), num(height), id, id)
	fmt.Fprintf(&b, "<title id=\"%stitle\">%s</title>\n<desc id=\"%sdesc\">%s</desc>\n", id, esc(p.title()), id, esc(p.description()))
	if !p.o.Bare {
		b.WriteString("<style>\n" + Style + ".tl{background:#fff;background:var(--tl-paper,#fff)}\n</style>\n")
	}
	fmt.Fprintf(&b, `<defs><pattern id="%sstripes" width="6" height="6" patternUnits="userSpaceOnUse"><path class="tl-stripe" d="M-1 1l2 -2M0 6l6 -6M5 7l2 -2"/></pattern>`, id)
	fmt.Fprintf(&b, `<pattern id="%scross" width="6" height="6" patternUnits="userSpaceOnUse"><path class="tl-stripe" d="M0 6l6 -6M0 0l6 6"/></pattern></defs>`+"\n", id)
	b.Write(body.Bytes())
	b.WriteString("</svg>\n")
	return b.Bytes()
}

// drawWindows shades when a change would be lost.
func (p *picture) drawWindows(b *bytes.Buffer, top, bottom float64) {
	for _, w := range p.shaded() {
		p.used["unsafe"] = true
		x, to := p.scale.place(w.From), p.scale.place(w.To)
		from := top
		if l := p.pathAt[w.Path]; l != nil {
			from = l.y
		}
		fmt.Fprintf(b, `<rect class="tl-unsafe" x="%s" y="%s" width="%s" height="%s"><title>a change of %s from %s up to %s is lost: %s</title></rect>`,
			num(x), num(from), num(max(to-x, 1)), num(bottom-from), esc(w.Path), w.From, w.To, length(w.From, w.To))
		fmt.Fprintf(b, `<path class="tl-unsafeline" stroke-dasharray="3 2" d="M%s %sV%sM%s %sV%s"/>`+"\n", num(x), num(from), num(bottom), num(to), num(from), num(bottom))
	}
}

// drawWay draws the way from the change that was lost to the decision that lost it.
func (p *picture) drawWay(b *bytes.Buffer) {
	x := p.loss
	if x == nil || x.ChangedAt == nil || x.DecidedAt == nil {
		return
	}
	from, to := p.pathAt[x.Path], p.jobAt[x.Job]
	if from == nil || to == nil {
		return
	}
	p.used["way"] = true
	x1, y1, x2, y2 := p.scale.place(*x.ChangedAt), from.base+8, p.scale.place(*x.DecidedAt), to.base-9
	middle := (y1 + y2) / 2
	fmt.Fprintf(b, `<path class="tl-badline tl-dash" d="M%s %sC%s %s %s %s %s %s"/>`, num(x1), num(y1), num(x1), num(middle+8), num(x2), num(middle-8), num(x2), num(y2-5))
	fmt.Fprintf(b, `<path class="tl-badfill" d="M%s %sl-4 -8h8z"/>`+"\n", num(x2), num(y2))
}

// drawFolds draws a break through all lanes, with the length that is left out.
func (p *picture) drawFolds(b *bytes.Buffer, top, bottom float64) {
	s := p.scale
	for i, folded := range s.folded {
		if !folded {
			continue
		}
		p.used["fold"] = true
		x, w := s.x[i]+foldWidth/2-4, 8.0
		zig := func(x float64) string {
			d := fmt.Sprintf("M%s %s", num(x), num(top))
			for y, k := top, 0; y < bottom; y, k = y+8, k+1 {
				d += fmt.Sprintf("l%d 8", 4-8*(k%2))
			}
			return d
		}
		fmt.Fprintf(b, `<path class="tl-fold" d="M%s %sh%sV%sh-%sz"/>`, num(x), num(top), num(w), num(bottom), num(w))
		fmt.Fprintf(b, `<g><title>%s from %s to %s are folded</title><path class="tl-line" d="%s"/><path class="tl-line" d="%s"/>`,
			length(s.at[i], s.at[i+1]), s.at[i], s.at[i+1], zig(x-2), zig(x+w-2))
		fmt.Fprintf(b, `<text class="tl-axis" x="%s" y="%s">%s</text></g>`+"\n", num(x+w/2), num(bottom+11), length(s.at[i], s.at[i+1]))
	}
}
