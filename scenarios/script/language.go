package script

import (
	"slices"
	"strings"
)

// Language is the set of forms that a script may use.
type Language struct {
	forms []*Form
	roots [Expectation + 1]node
	known map[string][]string
}

// node is one word of forms' names and the words that can follow it.
type node struct {
	form *Form
	next map[string]*node
	list []string // the keys of next, in documentation order, without synonyms
}

// NewLanguage makes a language of forms in documentation order. known lists, for
// each noun ("host", "medium"), what exists without being declared. A form whose
// synopsis is wrong is a mistake in the program, and panics.
func NewLanguage(known map[string][]string, forms ...*Form) *Language {
	l := &Language{forms: forms, known: known}
	for i, f := range forms {
		f.index = i
		f.compile()
		l.add(f, f.Name, true)
		for _, s := range f.Synonyms {
			l.add(f, s, false)
		}
	}
	return l
}

func (l *Language) add(f *Form, name string, canonical bool) {
	n := &l.roots[f.Section]
	for _, word := range strings.Fields(name) {
		if n.next == nil {
			n.next = map[string]*node{}
		}
		m := n.next[word]
		if m == nil {
			m = &node{}
			n.next[word] = m
			if canonical {
				n.list = append(n.list, word)
			}
		}
		n = m
	}
	if n.form != nil {
		panic("script: the form " + name + " is there twice")
	}
	n.form = f
}

// Equal reports whether the two are one language.
func (l *Language) Equal(o *Language) bool { return l == o }

// Exists reports whether something of that noun exists without being declared.
func (l *Language) Exists(noun, name string) bool { return slices.Contains(l.known[noun], name) }

// Forms lists the forms in documentation order.
func (l *Language) Forms() []*Form { return l.forms }

// Lookup is the form of that name, or nil.
func (l *Language) Lookup(s Section, name string) *Form {
	n := &l.roots[s]
	for _, word := range strings.Fields(name) {
		if n = n.next[word]; n == nil {
			return nil
		}
	}
	return n.form
}

// find takes the longest name that the words begin with. Without a form, used says
// how many words were understood, and next which words could have followed.
func (l *Language) find(s Section, words []word) (f *Form, used int, next []string) {
	n := &l.roots[s]
	for i := range words {
		if words[i].key != "" {
			break
		}
		m := n.next[words[i].text]
		if m == nil {
			break
		}
		n = m
		used = i + 1
	}
	if n.form != nil {
		return n.form, used, nil
	}
	return nil, used, n.list
}

// Make builds a timed statement from words, as they would stand in a script but
// unquoted: lang.Make(script.At(2*time.Hour), "write", "/data/a", "1KB").
func (l *Language) Make(at Instant, words ...string) (*Statement, error) {
	st, err := l.make(Timeline, words)
	if err != nil {
		return nil, err
	}
	st.At, st.Timed = at, !st.Form.hook
	return st, nil
}

// Declare builds a declaration from words, as Make does.
func (l *Language) Declare(words ...string) (*Statement, error) { return l.make(Declaration, words) }

// Expect builds an expectation from words, as Make does; the first is "expect".
func (l *Language) Expect(words ...string) (*Statement, error) { return l.make(Expectation, words) }

func (l *Language) make(section Section, texts []string) (*Statement, error) {
	p := parser{lang: l, file: strings.Join(texts, " ")}
	words := make([]word, len(texts))
	col := 1
	for i, t := range texts {
		words[i] = word{text: t, col: col}
		if k := keyLen(t); k > 0 {
			words[i].key, words[i].text = t[:k], t[k+1:]
		}
		col += len(t) + 1
	}
	st := &Statement{}
	p.endCol = col
	if !p.body(st, section, words) {
		return nil, p.errs.sorted()
	}
	return st, nil
}
