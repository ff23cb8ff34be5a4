package backup

import (
	"errors"
	"io"
	"io/fs"

	"gapless/engine/defect"
	"gapless/engine/image"
	"gapless/engine/port"
	"gapless/engine/selection"
	"gapless/model"
	"gapless/model/clock"

	"github.com/spf13/afero"
	"github.com/zeebo/xxh3"
)

const (
	readBytes     = 256 << 10
	smallestBlock = 4 << 10
)

// identity is what the names of one file have in common.
type identity struct{ volume, inode uint64 }

// outcome is what came of reading a file.
type outcome uint8

const (
	whole    outcome = iota
	doubtful         // the image may not hold what the path held
	gone             // it was removed since it was examined
)

// stored is a file that is in the image, as it was when it was read.
type stored struct {
	path              string
	modified, changed clock.Time[clock.Client]
	size              int64
	looked            clock.Time[clock.Client] // just before it was looked at
}

// store puts one file, directory or symlink into the image.
func (c *client) store(e *image.Entry, info fs.FileInfo, cand *selection.Candidate) error {
	switch e.Kind {
	case model.Dir:
		c.stream.Entry(e)
		return c.flushWhenLarge()
	case model.Symlink:
		return c.symlink(e, info, cand)
	}
	c.identify(e, info, cand)
	if e.Same != "" {
		c.stream.Entry(e)
		c.taken++
		c.apart(e, false)
		c.remember(e.Path, cand, info.Size())
		return c.flushWhenLarge()
	}
	f, err := c.open(e.Path)
	if err != nil {
		c.outcome = gone
		if !errors.Is(err, fs.ErrNotExist) {
			c.refuse(e.Path, err)
			c.apart(e, true)
		}
		return nil
	}
	defer f.Close()
	c.stream.Entry(e)
	sum := c.sums(cand)
	if err := c.blocks(f, info.Size(), sum); err != nil {
		var r *readError
		if !errors.As(err, &r) {
			return err
		}
		if c.order.Planted == defect.ReadErrorIsEnd {
			c.stream.End(image.Whole)
			return nil
		}
		c.stream.End(image.Failed)
		c.refuse(e.Path, r.err)
		c.apart(e, true)
		return nil
	}
	c.taken++
	c.apart(e, false)
	return c.settle(e, info, cand, sum)
}

// symlink puts a symlink into the image. One that is another by the second look may have
// the target of that one, with the times of the first.
func (c *client) symlink(e *image.Entry, info fs.FileInfo, cand *selection.Candidate) error {
	target, err := c.files.(afero.LinkReader).ReadlinkIfPossible(e.Path)
	if errors.Is(err, fs.ErrNotExist) {
		c.outcome = gone
		return nil
	}
	if err != nil {
		c.outcome = doubtful
		c.name(e.Path, err)
		return nil
	}
	e.Target = target
	c.stream.Entry(e)
	c.taken++
	if c.round.on {
		if after, err := c.look(e.Path, nil); err != nil || c.differs(cand, info.Size(), after) {
			c.changing(e.Path)
		}
	}
	return c.flushWhenLarge()
}

// apart names the other names of a file of which one could not be read, or changed while
// it was: they come back as files of their own. G1.
func (c *client) apart(e *image.Entry, failed bool) {
	if e.Inode == 0 || c.order.Method.Name != selection.Proven {
		return
	}
	id := identity{e.Volume, e.Inode}
	if !failed {
		if c.apartOf[id] {
			c.outcome = doubtful
			c.name(e.Path, errApart)
		}
		return
	}
	if c.apartOf == nil {
		c.apartOf = map[identity]bool{}
	}
	c.apartOf[id] = true
	for _, s := range c.namesOf[id] {
		s.Doubtful = true
		c.seen = append(c.seen, s)
		c.name(s.Path, errApart)
	}
}

var errApart = errors.New("another name of the file is not safely in the image")

// identify notes a file's identity when it has several names, and whether another of
// them is in the image already, just as it is now. What is known of it is then as old as
// its reading under that name.
func (c *client) identify(e *image.Entry, info fs.FileInfo, cand *selection.Candidate) {
	i, ok := info.(port.Identified)
	if !ok {
		return
	}
	volume, inode, links := i.Identity()
	if links < 2 {
		return
	}
	e.Volume, e.Inode = volume, inode
	first, ok := c.links[identity{volume, inode}]
	same := first.modified.Equal(e.Modified) && first.size == info.Size()
	if c.order.Method.Name == selection.Proven {
		same = same && first.changed.Equal(cand.Changed)
	}
	if ok && (same || c.order.Planted == defect.LinksUnchecked) {
		e.Same, c.looked = first.path, first.looked
	}
}

