package script

import (
	"fmt"
	"strings"
	"time"
)

func duration(n int64) time.Duration { return time.Duration(n) }

// body reads what follows the instant: the form's name and its arguments. The
// statement's form is set also when its arguments are wrong.
func (p *parser) body(st *Statement, section Section, words []word) bool {
	f, used, next := p.lang.find(section, words)
	if f == nil {
		p.unknown(section, words, used, next)
		return false
	}
	st.Form = f
	if f.hook && st.Timed {
		p.fail(words[0].col, fmt.Sprintf("%q has no instant", f.Name), f.Synopsis, "")
		return false
	}
	return p.match(st, words[used:])
}

// unknown says which word is not known, and which word it may be a slip of.
func (p *parser) unknown(section Section, words []word, used int, next []string) {
	var name strings.Builder
	for i := range words[:used] {
		name.WriteString(words[i].text + " ")
	}
	if used == len(words) {
		msg, want := "an instant at which nothing happens", "a verb after it"
		if used > 0 {
			msg = fmt.Sprintf("%q is only the beginning of a statement", strings.TrimSpace(name.String()))
			want = oneOf(next) + " after it"
		}
		p.fail(p.endCol, msg, want, "")
		return
	}
	w := words[used]
	other := Declaration
	if section == Declaration {
		other = Timeline
	}
	switch {
	case used > 0:
		p.fail(w.col, fmt.Sprintf("unknown word %s after %q", w.shown(), strings.TrimSpace(name.String())),
			oneOf(next), Nearest(w.text, next))
	case section == Timeline && (w.text == "expect" || p.lang.roots[Declaration].next[w.text] != nil):
		p.fail(w.col, fmt.Sprintf("%q has no instant", w.text), "it without one, outside the timeline", "")
	default:
		known := append([]string(nil), next...)
		if section == Declaration {
			known = append(append(known, p.lang.roots[other].list...), "expect")
		}
		p.fail(w.col, "unknown word "+w.shown(),
			[...]string{"a declaration, an instant, or an expectation", "a verb", "an expectation"}[section],
			Nearest(w.text, known))
	}
}

// match fills in the arguments by the first alternative of the synopsis that fits;
// where none does, the one that got furthest says what is wrong.
func (p *parser) match(st *Statement, words []word) bool {
	before := p.errs
	var best Errors
	for i := range st.Form.patterns {
		p.errs = nil
		p.arguments(st, st.Form.patterns[i], words)
		if len(p.errs) == 0 {
			p.errs = before
			return true
		}
		if best == nil || p.errs[0].Col > best[0].Col {
			best = p.errs
		} else if p.errs[0].Col == best[0].Col && p.errs[0].Want != best[0].Want && len(st.Form.patterns) > 1 {
			best[0].Want += ", or " + p.errs[0].Want
		}
	}
	p.errs = append(before, best...)
	return false
}

// arguments matches the words with one alternative of the synopsis.
func (p *parser) arguments(st *Statement, pat pattern, words []word) {
	st.Args, st.Then = p.room(len(words)), nil
	next := 0
	for i := 0; i < len(words); i++ {
		w := &words[i]
		if w.key != "" {
			p.keyed(st, pat, w, next)
			continue
		}
		next = p.skip(st, pat, next, w)
		if next == len(pat) || pat[next].Key {
			p.fail(w.col, w.shown()+" is one word too many", st.Form.shown(), "")
			break
		}
		param := &pat[next]
		if param.kind != nil && param.kind.name == "STATEMENT" {
			p.args = p.args[:len(p.args)+len(st.Args)]
			st.Then = p.hooked(words[i:])
			p.missing(st, pat)
			return
		}
		arg := word{text: w.text, col: w.col}
		if param.kind != nil && param.kind.long && w.text == "day" {
			n := min(len(words)-i, 3)
			arg.text = joined(words[i : i+n])
			i += n - 1
		}
		p.take(st, param, &arg)
		if !param.Repeat {
			next++
		}
	}
	p.missing(st, pat)
	p.args = p.args[:len(p.args)+len(st.Args)]
	st.Args = st.Args[:len(st.Args):len(st.Args)]
}

