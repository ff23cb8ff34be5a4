package script

import (
	"fmt"
	"slices"
	"strings"
)

// pattern is one alternative of a synopsis: its parameters, positional ones first.
type pattern []Param

// Param is one argument that a form takes.
type Param struct {
	Name     string // the key, or the synopsis word of a positional argument
	Key      bool   // written key=value
	Optional bool
	Repeat   bool // one or more words
	List     bool // separated by commas

	words []string // literal words that it may be
	kind  *kind    // what else it may be; nil for nothing
	shown string   // as in the synopsis, without brackets
	order int      // its place in the pattern
}

// Equal reports whether the two are one parameter, and lets go-cmp compare arguments.
func (p *Param) Equal(o *Param) bool { return p == o }

// Noun is the noun that the argument names one of, such as "host"; empty for none.
func (p *Param) Noun() string {
	if p.kind == nil {
		return ""
	}
	return p.kind.noun
}

// Type is the type of argument as synopses name it, such as PATH or DUR; empty where it
// is one of some words.
func (p *Param) Type() string {
	if p.kind == nil {
		return ""
	}
	return p.kind.name
}

func (f *Form) compile() {
	f.patterns = nil
	for line := range strings.Lines(f.Synopsis) {
		rest, ok := strings.CutPrefix(strings.TrimSpace(line), f.Name)
		if !ok {
			panic(fmt.Sprintf("script: the synopsis of %q does not begin with its name", f.Name))
		}
		var p, keyed pattern
		for _, token := range strings.Fields(rest) {
			param := f.param(token)
			if param.kind != nil && param.kind.name == "STATEMENT" {
				f.hook = true
			}
			if param.Key {
				keyed = append(keyed, param)
			} else {
				p = append(p, param)
			}
		}
		p = append(p, keyed...)
		for i := range p {
			p[i].order = i
		}
		f.patterns = append(f.patterns, p)
	}
}

// param compiles one token of a synopsis.
func (f *Form) param(token string) Param {
	var p Param
	if t, ok := strings.CutPrefix(token, "["); ok {
		p.Optional = true
		token = strings.TrimSuffix(t, "]")
	}
	if t, ok := strings.CutSuffix(token, "…"); ok {
		p.Repeat = true
		token = t
	}
	p.shown = token
	if key, value, ok := strings.Cut(token, "="); ok {
		p.Key, p.Name, token = true, key, value
	}
	if i := strings.Index(token, "[,"); i >= 0 {
		p.List = true
		token = token[:i]
	}
	if p.Name == "" {
		p.Name, _, _ = strings.Cut(token, "[")
	}
	for alt := range strings.SplitSeq(token, "|") {
		bare, _, _ := strings.Cut(alt, "[")
		if choices := f.Choices[bare]; choices != nil {
			p.words = slices.Clone(choices)
			if alt == bare {
				continue
			}
		}
		if alt != strings.ToUpper(alt) || alt == strings.ToLower(alt) {
			p.words = append(p.words, alt)
			continue
		}
		p.kind = kinds[alt]
		if p.kind == nil {
			panic(fmt.Sprintf("script: %s: %q is no type of argument", f.Name, alt))
		}
	}
	return p
}

// want describes what the argument may be.
func (p *Param) want() string {
	switch {
	case p.kind == nil || p.kind.name == opKind:
		return oneOf(p.words)
	case len(p.words) > 0:
		return oneOf(append(slices.Clone(p.words), p.kind.want))
	case p.List:
		return p.kind.want + ", or several separated by commas"
	}
	return p.kind.want
}

// read understands one word as this argument. The number's unit is the kind's.
func (p *Param) read(text string) (num int64, rel bool, bad *problem) {
	if p.kind != nil && p.kind.name == opKind {
		return readOperation(text, p.words)
	}
	if slices.Contains(p.words, text) {
		return 0, false, nil
	}
	if p.kind == nil {
		return 0, false, &problem{msg: quoted(text) + " is not known here", near: Nearest(text, p.words)}
	}
	if !p.List {
		num, rel, bad = p.kind.read(text)
	} else {
		seen := map[string]bool{}
		for part := range strings.SplitSeq(text, ",") {
			if num, rel, bad = p.kind.read(part); bad != nil {
				break
			}
			if seen[part] {
				bad = &problem{msg: quoted(part) + " is listed twice", want: "each once"}
				break
			}
			seen[part] = true
		}
	}
	if bad != nil && bad.near == "" {
		bad.near = Nearest(text, p.words)
	}
	return num, rel, bad
}