// link notes that a file with several names is in the image, whole.
func (c *client) link(e *image.Entry, cand *selection.Candidate, size int64) {
	if e.Inode == 0 {
		return
	}
	if c.links == nil {
		c.links = map[identity]stored{}
	}
	c.links[identity{e.Volume, e.Inode}] = stored{e.Path, e.Modified, cand.Changed, size, c.looked}
}

// readError is an error of the file, not of the job.
type readError struct{ err error }

func (r *readError) Error() string { return r.err.Error() }

// blocks reads a file to its end into the image, and into a sum unless that is nil.
func (c *client) blocks(f afero.File, size int64, sum *xxh3.Hasher) error {
	return eachBlock(f, size, func(b []byte) error {
		if sum != nil {
			_, _ = sum.Write(b) // a hash takes all
		}
		c.stream.Block(b)
		return c.flushWhenLarge()
	})
}

// eachBlock reads a file to its end.
func eachBlock(f afero.File, size int64, use func(b []byte) error) error {
	next := blockReader(f, size)
	for {
		b, err := next()
		if len(b) > 0 {
			if err := use(b); err != nil {
				return err
			}
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return &readError{err}
		}
	}
}

// blockReader reads a file in blocks that are never written to again.
func blockReader(f afero.File, size int64) func() ([]byte, error) {
	if r, ok := f.(port.BlockReader); ok {
		return func() ([]byte, error) { return r.NextBlock(readBytes) }
	}
	want := size + 1 // one more, so that the end is seen at once
	return func() ([]byte, error) {
		b := make([]byte, min(max(want, smallestBlock), readBytes))
		n, err := io.ReadFull(f, b)
		want -= int64(n)
		if errors.Is(err, io.ErrUnexpectedEOF) {
			err = io.EOF
		}
		return b[:n], err
	}
}

// settle looks at a file again after it was read: what changed meanwhile is named,
// and of what did not, the access time is put back (N17) and the bit remembered.
func (c *client) settle(e *image.Entry, before fs.FileInfo, cand *selection.Candidate, sum *xxh3.Hasher) error {
	after, err := c.look(e.Path, nil)
	if c.order.Planted == defect.SecondLookSkipped {
		after, err = before, nil
	}
	if err != nil || c.differs(cand, before.Size(), after) || !c.atOnce(e.Path, before.Size(), sum) {
		if c.order.Reading.Watch {
			c.stream.End(image.Changing)
			c.changing(e.Path)
			c.apart(e, true)
			return c.flushWhenLarge()
		}
	}
	c.stream.End(image.Whole)
	c.link(e, cand, before.Size())
	if c.order.Reading.ResetAccess && err == nil {
		c.resetAccess(e.Path, before, cand.Modified)
	}
	c.remember(e.Path, cand, before.Size())
	return c.flushWhenLarge()
}

// resetAccess puts both times back, as utime(2) does: there is no way to name one
// of them only. N17.
func (c *client) resetAccess(p string, before fs.FileInfo, modified clock.Time[clock.Client]) {
	set, ok := c.files.(port.TimeSetter)
	s, stamped := before.(port.Stamped)
	if ok && stamped {
		if err := set.SetTimes(p, s.Accessed(), modified); err != nil {
			c.Reports().Note(c.Host(), p+": access time not put back: "+err.Error())
		}
	}
}

// differs reports whether a second look at a file shows another one than the first did.
func (c *client) differs(cand *selection.Candidate, size int64, after fs.FileInfo) bool {
	modified, changed := stamps(c, after)
	if c.order.Method.Name == selection.Proven && (!changed.Equal(cand.Changed) || after.Mode().Perm() != cand.Mode || inode(after) != cand.Inode) {
		return true
	}
	return !modified.Equal(cand.Modified) || after.Size() != size
}

// changing names a file that changed while it was read, or may have.
func (c *client) changing(p string) {
	c.outcome = doubtful
	c.name(p, errors.New("changed while it was read"))
	c.decided(p, model.ByChanging)
}

// refuse names a file that could not be read.
func (c *client) refuse(p string, err error) {
	c.outcome = doubtful
	c.name(p, err)
	c.decided(p, model.ByReadError)
}

func (c *client) decided(p string, why model.Reason) {
	c.Reports().Decided(model.Decision{Job: c.order.Job, Activation: c.order.Try, Path: p, Reason: why})
}
