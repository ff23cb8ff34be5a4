package backup

import (
	"errors"
	"path"
	"slices"

	"gapless/engine/catalog"
	"gapless/engine/image"
	"gapless/engine/selection"
	"gapless/model"
)

// note writes down what was seen of a path, unless the earlier listing says the same.
func (c *client) note(e *image.Entry, cand *selection.Candidate, taken bool) {
	if !c.order.Method.List || c.outcome == gone {
		return
	}
	s := catalog.Seen{
		Path: e.Path, Kind: e.Kind, Mode: e.Mode, Archive: cand.Bit, Doubtful: c.outcome == doubtful,
		Volume: cand.Volume, Inode: cand.Inode, Size: cand.Size, Read: catalog.StampOf(c.looked),
		Modified: catalog.StampOf(cand.Modified), Changed: catalog.StampOf(cand.Changed), Target: e.Target,
	}
	s.Open = e.Kind == model.File && c.round.open(c, cand)
	if !taken {
		if old := c.listing.Find(e.Path); old != nil {
			s.Read, s.Target, s.Doubtful = old.Read, old.Target, old.Doubtful
			if s == *old {
				return
			}
		}
	}
	c.seen = append(c.seen, s)
	if e.Inode != 0 && c.order.Method.Name == selection.Proven {
		if c.namesOf == nil {
			c.namesOf = map[identity][]catalog.Seen{}
		}
		id := identity{e.Volume, e.Inode}
		c.namesOf[id] = append(c.namesOf[id], s)
	}
}

// meet notes that a path of the earlier listing is still there.
func (c *client) meet(p string) {
	if c.listing == nil {
		return
	}
	if i := c.listing.Index(p); i >= 0 {
		c.met[i] = true
	}
}

// unmeet notes that a path was gone when it was to be read: it is looked for again.
func (c *client) unmeet(p string) {
	delete(c.round.own, p)
	if c.listing == nil {
		return
	}
	if i := c.listing.Index(p); i >= 0 {
		c.met[i] = false
	}
}

// unseen notes that nothing is known of a path and of what lies below it, so that it is
// not taken for gone.
func (c *client) unseen(p string) {
	if c.listing == nil {
		return
	}
	c.meet(p)
	for i, end := c.listing.Within(p); i < end; i++ {
		c.met[i] = true
	}
}

// vanished looks for the paths of the earlier listing that were not met, and writes down
// which of them are no more. D7.
func (c *client) vanished(root int, p string) error {
	if c.listing == nil || c.order.Method.NoGone {
		return nil
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

// lost looks at a path that was not met. What is there after all is taken like any other.
func (c *client) lost(root, i int) error {
	old := &c.listing.Seen[i]
	if model.Excluded(old.Path, c.order.Exclude) {
		return nil
	}
	for range mostRounds {
		there, err := c.exists(root, old.Path)
		if err != nil {
			c.name(old.Path, err)
			return nil
		}
		if !there {
			return c.bury(old.Path)
		}
		if err := c.visit(root, old.Path, nil); err != nil || c.met[i] {
			return err
		}
	}
	c.name(old.Path, errRestless)
	return nil
}

// errRestless is why a path is named that comes and goes.
var errRestless = errors.New("was there and away by turns")

// exists reports whether a path is there by just this name: file systems that do not
// distinguish upper and lower case find a file by other names, too.
func (c *client) exists(root int, p string) (bool, error) {
	if _, err := c.look(p, nil); err != nil || p == c.order.Roots[root] {
		if missing(err) {
			return false, nil
		}
		return err == nil, err
	}
	dir, name := path.Split(p)
	if dir = path.Clean(dir); model.Within(dir, c.order.Roots[root]) {
		if there, err := c.exists(root, dir); !there || err != nil {
			return false, err
		}
	}
	d, err := c.files.Open(dir)
	if missing(err) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	defer d.Close()
	names, err := d.Readdirnames(-1)
	return slices.Contains(names, name), err
}

// bury writes down that a path is no more.
func (c *client) bury(p string) error {
	c.meet(p)
	c.stream.Entry(&image.Entry{Path: p, Kind: model.Absent})
	if c.order.Method.List {
		c.seen = append(c.seen, catalog.Seen{Path: p, Kind: model.Absent})
	}
	c.Reports().Decided(model.Decision{
		Job: c.order.Job, Activation: c.order.Try, Path: p, Taken: true, Reason: model.ByListing, Rule: c.goneRule(),
	})
	return c.flushWhenLarge()
}

// goneRule is the rule by which paths that are no more are looked for.
func (c *client) goneRule() string {
	if c.order.Method.Name == selection.Proven {
		return "G1"
	}
	return "D7"
}
