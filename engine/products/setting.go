package products

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"gapless/engine/job"
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

// kind reads, checks and writes one kind of value.
type kind interface {
	get(r *job.Rules) string
	set(r *job.Rules, text string) error
	values() string
}

// Default is the value that a product has.
func (s Setting) Default(p Product) string { return s.kind.get(&p.Rules) }

// Values says which values there are.
func (s Setting) Values() string { return s.kind.values() }

// Set changes the choice. Durations are written as Go writes them. The error names
// the values that there are.
func (s Setting) Set(r *job.Rules, text string) error {
	if err := s.kind.set(r, text); err != nil {
		return fmt.Errorf("%s %s: %w", s.Key, text, err)
	}
	return nil
}

// FindSetting is the setting of that key.
func FindSetting(key string) (Setting, bool) {
	for _, s := range settings {
		if s.Key == key {
			return s, true
		}
	}
	return Setting{}, false
}

// Settings lists the settings of the NetBackup profiles.
func Settings() []Setting { return settings }

// duration is a setting of time between two bounds, or a word for without limit.
type duration struct {
	of       func(r *job.Rules) *clock.Duration
	min, max time.Duration
	off      string // the word for clock.Forever; empty where there is none
	unset    func(r *job.Rules) clock.Duration
}

func (k duration) get(r *job.Rules) string {
	d := *k.of(r)
	if !d.Less(clock.Forever) {
		if k.unset == nil {
			return k.off
		}
		d = k.unset(r)
	}
	return short(d.Std())
}

func (k duration) set(r *job.Rules, text string) error {
	if k.off != "" && text == k.off {
		*k.of(r) = clock.Forever
		return nil
	}
	d, err := time.ParseDuration(text)
	if err != nil || d < k.min || d > k.max {
		return fmt.Errorf("expected %s", k.values())
	}
	*k.of(r) = clock.Of(d)
	return nil
}

func (k duration) values() string {
	out := short(k.min) + " to " + short(k.max)
	if k.off != "" {
		out += ", or " + k.off
	}
	return out
}

// short writes a duration without the zeros that Go adds.
func short(d time.Duration) string {
	s := d.String()
	if strings.HasSuffix(s, "m0s") {
		s = s[:len(s)-2]
	}
	if strings.HasSuffix(s, "h0m") {
		s = s[:len(s)-2]
	}
	return s
}

// choice is a setting of one of some words.
type choice struct {
	words []string
	is    func(r *job.Rules) int // index of the word
	be    func(r *job.Rules, i int)
}

func (k choice) get(r *job.Rules) string { return k.words[k.is(r)] }

func (k choice) set(r *job.Rules, text string) error {
	for i, w := range k.words {
		if w == text {
			k.be(r, i)
			return nil
		}
	}
	return fmt.Errorf("expected %s", k.values())
}

func (k choice) values() string { return strings.Join(k.words, " or ") }

// either is a choice between two words: the one for false, and the one for true.
func either(no, yes string, of func(r *job.Rules) *bool) choice {
	return choice{
		words: []string{no, yes},
		is: func(r *job.Rules) int {
			if *of(r) {
				return 1
			}
			return 0
		},
		be: func(r *job.Rules, i int) { *of(r) = i == 1 },
	}
}

// anchor is a choice between the first and the latest activation.
func anchor(of func(r *job.Rules) *job.Anchor) choice {
	return choice{
		words: []string{"first", "latest"},
		is:    func(r *job.Rules) int { return int(*of(r)) },
		be:    func(r *job.Rules, i int) { *of(r) = job.Anchor(i) },
	}
}

// count is a setting of a number between two bounds.
type count struct {
	of       func(r *job.Rules) *int
	min, max int
}

func (k count) get(r *job.Rules) string { return strconv.Itoa(*k.of(r)) }

func (k count) set(r *job.Rules, text string) error {
	n, err := strconv.Atoi(text)
	if err != nil || n < k.min || n > k.max {
		return fmt.Errorf("expected %s", k.values())
	}
	*k.of(r) = n
	return nil
}

func (k count) values() string { return fmt.Sprintf("%d to %d", k.min, k.max) }
