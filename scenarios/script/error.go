package script

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/agnivade/levenshtein"
)

// MaxErrors is how many mistakes of one file are told.
const MaxErrors = 20

// Error is one mistake in a script and where it is.
type Error struct {
	File string
	Line int // from 1; 0 when the whole file is meant
	Col  int // in characters, from 1
	Msg  string
	Want string // what was expected; empty where the message says it
	Near string // the nearest known word; empty when none is near
}

func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString(e.File)
	if e.Line > 0 {
		fmt.Fprintf(&b, ":%d:%d", e.Line, e.Col)
	}
	b.WriteString(": " + e.Msg)
	if e.Want != "" {
		b.WriteString(": expected " + e.Want)
	}
	if e.Near != "" {
		fmt.Fprintf(&b, "; did you mean %q?", e.Near)
	}
	return b.String()
}

// Errors is every mistake found in a file, in the order of their places.
type Errors []*Error

func (e Errors) Error() string {
	lines := make([]string, len(e))
	for i, err := range e {
		lines[i] = err.Error()
	}
	return strings.Join(lines, "\n")
}

// sorted is the error value of a list of mistakes: nil when there are none, and no
// more than MaxErrors of them.
func (e Errors) sorted() error {
	if len(e) == 0 {
		return nil
	}
	slices.SortStableFunc(e, func(a, b *Error) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Col, b.Col))
	})
	return e[:min(len(e), MaxErrors)]
}

// longestNear bounds the words that are compared with known ones, since the cost of
// a comparison grows with the product of their lengths.
const longestNear = 40

// Nearest is the known word that the given one is most likely a slip of, or nothing.
func Nearest(word string, known []string) string {
	if word == "" || len(word) > longestNear {
		return ""
	}
	lower := strings.ToLower(word)
	best, bestDistance := "", (utf8.RuneCountInString(word)+2)/3+1
	for _, k := range known {
		if len(k) > longestNear {
			continue
		}
		if d := levenshtein.ComputeDistance(lower, strings.ToLower(k)); d < bestDistance {
			best, bestDistance = k, d
		}
	}
	for _, k := range known {
		if best == "" && len(k) > 2 && len(lower) > 2 && (strings.HasPrefix(lower, k) || strings.HasPrefix(k, lower)) {
			best = k
		}
	}
	return best
}

// quoted shows a user's word in a message, shortened when it is long.
func quoted(word string) string {
	if utf8.RuneCountInString(word) > longestNear {
		word = string([]rune(word)[:longestNear-1]) + "…"
	}
	return fmt.Sprintf("%q", word)
}

// oneOf lists words as a sentence does: a, b or c.
func oneOf(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:len(words)-1], ", ") + " or " + words[len(words)-1]
}
