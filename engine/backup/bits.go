package backup

import (
	"io/fs"

	"gapless/engine/defect"
	"gapless/engine/message"
	"gapless/engine/port"
	"gapless/engine/selection"
	"gapless/model/clock"

	"github.com/spf13/afero"
)

// remember notes a file that was read: its bit is to be cleared, or it is to be deleted.
func (c *client) remember(p string, cand *selection.Candidate, size int64) {
	k := kept{path: p, root: c.at, inode: cand.Inode, modified: cand.Modified, changed: cand.Changed, size: size}
	if c.order.ClearBits && cand.Bit {
		if c.order.Reading.ClearEach || c.order.Planted == defect.BitsAtOnce {
			c.clear(k)
		} else {
			c.bits = append(c.bits, k)
		}
	}
	if c.order.Delete {
		k.open = c.round.open(c, cand)
		c.taking = append(c.taking, k)
	}
}

// finish waits, with a limit, until the image is in the catalogue, and then clears the
// bits of the files that this process read, and deletes the files if it is told to.
// Without an acknowledgement of success bits stay set, and the files are taken again.
// N16, D5, C13.
func (c *client) finish() {
	ack, ok := c.acknowledged()
	if ok = ok && ack.Status <= 1; ok || c.order.Reading.Unasked {
		for _, k := range c.bits {
			c.clear(k)
		}
	}
	if !ok || !ack.Delete {
		return
	}
	for _, k := range c.taking {
		c.delete(k)
	}
}

// clear clears a bit, on the live volume also when a snapshot was read. X15. A file may
// change between the look at it and the clearing, so that is looked at once more, and the
// bit set again. Clearing moves the change time, which then says nothing.
func (c *client) clear(k kept) {
	set, ok := c.live.(port.ArchiveSetter)
	if !ok || c.order.Reading.Recheck && c.changed(k) {
		return
	}
	err := set.SetArchive(k.path, false)
	if err == nil && c.order.Reading.Recheck {
		if info, gone := lstat(c.live, k.path); gone == nil {
			if modified, _ := stamps(c, info); !modified.Equal(k.modified) || info.Size() != k.size {
				err = set.SetArchive(k.path, true)
			}
		}
	}
	if err != nil {
		c.Reports().Note(c.Host(), k.path+": archive bit stays: "+err.Error())
	}
}

// delete deletes a file that is still the one that was read. P7.
func (c *client) delete(k kept) {
	if !c.order.Unlooked && (c.changed(k) || !c.still(k)) {
		return
	}
	c.Reports().Deleting(c.order.Job, k.path)
	if err := c.live.Remove(k.path); err != nil {
		c.Reports().Note(c.Host(), k.path+": not deleted: "+err.Error())
		return
	}
	c.Reports().Deleted(c.order.Job, k.path)
}

// acknowledged waits for the server's word. The wait is bounded also where there is
// nothing to do, since the process ends with it: what was said last may be lost on the way,
// and the server then hears of that end. It is not once the image is in the catalogue.
func (c *client) acknowledged() (message.Acknowledge, bool) {
	until := c.Uptime().Plus(c.order.BitsWait)
	for {
		from, m, err := c.Receive(until.Plus(c.Uptime().Neg()))
		switch {
		case from == c.order.Writer && err != nil:
			continue // the writer is done, too
		case err != nil:
			return message.Acknowledge{}, false
		}
		if from != c.Starter() {
			continue
		}
		switch m := m.(type) {
		case message.Acknowledge:
			return m, true
		case message.Catalogued:
			until = clock.Forever
		}
	}
}

// changed reports whether a file on the live volume is no longer the one that was read.
func (c *client) changed(k kept) bool {
	info, err := lstat(c.live, k.path)
	if err != nil {
		return true
	}
	modified, changed := stamps(c, info)
	return !modified.Equal(k.modified) || !changed.Equal(k.changed) || info.Size() != k.size
}

func lstat(files afero.Fs, p string) (fs.FileInfo, error) {
	if l, ok := files.(afero.Lstater); ok {
		info, _, err := l.LstatIfPossible(p)
		return info, err
	}
	return files.Stat(p)
}
