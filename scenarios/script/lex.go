package script

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// word is one word of a line. Of key=value it is the value, and says its key.
type word struct {
	key  string
	text string
	col  int // of the whole word, in characters, from 1
}

// valueCol is where the word's text begins.
func (w *word) valueCol() int {
	if w.key == "" {
		return w.col
	}
	return w.col + len(w.key) + 1
}

// shown is the word as a message quotes it.
func (w *word) shown() string {
	if w.key == "" {
		return quoted(w.text)
	}
	return quoted(w.key + "=" + w.text)
}

// lexer takes one line apart. Columns count characters while offsets count bytes.
type lexer struct {
	line string
	off  int
	col  int
}

func (x *lexer) skip(to int) {
	x.col += utf8.RuneCountInString(x.line[x.off:to])
	x.off = to
}

// lex appends the line's words, and gives its comment from the # on.
func lex(line string, words []word) (all []word, comment string, endCol int, err *Error) {
	x := lexer{line: line, col: 1}
	endCol = 1
	for {
		for x.off < len(line) && isBlank(line[x.off]) {
			x.off++
			x.col++
		}
		if x.off == len(line) {
			return words, "", endCol, nil
		}
		if line[x.off] == '#' {
			return words, strings.TrimRight(line[x.off:], " \t"), endCol, nil
		}
		w, err := x.word()
		if err != nil {
			return words, "", endCol, err
		}
		words = append(words, w)
		endCol = x.col
	}
}

// word takes the next word.
func (x *lexer) word() (word, *Error) {
	w := word{col: x.col}
	if k := keyLen(x.line[x.off:]); k > 0 {
		w.key = x.line[x.off : x.off+k]
		x.skip(x.off + k + 1)
	}
	rest := x.line[x.off:]
	if rest != "" && (rest[0] == '"' || rest[0] == '`') {
		text, err := x.quotation(rest)
		w.text = text
		return w, err
	}
	n := 0
	for n < len(rest) && !isBlank(rest[n]) {
		if rest[n] == '"' || rest[n] == '`' {
			x.skip(x.off + n)
			return w, &Error{Col: x.col, Msg: "a quote inside a word", Want: "the whole word in quotes, as in Go"}
		}
		n++
	}
	w.text = rest[:n]
	x.skip(x.off + n)
	return w, nil
}

// quotation takes a quoted word, as Go writes strings.
func (x *lexer) quotation(rest string) (string, *Error) {
	at := x.col
	prefix, err := strconv.QuotedPrefix(rest)
	if err != nil {
		if closing := strings.LastIndexByte(rest[1:], rest[0]); closing >= 0 {
			return "", &Error{Col: at, Msg: "a malformed quotation", Want: "a string as in Go, such as \"a b\""}
		}
		return "", &Error{Col: at, Msg: "a quote that nothing closes", Want: "a closing " + rest[:1] + " on the same line"}
	}
	text, err := strconv.Unquote(prefix)
	if err != nil {
		return "", &Error{Col: at, Msg: "a malformed quotation", Want: "a string as in Go, such as \"a b\""}
	}
	x.skip(x.off + len(prefix))
	if x.off < len(x.line) && !isBlank(x.line[x.off]) {
		return "", &Error{Col: x.col, Msg: "a quotation that a word goes on after", Want: "a space after the closing quote"}
	}
	return text, nil
}

// keyLen is the length of the key that a word begins with, 0 without one. A key is
// made of lower-case letters, digits and dashes.
func keyLen(text string) int {
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c >= 'a' && c <= 'z', i > 0 && (c == '-' || isDigit(c)):
		case c == '=':
			return i
		default:
			return 0
		}
	}
	return 0
}

func isBlank(c byte) bool { return c == ' ' || c == '\t' }
