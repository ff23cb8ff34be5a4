package script

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// maxBytes bounds a script; one of 100,000 statements has some four million.
const maxBytes = 64 << 20

// Parse reads a script. name is the file's, for errors. The error is of type Errors
// and holds every mistake of the text, up to MaxErrors; the script is nil then.
func Parse(lang *Language, name string, data []byte) (*Script, error) {
	p := parser{lang: lang, file: name, script: &Script{Name: name}}
	text, ok := p.text(data)
	for ok && text != "" && len(p.errs) < MaxErrors {
		var line string
		line, text, _ = strings.Cut(text, "\n")
		p.row++
		p.line(strings.TrimSuffix(line, "\r"))
	}
	if err := p.errs.sorted(); err != nil {
		return nil, err
	}
	p.script.After = tidy(p.pending, len(p.script.Statements) == 0, true)
	return p.script, nil
}

// parser is the state of reading one file.
type parser struct {
	lang   *Language
	file   string
	script *Script
	errs   Errors
	row    int

	words   []word
	endCol  int      // just after the line's last word
	pending []string // comments and empty lines that no statement has yet
	phase   Section  // the section reached so far
	above   above
	aboveAt Instant
	once    map[*Form]int // the line of each statement that can be there once

	statements []Statement // room for the next statements
	args       []Arg       // room for the next arguments
}

// above says what is known of the timeline statement above, for +DURATION.
type above uint8

const (
	nothingAbove above = iota
	unclearAbove       // there is one, and its instant is wrong
	instantAbove
)

func (p *parser) fail(col int, msg, want, near string) {
	if len(p.errs) < MaxErrors {
		p.errs = append(p.errs, &Error{File: p.file, Line: p.row, Col: col, Msg: msg, Want: want, Near: near})
	}
}

// text refuses what is no text, and says where.
func (p *parser) text(data []byte) (string, bool) {
	if len(data) > maxBytes {
		p.errs = append(p.errs, &Error{File: p.file, Msg: "the file is too large", Want: "at most " + FormatSize(maxBytes)})
		return "", false
	}
	text := strings.TrimPrefix(string(data), "\uFEFF")
	bad, what := -1, ""
	for i := 0; i < len(text); i++ {
		c := text[i]
		if c == '\r' && (i+1 == len(text) || text[i+1] == '\n') || c >= ' ' && c != 0x7f || c == '\t' || c == '\n' {
			continue
		}
		bad, what = i, fmt.Sprintf("not a text: a control character %#02x", c)
		break
	}
	if !utf8.ValidString(text) {
		for i, r := range text {
			if _, size := utf8.DecodeRuneInString(text[i:]); r == utf8.RuneError && size == 1 {
				if bad < 0 || i < bad {
					bad, what = i, fmt.Sprintf("not UTF-8: a byte %#02x", text[i])
				}
				break
			}
		}
	}
	if bad < 0 {
		return text, true
	}
	p.row = 1 + strings.Count(text[:bad], "\n")
	start := strings.LastIndexByte(text[:bad], '\n') + 1
	p.fail(1+utf8.RuneCountInString(text[start:bad]), what, "a script in UTF-8", "")
	return "", false
}

// line reads one line.
func (p *parser) line(line string) {
	words, comment, endCol, err := lex(line, p.words[:0])
	p.words, p.endCol = words, endCol
	if err != nil {
		p.fail(err.Col, err.Msg, err.Want, "")
		p.above = unclearAbove
		return
	}
	if len(words) == 0 {
		p.pending = append(p.pending, comment)
		return
	}
	st := p.statement()
	*st = Statement{Line: p.row, Col: words[0].col, Comment: comment}
	if !p.sectioned(st, words) {
		return
	}
	first := len(p.script.Statements) == 0
	st.Before = tidy(p.pending, first, false)
	if !first {
		st.Before = spaced(p.script.Statements[len(p.script.Statements)-1], st)
	}
	p.pending = p.pending[:0]
	p.script.Statements = append(p.script.Statements, st)
}

// sectioned reads a line's words as what its first word says it is.
func (p *parser) sectioned(st *Statement, words []word) bool {
	before := len(p.errs)
	section := Declaration
	switch {
	case startsInstant(words[0]):
		section = Timeline
		words = p.instant(st, words)
	case words[0].key == "" && words[0].text == "expect":
		section = Expectation
	default:
		if f, used, _ := p.lang.find(Timeline, words); f != nil || used > 0 {
			if f != nil && f.hook {
				section = Timeline
			} else if d, _, _ := p.lang.find(Declaration, words); d == nil {
				p.needsInstant(words, f)
				p.phase = max(p.phase, Timeline)
				p.above = unclearAbove
				return false
			}
		}
	}
	p.body(st, section, words)
	if st.Form != nil {
		p.place(st)
	}
	return len(p.errs) == before
}

