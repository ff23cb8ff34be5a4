package script

import (
	"fmt"
	"path"
	"slices"
	"strings"
)

// volume is the declared volume that a path lies on, the one with the longest name;
// empty when it lies on none.
func (c *checker) volume(p string) string {
	volumes := c.names["volume"]
	for {
		if _, ok := volumes[p]; ok {
			return p
		}
		if p == "/" || p == "." {
			return ""
		}
		p = path.Dir(p)
	}
}

// path checks one path of a statement: it lies on a volume, and below its root
// unless the statement may act on the root. A volume's own declaration is exempt.
func (c *checker) path(st *Statement, a *Arg) {
	if st.Form.Names == "volume" {
		if strings.Contains(a.Text, ",") {
			c.fail(st, a.Col, "the volume "+quoted(a.Text)+" has a comma in it", "a path that lists can hold", "")
		}
		return
	}
	volume := c.volume(a.Text)
	switch {
	case volume == "" && len(c.names["volume"]) == 0:
		c.fail(st, a.Col, fmt.Sprintf("the path %s is on no volume", quoted(a.Text)), "a declaration such as volume "+top(a.Text)+" fs=ext4", "")
	case volume == "":
		c.fail(st, a.Col, fmt.Sprintf("the path %s is on no volume", quoted(a.Text)), "a path below "+oneOf(c.known("volume")), c.elsewhere(a.Text))
	case volume == a.Text && slices.Contains(slices.Concat(st.Form.Changes, st.Form.Uses), a.Param.Name) && !st.Form.OnRoot:
		c.fail(st, a.Col, fmt.Sprintf("the path %s is a volume, and %s acts on what is in one", quoted(a.Text), st.Form.Name), "a path below it", "")
	}
}

// top is the first directory of a path.
func top(p string) string {
	first, _, _ := strings.Cut(strings.TrimPrefix(p, "/"), "/")
	return "/" + first
}

// elsewhere is the path moved to the volume whose name is nearest to its beginning.
func (c *checker) elsewhere(p string) string {
	near := Nearest(top(p), c.known("volume"))
	if near == "" {
		return ""
	}
	return path.Join(near, strings.TrimPrefix(p, top(p)))
}

// oneDisk refuses a statement whose two paths are on different volumes.
func (c *checker) oneDisk(st *Statement) {
	var first *Arg
	for i := range st.Args {
		a := &st.Args[i]
		if a.Param.kind == nil || a.Param.kind.want != wantPath {
			continue
		}
		if first == nil {
			first = a
			continue
		}
		from, to := c.volume(first.Text), c.volume(a.Text)
		if from != "" && to != "" && from != to {
			c.fail(st, a.Col, fmt.Sprintf("%s from the volume %s to %s", st.Form.Name, from, to), "two paths on one volume", "")
		}
	}
}

// file notes that something exists at the start.
func (c *checker) file(st *Statement, a *Arg) {
	if first, twice := c.files[a.Text]; twice {
		c.fail(st, a.Col, fmt.Sprintf("the path %s is there twice, first in line %d", a.Text, first.Line), "another path", "")
		return
	}
	c.files[a.Text] = st
}

// beneath refuses what would have to lie inside something that is no directory.
func (c *checker) beneath(st *Statement, a *Arg) {
	for p := path.Dir(a.Text); p != "/" && p != "."; p = path.Dir(p) {
		if above := c.files[p]; above != nil && above.Form.Name != "dir" {
			c.fail(st, a.Col, fmt.Sprintf("nothing can lie below %s, which line %d declares as a %s", p, above.Line, above.Form.Name), "a directory above it", "")
			return
		}
	}
}
