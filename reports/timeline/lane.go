package timeline

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"gapless/reports/wording"
)

// Measures of a picture, in its own units; a text is 11 high.
const (
	width   = 1000.0
	gutter  = 168.0
	right   = width - 18
	bad     = " tl-bad" // the class of labels that tell of a loss
	rowStep = 13.0      // between rows of labels
	rows    = 4         // of labels in a lane
)

// lane is one line of a picture: shapes on a base line, and labels above it that do
// not overlap. Later labels give way to earlier ones; a label without room is left to
// its shape's title.
type lane struct {
	name, hover string
	class       string // of the name
	up, down    float64
	shapes      bytes.Buffer // as if the base line were at 0
	labels      []label
	taken       [rows][]span
	used        int
	y, base     float64 // of its top and base line, once it is placed
	last        float64 // where the last of many shapes is, see crowded
}

type label struct {
	x, tip      float64 // of its left end, and of what it belongs to
	row         int
	text, class string
}

type span struct{ from, to float64 }

// draw adds a shape. Texts in it must have gone through esc.
func (l *lane) draw(format string, args ...any) { fmt.Fprintf(&l.shapes, format+"\n", args...) }

// crowded reports whether a shape at x would cover the one before it, so that it need
// not be drawn. However much happens, a lane holds no more shapes than it is wide.
func (l *lane) crowded(x float64) bool {
	if x < l.last+0.7 && l.last > 0 {
		return true
	}
	l.last = x
	return false
}

// label puts a text near a place, if there is room.
func (l *lane) label(x float64, class, text string) {
	w := textWidth(wording.Plain(text))
	if class == bad {
		w *= 1.12 // it is bold
	}
	for row := range rows {
		for _, from := range []float64{x - w/2, x + 3, x - w - 3, x - 8, x - w + 8} {
			from = min(max(from, gutter-6), right+14-w)
			if from > x+4 || from+w < x-4 || l.hits(row, from, from+w) {
				continue
			}
			l.taken[row] = append(l.taken[row], span{from - 5, from + w + 5})
			l.labels = append(l.labels, label{from, x, row, text, class})
			l.used = max(l.used, row+1)
			return
		}
	}
}

func (l *lane) hits(row int, from, to float64) bool {
	for _, s := range l.taken[row] {
		if from < s.to && to > s.from {
			return true
		}
	}
	// A label above must not be cut by the line from another one's text to its shape.
	for _, o := range l.labels {
		if o.row > row && o.tip > from-2 && o.tip < to+2 {
			return true
		}
	}
	return false
}

// place gives the lane its position below y, and returns where the next one begins.
func (l *lane) place(y float64) float64 {
	l.y = y
	l.base = y + float64(l.used)*rowStep + l.up + 5
	return l.base + l.down + 5
}

// writeShapes writes the lane's name and shapes, and the lines from its labels to them.
func (l *lane) writeShapes(b *bytes.Buffer) {
	fmt.Fprintf(b, `<g transform="translate(0 %s)">`+"\n", num(l.base))
	name := cut(l.name, 26)
	fmt.Fprintf(b, `<text class="tl-name%s" x="%s" y="4">%s`, l.class, num(gutter-14), esc(name))
	if hover := l.hover; hover != "" || name != l.name {
		if hover == "" {
			hover = l.name
		}
		fmt.Fprintf(b, `<title>%s</title>`, esc(hover))
	}
	b.WriteString("</text>\n")
	for _, t := range l.labels {
		if t.row > 0 {
			fmt.Fprintf(b, `<path class="tl-lead" d="M%s %sV%s"/>`+"\n", num(t.tip), num(l.above(t)+2), num(-l.up))
		}
	}
	b.Write(l.shapes.Bytes())
	b.WriteString("</g>\n")
}

// writeLabels writes the lane's labels, which lie above all else.
func (l *lane) writeLabels(b *bytes.Buffer) {
	for _, t := range l.labels {
		fmt.Fprintf(b, `<text class="tl-label%s" x="%s" y="%s">%s</text>`+"\n", t.class, num(t.x), num(l.base+l.above(t)), esc(t.text))
	}
}

// above is where a label's text stands, from the base line.
func (l *lane) above(t label) float64 { return -l.up - 3 - float64(t.row)*rowStep }

// textWidth is about as wide as a text comes out, rather more than less.
func textWidth(s string) float64 {
	w := 0.0
	for _, r := range s {
		switch {
		case r >= 0x1100:
			w += 11.5
		case strings.ContainsRune("iljft.,:;|' ()[]/", r):
			w += 4.1
		case strings.ContainsRune("mwMW…%@", r):
			w += 10.2
		default:
			w += 7
		}
	}
	return w
}

// cut shortens a text to n characters, from its front, since paths differ at the end.
func cut(s string, n int) string {
	s = wording.Plain(s)
	for utf8.RuneCountInString(s) > n {
		_, size := utf8.DecodeRuneInString(s)
		s = s[size:]
		if utf8.RuneCountInString(s) == n-1 {
			return "…" + s
		}
	}
	return s
}

// escaped are the characters that mean something to XML. Those that it forbids are
// escaped as in Go by wording.Plain.
var escaped = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&#34;", "'", "&#39;")

// esc makes any text one that XML shows as it is.
func esc(s string) string { return escaped.Replace(wording.Plain(s)) }

// num writes a place, to a tenth.
func num(x float64) string {
	s := strconv.FormatFloat(x, 'f', 1, 64)
	s = strings.TrimSuffix(s, ".0")
	if s == "-0" {
		return "0"
	}
	return s
}

func itoa(n int64) string { return strconv.FormatInt(n, 10) }
