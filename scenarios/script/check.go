package script

import (
	"cmp"
	"fmt"
	"slices"
)

// Catalogue is what the products know: their names and their settings. A nil
// Catalogue leaves those unchecked.
type Catalogue interface {
	Products() []string
	// Settings lists the settings of a product.
	Settings(product string) []string
	// CheckSetting says why a product would refuse a value.
	CheckSetting(product, key, value string) error
}

// Check finds the mistakes of a script that its text alone shows: names that nothing
// declares or that are declared twice, paths on no volume, verbs that could never
// find their job, expectations that cannot be judged. The error is of type Errors.
//
// What the script language calls wrong is refused, and nothing else: a verb that
// merely finds no job at its instant does nothing when the script runs.
func Check(lang *Language, s *Script, products Catalogue) error {
	c := checker{
		lang: lang, script: s, products: products,
		names: map[string]map[string]*Statement{},
		files: map[string]*Statement{},
	}
	c.declarations()
	for _, st := range s.Statements {
		if len(c.errs) >= enough {
			break
		}
		c.statement(st)
		if st.Then != nil {
			c.statement(st.Then)
		}
	}
	c.lives()
	c.changes = s.changes()
	c.expectations()
	c.settings()
	return c.errs.sorted()
}

// checker is the state of checking one script.
type checker struct {
	lang     *Language
	script   *Script
	products Catalogue
	errs     Errors

	names   map[string]map[string]*Statement // noun → name → its declaration
	files   map[string]*Statement            // path → what declares it
	changes *changes
}

// enough is the number of mistakes after which no more are looked for. It is more
// than are told, since they are not found in the order of their places.
const enough = 10 * MaxErrors

func (c *checker) fail(st *Statement, col int, msg, want, near string) {
	if len(c.errs) >= enough {
		return
	}
	c.errs = append(c.errs, &Error{File: c.script.Name, Line: st.Line, Col: cmp.Or(col, st.Col, 1), Msg: msg, Want: want, Near: near})
}

// declarations gathers what is declared, and refuses to have it twice.
func (c *checker) declarations() {
	for _, st := range c.script.Statements {
		if noun := st.Form.Names; noun != "" {
			for i := range st.Args {
				if st.Args[i].Param.order > 0 {
					break
				}
				c.declare(noun, st, &st.Args[i])
			}
		}
		if st.Form.Section == Declaration {
			for _, name := range st.Form.Changes {
				c.file(st, st.arg(name))
			}
		}
	}
	for _, st := range c.script.Statements {
		if st.Form.Section != Declaration {
			break
		}
		for _, name := range st.Form.Changes {
			c.beneath(st, st.arg(name))
		}
	}
}

func (c *checker) declare(noun string, st *Statement, a *Arg) {
	m := c.names[noun]
	if m == nil {
		m = map[string]*Statement{}
		c.names[noun] = m
	}
	if first, twice := m[a.Text]; twice {
		c.fail(st, a.Col, fmt.Sprintf("the %s %s is there twice, first in line %d", noun, a.Text, first.Line), "another name", "")
		return
	}
	m[a.Text] = st
}

// known lists the names of a noun: what is declared, and what exists without that.
// The unlimited medium exists as long as none is declared.
func (c *checker) known(noun string) []string {
	if noun == "product" {
		if c.products == nil {
			return nil
		}
		return c.products.Products()
	}
	var all []string
	for _, st := range c.script.Statements {
		if st.Form.Names == noun {
			all = append(all, st.Args[0].Text)
		}
	}
	if noun != "medium" || len(all) == 0 {
		all = append(all, c.lang.known[noun]...)
	}
	return all
}

// exists reports whether a name is known.
func (c *checker) exists(noun, name string) bool {
	if _, ok := c.names[noun][name]; ok && noun != "product" {
		return true
	}
	switch {
	case noun == "product":
		return c.products == nil || slices.Contains(c.products.Products(), name)
	case noun == "medium" && len(c.names[noun]) > 0:
		return false
	}
	return slices.Contains(c.lang.known[noun], name)
}

// statement checks the names and paths of one statement.
func (c *checker) statement(st *Statement) {
	for i := range st.Args {
		a := &st.Args[i]
		if noun := a.Param.Noun(); noun != "" {
			for _, name := range a.List() {
				c.name(st, a, noun, name)
			}
		}
		if a.Param.kind != nil && a.Param.kind.want == wantPath && a.Param.Noun() == "" {
			c.path(st, a)
		}
	}
	switch {
	case st.Form.OneDisk:
		c.oneDisk(st)
	case st.Form.Names == "product":
		for i := range st.Args {
			c.name(st, &st.Args[i], "product", st.Args[i].Text)
		}
	}
}

func (c *checker) name(st *Statement, a *Arg, noun, name string) {
	if noun == "" || st.Form.Names == noun && a.Param.order == 0 && noun != "product" || c.exists(noun, name) {
		return
	}
	known := c.known(noun)
	want := oneOf(known)
	switch {
	case len(known) == 0:
		want = fmt.Sprintf("a declaration of it: %s %s …", c.declaring(noun), name)
	case len(known) > 8:
		want = "a " + noun + " that is known"
	}
	c.fail(st, a.Col, fmt.Sprintf("there is no %s %s", noun, quoted(name)), want, Nearest(name, known))
}

// declaring is the statement that declares things of a noun.
func (c *checker) declaring(noun string) string {
	for _, f := range c.lang.forms {
		if f.Names == noun {
			return f.Name
		}
	}
	return noun
}
