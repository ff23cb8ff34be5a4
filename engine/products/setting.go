package products

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"gapless/engine/netbackup"
	"gapless/model/clock"
)

// Setting is one choice of a product that scripts can change.
type Setting struct {
	Key      string
	About    string
	Source   string // rules, or the document's words
	Decision bool   // the documents leave the default open, and it is ours
	kind     kind
}

// kind reads, checks and writes one kind of value in the rules of one system.
type kind interface {
	suits(r Rules) bool // whether these are rules of that system
	get(r Rules) string
	set(r Rules, text string) error
	values() string
	// ends are the values at the ends of the range, or all there are.
	ends() []string
}

// Default is the value that a product has; empty where it has no such setting.
func (s Setting) Default(p Product) string {
	if p.Rules == nil || !s.kind.suits(p.Rules) {
		return ""
	}
	return s.kind.get(p.Rules)
}

// Values says which values there are.
func (s Setting) Values() string { return s.kind.values() }

// Others lists values that the setting takes and that are not the product's: all of a
// choice of words, the ends of a range.
func (s Setting) Others(p Product) []string {
	is := s.Default(p)
	return slices.DeleteFunc(slices.Clone(s.kind.ends()), func(v string) bool { return v == is })
}

// Set changes the choice. Durations are written as Go writes them. The error names
// the values that there are.
func (s Setting) Set(r Rules, text string) error {
	if !s.kind.suits(r) {
		return fmt.Errorf("%s: the product has no such setting", s.Key)
	}
	if err := s.kind.set(r, text); err != nil {
		return fmt.Errorf("%s %s: %w", s.Key, text, err)
	}
	return nil
}

// in is what all kinds have in common: the system whose rules they are of, R.
type in[R any] struct{}

func (in[R]) suits(r Rules) bool { _, ok := r.(*R); return ok }

// span is a setting of time between two bounds, or a word for without limit.
type span[R any] struct {
	in[R]
	of       func(r *R) *clock.Duration
	min, max time.Duration
	off      string // the word for clock.Forever; empty where there is none
	unset    func(r *R) clock.Duration
}

func (k span[R]) get(r Rules) string {
	d := *k.of(r.(*R))
	if !d.Less(clock.Forever) {
		if k.unset == nil {
			return k.off
		}
		d = k.unset(r.(*R))
	}
	return d.Short()
}

func (k span[R]) set(r Rules, text string) error {
	if k.off != "" && text == k.off {
		*k.of(r.(*R)) = clock.Forever
		return nil
	}
	d, err := time.ParseDuration(text)
	if err != nil || d < k.min || d > k.max {
		return fmt.Errorf("expected %s", k.values())
	}
	*k.of(r.(*R)) = clock.Of(d)
	return nil
}

func (k span[R]) values() string {
	out := clock.Of(k.min).Short() + " to " + clock.Of(k.max).Short()
	if k.off != "" {
		out += ", or " + k.off
	}
	return out
}

func (k span[R]) ends() []string {
	ends := []string{clock.Of(k.min).Short(), clock.Of(k.max).Short()}
	if k.off != "" {
		ends = append(ends, k.off)
	}
	return ends
}

// option is a setting of one of some words.
type option[R any] struct {
	in[R]
	words []string
	is    func(r *R) int // index of the word
	be    func(r *R, i int)
}

func (k option[R]) get(r Rules) string { return k.words[k.is(r.(*R))] }

func (k option[R]) set(r Rules, text string) error {
	for i, w := range k.words {
		if w == text {
			k.be(r.(*R), i)
			return nil
		}
	}
	return fmt.Errorf("expected %s", k.values())
}

func (k option[R]) values() string { return strings.Join(k.words, " or ") }

func (k option[R]) ends() []string { return k.words }

// either is a choice between two words: the one for false, and the one for true.
func either[R any](no, yes string, of func(r *R) *bool) kind {
	return option[R]{
		words: []string{no, yes},
		is: func(r *R) int {
			if *of(r) {
				return 1
			}
			return 0
		},
		be: func(r *R, i int) { *of(r) = i == 1 },
	}
}

// anchor is a choice between the first and the latest activation.
func anchor(of func(r *netbackup.Rules) *netbackup.Anchor) kind {
	return option[netbackup.Rules]{
		words: []string{"first", "latest"},
		is:    func(r *netbackup.Rules) int { return int(*of(r)) },
		be:    func(r *netbackup.Rules, i int) { *of(r) = netbackup.Anchor(i) },
	}
}

// number is a setting of a number between two bounds.
type number[R any] struct {
	in[R]
	of       func(r *R) *int
	min, max int
}

func (k number[R]) get(r Rules) string { return strconv.Itoa(*k.of(r.(*R))) }

func (k number[R]) set(r Rules, text string) error {
	n, err := strconv.Atoi(text)
	if err != nil || n < k.min || n > k.max {
		return fmt.Errorf("expected %s", k.values())
	}
	*k.of(r.(*R)) = n
	return nil
}

func (k number[R]) values() string { return fmt.Sprintf("%d to %d", k.min, k.max) }

func (k number[R]) ends() []string { return []string{strconv.Itoa(k.min), strconv.Itoa(k.max)} }
