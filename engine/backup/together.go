package backup

import (
	"io/fs"

	"gapless/engine/port"
	"gapless/engine/selection"
)

// The names of one file come back as one file when they are of one image. What proves that
// a file is unchanged may hold when the walk comes to one name and not any more at the next
// one, since the clock was set. So the names that were left out are taken with the first
// that is not. G1.

// together takes the names that were left out of a file of which p has just been taken, or
// notes that p was left out.
func (c *client) together(root int, p string, info fs.FileInfo, taken bool) error {
	i, ok := info.(port.Identified)
	if !ok || c.order.Method.Name != selection.Proven {
		return nil
	}
	volume, inode, links := i.Identity()
	if links < 2 {
		return nil
	}
	id := identity{volume, inode}
	if !taken {
		if c.leftOf == nil {
			c.leftOf = map[identity][]string{}
		}
		c.leftOf[id] = append(c.leftOf[id], p)
		return nil
	}
	left := c.leftOf[id]
	delete(c.leftOf, id)
	for _, other := range left {
		if err := c.takeAnyway(root, other, id); err != nil {
			return err
		}
	}
	return nil
}

// takeAnyway takes a name of a file, unless it is none any more.
func (c *client) takeAnyway(root int, p string, of identity) error {
	c.looked, c.lookedUp = c.Now(), c.Uptime()
	info, err := c.look(p, nil)
	if missing(err) {
		return nil // the tree is listed again, and finds that out
	}
	if err != nil {
		c.name(p, err)
		return nil
	}
	if i, ok := info.(port.Identified); ok {
		if volume, inode, _ := i.Identity(); of != (identity{volume, inode}) {
			return nil
		}
	}
	chosen := c.choosing
	c.choosing = selection.ByProof{Listing: selection.NewListing(nil, c.Process)}
	err = c.take(root, p, info)
	c.choosing = chosen
	return err
}
