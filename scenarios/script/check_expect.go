package script

import (
	"fmt"
	"slices"
)

// expectations refuses what could not be judged.
func (c *checker) expectations() {
	products := c.script.Products()
	for _, st := range c.script.Expectations() {
		for i := range st.Args {
			a := &st.Args[i]
			if a.Name() != "on" {
				continue
			}
			for _, name := range a.List() {
				if !slices.Contains(products, name) {
					want := oneOf(products)
					if want == "" {
						want = "a declaration: product " + name
					}
					c.fail(st, a.Col, fmt.Sprintf("the script does not run for the product %s", quoted(name)), want, Nearest(name, products))
				}
			}
		}
		if st.Form.has("FROM") {
			c.window(st)
		}
	}
}

// window refuses the window of a path that has not one change to move.
func (c *checker) window(st *Statement) {
	path := st.Path("PATH")
	n := len(c.changes.of(path))
	a := st.arg("PATH")
	switch k := int(st.Int("change")); {
	case n == 0:
		c.fail(st, a.Col, fmt.Sprintf("no timeline statement changes %s, so it has no window", quoted(path)), "exactly one change of it", "")
	case n > 1 && k == 0:
		c.fail(st, a.Col, fmt.Sprintf("%d timeline statements change %s, so its window is not clear", n, quoted(path)),
			"exactly one, or change=N for the N-th in the file", "")
	case k > n:
		c.fail(st, st.arg("change").Col, fmt.Sprintf("%s has no change %d in the timeline", quoted(path), k), fmt.Sprintf("at most %d", n), "")
	}
	if st.Has("FROM") && st.Duration("FROM") >= st.Duration("TO") {
		c.fail(st, st.arg("FROM").Col, "the window ends where it begins, or before", "FROM before TO", "")
	}
}

// settings refuses settings that no product of the script has, and values that one
// that has it refuses.
func (c *checker) settings() {
	seen := map[string]*Statement{}
	for _, st := range c.script.All("set") {
		key, a := st.Text("KEY"), st.arg("KEY")
		if first, twice := seen[key]; twice {
			c.fail(st, a.Col, fmt.Sprintf("the setting %s is there twice, first in line %d", key, first.Line), "it once", "")
			continue
		}
		seen[key] = st
		if c.products != nil {
			c.setting(st, key, a)
		}
	}
}

func (c *checker) setting(st *Statement, key string, a *Arg) {
	var known []string
	found := false
	for _, product := range c.running() {
		settings := c.products.Settings(product)
		known = append(known, settings...)
		if !slices.Contains(settings, key) {
			continue
		}
		found = true
		if err := c.products.CheckSetting(product, key, st.Text("VALUE")); err != nil {
			c.fail(st, st.arg("VALUE").Col, fmt.Sprintf("%s refuses the setting %s: %v", product, key, err), "", "")
			return
		}
	}
	if !found {
		c.fail(st, a.Col, "no product of the script has a setting "+quoted(key), "a setting that gapless products lists", Nearest(key, known))
	}
}

// running lists the products that the script runs at some time, those that it is
// upgraded to included; all that there are when it names none.
func (c *checker) running() []string {
	all := c.script.Products()
	if len(all) == 0 {
		return c.products.Products()
	}
	for _, st := range c.script.Statements {
		for _, st := range []*Statement{st, st.Then} {
			if st != nil && st.Form.Section == Timeline && st.Form.has("PRODUCT") {
				all = append(all, st.List("PRODUCT")...)
			}
		}
	}
	return slices.DeleteFunc(all, func(p string) bool { return !slices.Contains(c.products.Products(), p) })
}
