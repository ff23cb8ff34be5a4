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
	path     string
	modified clock.Time[clock.Client]
	size     int64
}

// store puts one file, directory or symlink into the image.
func (c *client) store(e *image.Entry, info fs.FileInfo, cand *selection.Candidate) error {
	switch e.Kind {
	case model.Dir:
		c.stream.Entry(e)
		return c.flushWhenLarge()
	case model.Symlink:
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
		return c.flushWhenLarge()
	}
	c.identify(e, info)
	if e.Same != "" {
		c.stream.Entry(e)
		c.taken++
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
	if err := c.blocks(f, info.Size()); err != nil {
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
	return c.settle(e, info, cand)
}

// apart names the other names of a file of which one could not be read: they come back as
// files of their own. G1.
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

var errApart = errors.New("another name of the file could not be read")

// identify notes a file's identity when it has several names, and whether another of
// them is in the image already, just as it is now.
func (c *client) identify(e *image.Entry, info fs.FileInfo) {
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
	if ok && (c.order.Planted == defect.LinksUnchecked || first.modified.Equal(e.Modified) && first.size == info.Size()) {
		e.Same = first.path
	}
}

// link notes that a file with several names is in the image, whole.
func (c *client) link(e *image.Entry, size int64) {
	if e.Inode == 0 {
		return
	}
	if c.links == nil {
		c.links = map[identity]stored{}
	}
	c.links[identity{e.Volume, e.Inode}] = stored{e.Path, e.Modified, size}
}

// readError is an error of the file, not of the job.
type readError struct{ err error }

func (r *readError) Error() string { return r.err.Error() }

// blocks reads a file to its end.
func (c *client) blocks(f afero.File, size int64) error {
	next := blockReader(f, size)
	for {
		b, err := next()
		if len(b) > 0 {
			c.stream.Block(b)
			if err := c.flushWhenLarge(); err != nil {
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
func (c *client) settle(e *image.Entry, before fs.FileInfo, cand *selection.Candidate) error {
	after, err := c.look(e.Path, nil)
	if c.order.Planted == defect.SecondLookSkipped {
		after, err = before, nil
	}
	if err != nil || c.differs(cand, before.Size(), after) {
		if c.order.Reading.Watch {
			c.outcome = doubtful
			c.stream.End(image.Changing)
			c.name(e.Path, errors.New("changed while it was read"))
			c.decided(e.Path, model.ByChanging)
			return c.flushWhenLarge()
		}
	}
	c.stream.End(image.Whole)
	c.link(e, before.Size())
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

func (c *client) differs(cand *selection.Candidate, size int64, after fs.FileInfo) bool {
	modified, changed := stamps(c, after)
	if c.order.Method.Name == selection.Proven && !changed.Equal(cand.Changed) {
		return true
	}
	return !modified.Equal(cand.Modified) || after.Size() != size
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
