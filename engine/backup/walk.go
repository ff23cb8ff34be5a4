package backup

import (
	"errors"
	"io/fs"
	"path"
	"slices"
	"syscall"
	"time"

	"gapless/engine/defect"
	"gapless/engine/image"
	"gapless/engine/port"
	"gapless/engine/selection"
	"gapless/model"
	"gapless/model/clock"
)

// examine is how an entry of a directory, or a volume's root, is looked at.
type examine func() (fs.FileInfo, error)

// visit examines, chooses and reads one path, and then what lies below it. Trees are
// walked depth first, siblings in byte order of their names.
func (c *client) visit(root int, p string, look examine) error {
	info, err := c.one(root, p, look)
	if err != nil || info == nil || !info.IsDir() {
		return err
	}
	if c.moved == nil || !c.moved(inode(info)) {
		return c.list(root, p)
	}
	chosen := c.choosing
	c.choosing = selection.ByJournal{} // all that lies below came with the directory's new name
	err = c.list(root, p)
	c.choosing = chosen
	return err
}

// one examines, chooses and reads one path. The info is nil when there is nothing to
// be seen of it.
func (c *client) one(root int, p string, look examine) (fs.FileInfo, error) {
	if len(c.order.Exclude) > 0 && model.Excluded(p, c.order.Exclude) {
		return nil, nil
	}
	if c.order.Method.List {
		c.looked, c.lookedUp = c.Now(), c.Uptime()
	}
	info, err := c.look(p, look)
	if missing(err) && p != c.order.Roots[root] {
		return nil, nil // removed since the directory was listed
	}
	if err != nil {
		c.name(p, err)
		if p == c.order.Roots[root] {
			c.named = append(c.named, p+"/")
		}
		c.unseen(p)
		return nil, c.boundary(root, p)
	}
	if c.round.known(p, info) {
		return nil, nil
	}
	if err := c.take(root, p, info); err != nil {
		return nil, err
	}
	return info, c.boundary(root, p)
}

// missing reports whether there is nothing of a name, be it that a parent is no
// directory any more.
func missing(err error) bool {
	return errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ENOTDIR)
}

func (c *client) look(p string, look examine) (fs.FileInfo, error) {
	if look != nil {
		return look()
	}
	if c.stat != nil {
		info, _, err := c.stat.LstatIfPossible(p)
		return info, err
	}
	return c.files.Stat(p)
}

// list walks a directory, holding it open where that is possible. One that cannot be
// listed is named with a slash at the end, for all that is below it.
func (c *client) list(root int, dir string) error {
	c.round.listing(c, dir)
	if o, ok := c.files.(port.DirOpener); ok {
		d, err := o.OpenDir(dir)
		if errors.Is(err, fs.ErrNotExist) {
			return nil // removed since it was examined
		}
		if err != nil {
			c.name(dir+"/", err)
			c.unseen(dir)
			return nil
		}
		defer d.Close()
		names, err := d.Names()
		return c.each(root, dir, names, err, d.Lstat)
	}
	d, err := c.files.Open(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil // removed since it was examined
	}
	if err != nil {
		c.name(dir+"/", err)
		c.unseen(dir)
		return nil
	}
	names, err := d.Readdirnames(-1)
	d.Close()
	return c.each(root, dir, names, err, nil)
}

func (c *client) each(root int, dir string, names []string, err error, lstat func(string) (fs.FileInfo, error)) error {
	if err != nil {
		c.name(dir+"/", err)
		c.unseen(dir)
		return nil
	}
	if !slices.IsSorted(names) {
		slices.Sort(names)
	}
	for _, name := range names {
		var look examine
		if lstat != nil {
			look = func() (fs.FileInfo, error) { return lstat(name) }
		}
		if err := c.visit(root, join(dir, name), look); err != nil {
			return err
		}
	}
	return nil
}

// done reports whether a checkpoint of an earlier activation says that the path is
// done: known by its position in the walk, and nothing else. N14, C1.
func (c *client) done(root int, p string) bool {
	from := c.order.From
	if from.Path == "" || root != from.Root {
		return root < from.Root
	}
	if c.order.Planted == defect.DirectoryDone && path.Dir(p) == path.Dir(from.Path) {
		return true
	}
	return Order(p, from.Path) <= 0
}

// Order compares two paths of one volume by their places in the walk: a directory
// comes before what is below it, and names compare byte by byte.
func Order(a, b string) int {
	for i := range min(len(a), len(b)) {
		if a[i] == b[i] {
			continue
		}
		switch { // a name that ends sorts before one that goes on
		case a[i] == '/':
			return -1
		case b[i] == '/':
			return 1
		case a[i] < b[i]:
			return -1
		}
		return 1
	}
	return len(a) - len(b)
}

// take decides about one path and reads it when it is taken.
func (c *client) take(root int, p string, info fs.FileInfo) error {
	e := image.Entry{Path: p, Mode: info.Mode().Perm()}
	switch {
	case info.IsDir():
		e.Kind = model.Dir
	case info.Mode()&fs.ModeSymlink != 0:
		e.Kind = model.Symlink
	case info.Mode().IsRegular():
		e.Kind = model.File
		if c.order.Planted == defect.Canary || info.Size() == 0 && c.order.Planted == defect.EmptyLeftOut {
			return nil
		}
	default:
		return nil // devices, pipes and sockets hold no data
	}
	decision := model.Decision{Job: c.order.Job, Activation: c.order.Try, Path: p}
	c.meet(p)
	if c.done(root, p) {
		decision.Reason, decision.Rule = model.ByPosition, "N14"
		c.Reports().Decided(decision)
		return nil
	}
	modified, changed := stamps(c, info)
	cand := selection.Candidate{
		Path: p, Dir: info.IsDir(), Modified: modified, Changed: changed, Kind: e.Kind, Mode: e.Mode, Size: info.Size(),
	}
	cand.HasBit, cand.Bit = archiveBit(info)
	if c.order.Method.Name == selection.Accessed {
		cand.Accessed = accessed(info)
	}
	if i, ok := info.(port.Identified); ok {
		cand.Volume, cand.Inode, _ = i.Identity()
	}
	cand.Steady = c.proves()
	choice := c.choosing.Choose(&cand)
	if c.order.Planted == defect.OldStampLeftOut && choice.Reason == model.ByArchiveBit && modified.Before(c.Now().Add(clock.Of(-24*time.Hour))) {
		choice.Take = false
	}
	decision.Taken, decision.Reason, decision.Rule = choice.Take, choice.Reason, choice.Rule
	decision.Stamp, decision.Cutoff = choice.Stamp, choice.Cutoff
	c.Reports().Decided(decision)
	c.outcome = whole
	var err error
	if choice.Take {
		e.Modified = modified
		err = c.store(&e, info, &cand)
	}
	if c.outcome == gone {
		c.unmeet(p)
	}
	c.note(&e, &cand, choice.Take)
	if err != nil || e.Kind != model.File {
		return err
	}
	return c.together(root, p, info, choice.Take)
}

func inode(info fs.FileInfo) uint64 {
	if i, ok := info.(port.Identified); ok {
		_, n, _ := i.Identity()
		return n
	}
	return 0
}

func stamps(c *client, info fs.FileInfo) (modified, changed clock.Time[clock.Client]) {
	if s, ok := info.(port.Stamped); ok {
		return s.Modified(), s.Changed()
	}
	return c.FromWall(info.ModTime()), clock.Time[clock.Client]{}
}

func archiveBit(info fs.FileInfo) (has, on bool) {
	if a, ok := info.(port.Archived); ok {
		return true, a.Archive()
	}
	return false, false
}
