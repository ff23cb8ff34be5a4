package document

import (
	"fmt"
	"html/template"
	"strings"
	"time"

	"gapless/fuzz/result"
	"gapless/model/clock"
)

// envelope is how much a product bears, with a picture for each disturbance.
type envelope struct {
	Product string
	Axes    []axis
}

// axis is one disturbance.
type axis struct {
	Name, Says, Script string
	Picture            template.HTML
}

// names of the disturbances, for people.
var names = map[string]string{
	"delay": "the client process starts late", "resume": "the resumed client process starts late",
	"client-forward": "the client's clock is set forward", "client-back": "the client's clock is set back",
	"master-back": "the master's clock is set back", "master-forward": "the master's clock is set forward",
	"skew": "the client's clock is behind, all the time", "drift": "the clocks drift apart", "granularity": "stamps are coarse",
}

// draw makes the pictures of an envelope.
func draw(e *result.Envelope) envelope {
	out := envelope{Product: e.Product}
	for i := range e.Axes {
		a := &e.Axes[i]
		name := a.Name
		if more := names[a.Name]; more != "" {
			name += ": " + more
		}
		out.Axes = append(out.Axes, axis{Name: name, Says: boundary(a), Script: a.Script, Picture: plot(a)})
	}
	return out
}

// boundary says how much is borne.
func boundary(a *result.Axis) string {
	if a.Rest > 0 && a.Loses == 0 {
		return fmt.Sprintf("loses at %s with nothing out of order, and no more up to %s, the most that was tried", lasting(a.Rest), amount(a.Unit, a.Tried))
	}
	if a.Rest > 0 {
		return fmt.Sprintf("loses at %s with nothing out of order, and more from %s on", lasting(a.Rest), amount(a.Unit, a.Loses))
	}
	if a.Loses == 0 {
		return fmt.Sprintf("no loss up to %s, the most that was tried", amount(a.Unit, a.Tried))
	}
	return fmt.Sprintf("bears %s, loses from %s on", amount(a.Unit, a.Bears), amount(a.Unit, a.Loses))
}

// amount writes a disturbance with its unit.
func amount(unit string, n int64) string {
	if unit == "ppb" {
		if n%1000 == 0 {
			return fmt.Sprintf("%d ppm", n/1000)
		}
		return fmt.Sprintf("%g ppm", float64(n)/1000)
	}
	return lasting(n)
}

// lasting writes nanoseconds as a length of time.
func lasting(n int64) string { return clock.Of(time.Duration(n)).Short() }

// about is a length of time with the three digits that a label has room for.
func about(n int64) string {
	d, unit := time.Duration(n), time.Duration(1)
	for d/unit >= 1000 {
		unit *= 10
	}
	if d >= time.Minute {
		unit = max(unit, time.Second)
	}
	return lasting(int64(d.Round(unit)))
}

// The picture's measures, in its own units.
const (
	wide, high             = 340.0, 190.0
	left, right            = 58.0, 12.0
	top, bottom            = 30.0, 36.0
	plotWide, plotHigh     = wide - left - right, high - top - bottom
	labelEnd, labelMargins = wide - 4, 6.0
)

// plot draws the width of the lost window against the disturbance. The sound part is
// hatched, so that it is told without its colour.
func plot(a *result.Axis) template.HTML {
	points, most := seen(a)
	widest := int64(1)
	for _, p := range points {
		widest = max(widest, p.Window)
	}
	x := func(n int64) float64 { return left + plotWide*float64(n)/float64(most) }
	y := func(n int64) float64 { return top + plotHigh*(1-float64(n)/float64(widest)) }
	var b strings.Builder
	says := template.HTMLEscapeString(a.Name + ": " + boundary(a))
	fmt.Fprintf(&b, `<svg class="plot" viewBox="0 0 %g %g" role="img" aria-label="%s"><title>%s</title>`, wide, high, says, says)
	end := most
	if a.Loses > 0 {
		end = a.Bears
	}
	if safe := x(end) - left; safe > 0 {
		fmt.Fprintf(&b, `<rect class="sound" x="%g" y="%g" width="%.1f" height="%g"/>`, left, top, safe, plotHigh)
		fmt.Fprintf(&b, `<rect fill="url(#hatch)" x="%g" y="%g" width="%.1f" height="%g"/>`, left, top, safe, plotHigh)
	}
	fmt.Fprintf(&b, `<path class="frame" d="M%g %gV%gH%g"/>`, left, top, high-bottom, wide-right)
	if widest > 1 {
		fmt.Fprintf(&b, `<text x="%g" y="%g" class="end">%s</text>`, left-labelMargins, top+4, about(widest))
	}
	fmt.Fprintf(&b, `<text x="%g" y="%g" class="end">0</text>`, left-labelMargins, high-bottom+1)
	fmt.Fprintf(&b, `<text x="%g" y="%g">0</text><text x="%g" y="%g" class="end">%s</text>`, left, high-bottom+14, labelEnd, high-bottom+14, amount(a.Unit, most))
	fmt.Fprintf(&b, `<text x="%g" y="%g" class="mid">%s</text>`, left+plotWide/2, high-6, template.HTMLEscapeString(a.Name))
	fmt.Fprintf(&b, `<text x="2" y="12">lost window</text>`)
	var line strings.Builder
	for i, p := range points {
		fmt.Fprintf(&line, "%c%.1f %.1f", "ML"[min(i, 1)], x(p.Amount), y(p.Window))
	}
	fmt.Fprintf(&b, `<path class="curve" d="%s"/>`, line.String())
	for _, p := range points {
		fmt.Fprintf(&b, `<circle class="dot" cx="%.1f" cy="%.1f" r="2.5"><title>%s: %s lost</title></circle>`, x(p.Amount), y(p.Window), amount(a.Unit, p.Amount), lasting(p.Window))
	}
	if a.Loses > 0 {
		fmt.Fprintf(&b, `<path class="edge" d="M%.1f %gV%g"/>`, x(a.Loses), top-6, high-bottom)
		label(&b, x(a.Loses), "loses from "+amount(a.Unit, a.Loses))
	} else {
		label(&b, left+plotWide/2, "no loss up to "+amount(a.Unit, a.Tried))
	}
	b.WriteString("</svg>")
	return template.HTML(b.String())
}

// seen are the points that the picture shows, and where it ends: at four times the
// boundary, so that the boundary is seen beside all that lies beyond it.
func seen(a *result.Axis) (points []result.Point, most int64) {
	most = max(a.Tried, a.Bears, a.Loses, 1)
	for _, p := range a.Points {
		most = max(most, p.Amount)
	}
	if a.Loses > 0 && a.Bears > 0 && a.Bears < most/4 {
		most = 4 * a.Bears
	}
	for i, p := range a.Points {
		if p.Amount <= most {
			points = append(points, p)
			continue
		}
		if i > 0 { // the line goes on to a point that is not shown
			q := a.Points[i-1]
			rise := float64(p.Window-q.Window) * float64(most-q.Amount) / float64(p.Amount-q.Amount)
			points = append(points, result.Point{Amount: most, Window: q.Window + int64(rise)})
		}
		break
	}
	return points, most
}

// label writes above the plot, beside x, where there is room.
func label(b *strings.Builder, x float64, text string) {
	class, at := "", x+4
	if x > left+plotWide/2 {
		class, at = ` class="end"`, x-4
	}
	fmt.Fprintf(b, `<text x="%.1f" y="%g"%s font-weight="600">%s</text>`, at, top-8, class, template.HTMLEscapeString(text))
}