func (p *parser) needsInstant(words []word, f *Form) {
	name := words[0].text
	if f != nil {
		name = f.Name
	}
	p.fail(words[0].col, fmt.Sprintf("%q without an instant", name), "the instant before it, such as 02:30 "+name, "")
}

// place refuses a statement that stands in the wrong part of the file.
func (p *parser) place(st *Statement) {
	f := st.Form
	switch {
	case f.Section >= p.phase:
		p.phase = f.Section
	case f.Section == Timeline:
		p.fail(st.Col, "a timeline statement after an expectation", "the timeline before the expectations", "")
	case p.lang.Lookup(Timeline, f.Name) != nil:
		p.fail(st.Col, fmt.Sprintf("the declaration %q after the timeline has begun", f.Name),
			"declarations first, or an instant before it: 02:30 "+f.Name, "")
	default:
		p.fail(st.Col, fmt.Sprintf("the declaration %q after the timeline has begun", f.Name), "declarations first", "")
	}
	if f.First && len(p.script.Statements) > 0 {
		p.fail(st.Col, fmt.Sprintf("%q is not the first statement", f.Name), "it above all others, or nowhere", "")
	}
	if f.Once {
		if line, twice := p.once[f]; twice {
			p.fail(st.Col, fmt.Sprintf("%q is given twice, first in line %d", f.Name, line), "it once", "")
		} else {
			if p.once == nil {
				p.once = map[*Form]int{}
			}
			p.once[f] = p.row
		}
	}
}

// startsInstant reports whether a line that begins so belongs to the timeline.
func startsInstant(w word) bool {
	if w.key != "" || w.text == "" {
		return false
	}
	c := w.text[0]
	return isDigit(c) || c == '+' || c == '-' || w.text == "day"
}

// instant reads the instant that a line begins with, and gives the words after it.
func (p *parser) instant(st *Statement, words []word) []word {
	st.Timed = true
	text := words[0].text
	rest := words[1:]
	if text == "day" {
		n := min(len(words), 3)
		if n == 3 && words[2].text != "" && !startsInstant(words[2]) {
			n = 2 // it is the verb, and the time of day is missing
		}
		text = joined(words[:n])
		rest = words[n:]
	}
	var bad *problem
	if text[0] == '+' {
		bad = p.relative(st, text)
	} else {
		var n int64
		n, _, bad = readInstant(text)
		st.At.Offset = duration(n)
	}
	switch {
	case bad != nil:
		want := bad.want
		if want == "" {
			want = wantInstant + ", or +DURATION"
		}
		p.fail(words[0].col, bad.msg, want, bad.near)
		p.above = unclearAbove
	case p.above != unclearAbove || !st.At.Relative:
		p.above, p.aboveAt = instantAbove, st.At
	}
	return rest
}

// relative reads +DURATION, which counts from the timeline statement above.
func (p *parser) relative(st *Statement, text string) *problem {
	n, _, bad := readDuration(text[1:])
	if bad != nil {
		return &problem{msg: quoted(text) + " is no instant", want: wantInstant + ", or +DURATION such as +90s"}
	}
	if p.above == nothingAbove {
		return &problem{msg: "no timeline statement stands above " + quoted(text), want: wantInstant}
	}
	st.At = Instant{Offset: p.aboveAt.Offset + duration(n), Relative: true, After: duration(n)}
	if st.At.Offset > MaxDuration {
		return &problem{msg: quoted(text) + " ends too far away", want: "an instant up to " + FormatInstant(MaxDuration)}
	}
	return nil
}

// joined is the text of several words, as one argument of several words has it.
func joined(words []word) string {
	texts := make([]string, len(words))
	for i, w := range words {
		texts[i] = w.text
	}
	return strings.Join(texts, " ")
}

// statement gives room for one more statement.
func (p *parser) statement() *Statement {
	if len(p.statements) == cap(p.statements) {
		p.statements = make([]Statement, 0, min(1024, max(16, 2*cap(p.statements))))
	}
	p.statements = p.statements[:len(p.statements)+1]
	return &p.statements[len(p.statements)-1]
}

// tidy keeps of several empty lines one, and none at the ends that are named.
func tidy(lines []string, start, end bool) []string {
	var all []string
	for i, line := range lines {
		if line == "" && (start && len(all) == 0 || i > 0 && lines[i-1] == "") {
			continue
		}
		all = append(all, line)
	}
	for end && len(all) > 0 && all[len(all)-1] == "" {
		all = all[:len(all)-1]
	}
	return all
}

// spaced is what stands above a statement: where a section begins, an empty line.
func spaced(prev, st *Statement) []string {
	if prev.Form.Section != st.Form.Section && !slices.Contains(st.Before, "") {
		return append([]string{""}, st.Before...)
	}
	return st.Before
}