// skip is the place of the parameter that takes the word: the next one, unless it
// can be left out, another follows, and the word does not fit it.
func (p *parser) skip(st *Statement, pat pattern, next int, w *word) int {
	for next < len(pat)-1 && !pat[next+1].Key {
		param := &pat[next]
		full := param.Repeat && len(st.Args) > 0 && st.Args[len(st.Args)-1].Param == param
		if !param.Optional && !full || param.fits(w.text) || !pat[next+1].fits(w.text) {
			break
		}
		next++
	}
	return next
}

// fits reports whether a word can be meant for the parameter.
func (p *Param) fits(text string) bool {
	switch {
	case p.kind == nil || p.kind.name == opKind:
		_, _, bad := p.read(text)
		return bad == nil
	case p.kind.want == wantPath:
		return strings.HasPrefix(text, "/")
	case p.kind.read == nil:
		return true
	}
	_, _, bad := p.read(text)
	return bad == nil
}

// keyed takes a key=value.
func (p *parser) keyed(st *Statement, pat pattern, w *word, next int) {
	var known []string
	for i := range pat {
		param := &pat[i]
		if !param.Key {
			continue
		}
		if param.Name == w.key {
			p.take(st, param, w)
			return
		}
		known = append(known, param.Name)
	}
	near := Nearest(w.key, known)
	want := "no argument with a name"
	switch {
	case next < len(pat) && pat[next].kind != nil && pat[next].kind.free:
		want = "the word in quotes if = belongs to it"
	case len(known) > 0:
		want = oneOf(known)
	}
	p.fail(w.col, fmt.Sprintf("%s has no argument %s", st.Form.Name, quoted(w.key+"=")), want, near)
}

// take reads one argument and puts it where the synopsis has it.
func (p *parser) take(st *Statement, param *Param, w *word) {
	num, rel, bad := param.read(w.text)
	if bad == nil && param.Key {
		for i := range st.Args {
			if st.Args[i].Param == param {
				p.fail(w.col, quoted(param.Name+"=")+" is given twice", "it once", "")
				return
			}
		}
	}
	if bad != nil {
		want := bad.want
		if want == "" {
			want = param.want()
		}
		p.fail(w.valueCol(), bad.msg, want, bad.near)
	}
	i := len(st.Args)
	st.Args = append(st.Args, Arg{})
	for i > 0 && st.Args[i-1].Param.order > param.order {
		st.Args[i] = st.Args[i-1]
		i--
	}
	st.Args[i] = Arg{Param: param, Col: w.valueCol()}
	st.Args[i].set(w.text, num, rel)
}

// missing refuses a statement that lacks what its synopsis asks for.
func (p *parser) missing(st *Statement, pat pattern) {
	for i := range pat {
		param := &pat[i]
		if param.Optional || param.kind != nil && param.kind.name == "STATEMENT" && st.Then != nil {
			continue
		}
		there := false
		for j := range st.Args {
			there = there || st.Args[j].Param == param
		}
		if !there {
			name := param.Name
			if param.Key {
				name += "="
			}
			p.fail(p.endCol, st.Form.Name+" without "+name, st.Form.shown(), "")
			return
		}
	}
}

// hooked reads the statement that a hook holds.
func (p *parser) hooked(words []word) *Statement {
	st := &Statement{Line: p.row, Col: words[0].col}
	if startsInstant(words[0]) {
		p.fail(words[0].col, "an instant inside a hook", "a statement without one", "")
		return st
	}
	if f, _, _ := p.lang.find(Timeline, words); f != nil && f.hook {
		p.fail(words[0].col, "a hook inside a hook", "another timeline statement", "")
		return st
	}
	p.body(st, Timeline, words)
	return st
}

// room gives an empty list of arguments that can hold n.
func (p *parser) room(n int) []Arg {
	if cap(p.args)-len(p.args) < n {
		p.args = make([]Arg, 0, max(n, min(1024, max(32, 2*cap(p.args)))))
	}
	return p.args[len(p.args):len(p.args)]
}

// shown is the synopsis in one line.
func (f *Form) shown() string { return strings.ReplaceAll(f.Synopsis, "\n", ", or ") }
