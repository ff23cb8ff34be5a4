package script

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// minInstant is the width of the instants' column: room for "day 2 02:30:00".
const minInstant = 14

// Format is the script in its canonical form, which Parse reads as the same script.
// Comments stay with their statements, of several empty lines one remains, sections
// are set apart, and the first words of a group are aligned.
func (s *Script) Format() string { return string(s.AppendFormat(nil)) }

// AppendFormat appends what Format gives.
func (s *Script) AppendFormat(b []byte) []byte {
	width := minInstant
	var scratch [64]byte
	for _, st := range s.Statements {
		if st.Timed {
			width = max(width, len(st.At.append(scratch[:0])))
		}
	}
	column := 0
	for i, st := range s.Statements {
		before := st.Before
		if i > 0 {
			before = spaced(s.Statements[i-1], st)
		}
		before = tidy(before, i == 0, false)
		b = appendLines(b, before)
		if i == 0 || contains(before, "") {
			column = s.column(i)
		}
		start := len(b)
		switch {
		case st.Timed:
			b = st.At.append(b)
			b = pad(b, width-(len(b)-start)+1)
			b = st.appendBody(b, 0)
		case st.Form.Section == Declaration:
			b = st.appendBody(b, column)
		default:
			b = st.appendBody(b, 0)
		}
		if st.Comment != "" {
			b = appendComment(append(b, "  "...), st.Comment)
		}
		b = append(b, '\n')
	}
	return appendLines(b, tidy(s.After, len(s.Statements) == 0, true))
}

// column is the width of the first words of the group that begins at statement i.
func (s *Script) column(i int) int {
	width := 0
	for j, st := range s.Statements[i:] {
		if st.Form.Section != Declaration || j > 0 && contains(st.Before, "") {
			break
		}
		width = max(width, len(st.Form.Name))
	}
	return width
}

func contains(lines []string, line string) bool {
	for _, l := range lines {
		if l == line {
			return true
		}
	}
	return false
}

func appendLines(b []byte, lines []string) []byte {
	for _, line := range lines {
		if line != "" {
			b = appendComment(b, line)
		}
		b = append(b, '\n')
	}
	return b
}

// appendComment keeps a comment on its line, also one that was not read from a file.
func appendComment(b []byte, text string) []byte {
	if text[0] != '#' {
		b = append(b, "# "...)
	}
	return append(b, strings.ReplaceAll(text, "\n", " ")...)
}

func pad(b []byte, n int) []byte {
	for range n {
		b = append(b, ' ')
	}
	return b
}

func (t Instant) append(b []byte) []byte {
	if t.Relative {
		return appendDuration(append(b, '+'), t.After)
	}
	return appendInstant(b, t.Offset)
}

// String is the instant as a script has it.
func (t Instant) String() string { return string(t.append(nil)) }

// String is the statement in one line, without comments: what a trace or a report
// quotes.
func (st *Statement) String() string {
	var b []byte
	if st.Timed {
		b = append(st.At.append(b), ' ')
	}
	return string(st.appendBody(b, 0))
}

// appendBody writes the name, padded to a width, and the arguments.
func (st *Statement) appendBody(b []byte, width int) []byte {
	b = append(b, st.Form.Name...)
	if len(st.Args) > 0 {
		b = pad(b, width-len(st.Form.Name))
	}
	for i := range st.Args {
		b = st.Args[i].append(append(b, ' '))
	}
	if st.Then != nil {
		b = st.Then.appendBody(append(b, ' '), 0)
	}
	return b
}

func (a *Arg) append(b []byte) []byte {
	switch {
	case a.Param.Key:
		b = append(append(b, a.Param.Name...), '=')
	case a.Param.kind != nil && a.Param.kind.long:
		return appendInstant(b, duration(a.num))
	case keyLen(a.Text) > 0:
		return strconv.AppendQuote(b, a.Text)
	}
	if plain(a.Text) {
		return append(b, a.Text...)
	}
	return strconv.AppendQuote(b, a.Text)
}

// plain reports whether a word needs no quotes.
func plain(text string) bool {
	if text == "" || text[0] == '#' {
		return false
	}
	for _, r := range text {
		if r == ' ' || r == '"' || r == '`' || r == utf8.RuneError || !strconv.IsPrint(r) {
			return false
		}
	}
	return true
}
