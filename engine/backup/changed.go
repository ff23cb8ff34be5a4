package backup

import (
	"io/fs"
	"slices"

	"gapless/engine/port"
	"gapless/engine/selection"
	"gapless/model"
)

// named is a path that the journal leads to.
type named struct {
	path string
	tree bool // with all that lies below it
}

// byJournal reads what the journal names, and looks at nothing else. D8. Where it does
// not lead to a path for certain, the volume is compared as well: the journal never
// makes a job take fewer files than the comparison alone. D11.
func (c *client) byJournal(root int, p string, t *trail) error {
	var also selection.Method
	if c.order.Journal.Also {
		also = c.method
	}
	paths, sure := c.paths(root, p, t)
	if !sure {
		c.choosing = selection.ByJournal{Named: t.touches, Also: also, Else: c.method}
		c.moved = t.moved
		if err := c.visit(root, p, nil); err != nil {
			return err
		}
		return c.vanished(root, p)
	}
	c.choosing = selection.ByJournal{Also: also}
	for i, n := range paths {
		if i > 0 && paths[i-1].path == n.path {
			continue
		}
		visit := c.alone
		if n.tree {
			visit = c.visit
		}
		if err := visit(root, n.path, nil); err != nil {
			return err
		}
	}
	return c.formerNames(root, p, t)
}

// alone is visit without what lies below.
func (c *client) alone(root int, p string, look examine) error {
	_, err := c.one(root, p, look)
	return err
}

// moved reports whether a directory got another name.
func (t *trail) moved(inode uint64) bool {
	n, ok := t.touched[inode]
	return ok && t.files[n].renamed
}

// paths finds the paths of what the journal names, in the order of the walk. It is not
// sure when a file may have a path that was not found.
func (c *client) paths(root int, volume string, t *trail) (list []named, sure bool) {
	for i := range t.files {
		f := &t.files[i]
		if f.deleted && (!f.late || !c.frozen(root)) {
			continue
		}
		p, err := t.journal.Path(f.inode)
		if missing(err) && !c.frozen(root) {
			continue // deleted since
		}
		if err != nil {
			return nil, false
		}
		if !model.Within(p, volume) {
			continue
		}
		info, err := c.look(p, nil)
		if err != nil {
			return nil, false
		}
		if id, ok := info.(port.Identified); !ok || !onlyName(id, info, f.inode) {
			return nil, false
		}
		list = append(list, named{p, f.renamed})
	}
	slices.SortFunc(list, func(a, b named) int { return Order(a.path, b.path) })
	return withoutNested(list), true
}

// onlyName reports whether a path is that of an inode, and the only one.
func onlyName(id port.Identified, info fs.FileInfo, inode uint64) bool {
	_, n, links := id.Identity()
	return n == inode && (info.IsDir() || links < 2)
}

// withoutNested leaves out what lies below a tree that is in the list.
func withoutNested(list []named) []named {
	out := list[:0]
	tree := ""
	for _, n := range list {
		if tree != "" && model.Within(n.path, tree) {
			continue
		}
		if tree = ""; n.tree {
			tree = n.path
		}
		out = append(out, n)
	}
	return out
}

// formerNames looks for the names that the files had that the journal names. D7.
func (c *client) formerNames(root int, p string, t *trail) error {
	if c.listing == nil || c.order.Method.NoGone {
		return nil
	}
	info, err := c.look(p, nil)
	if err != nil {
		return nil // it is named already
	}
	id, ok := info.(port.Identified)
	if !ok {
		return c.vanished(root, p)
	}
	volume, _, _ := id.Identity()
	for _, f := range t.files {
		for _, old := range c.listing.Names(volume, f.inode) {
			if err := c.former(root, old); err != nil {
				return err
			}
		}
	}
	return nil
}

// former looks whether a path, and what was below it, is still there.
func (c *client) former(root int, p string) error {
	i := c.listing.Index(p)
	if c.met[i] {
		return nil
	}
	if err := c.lost(root, i); err != nil {
		return err
	}
	for i, end := c.listing.Within(p); i < end; i++ {
		if c.met[i] {
			continue
		}
		if err := c.lost(root, i); err != nil {
			return err
		}
	}
	return nil
}
