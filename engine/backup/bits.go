package backup

import (
	"gapless/engine/defect"
	"gapless/engine/message"
	"gapless/engine/port"
	"gapless/engine/selection"
	"gapless/model/clock"
)

// bit is an archive bit to be cleared, with the file as it was when it was read.
type bit struct {
	path              string
	modified, changed clock.Time[clock.Client]
	size              int64
}

// remember notes that a file that was read has its bit set.
func (c *client) remember(p string, cand *selection.Candidate, size int64) {
	if c.order.ClearBits && cand.Bit {
		if set, ok := c.files.(port.ArchiveSetter); ok && c.order.Planted == defect.BitsAtOnce {
			_ = set.SetArchive(p, false)
			return
		}
		c.bits = append(c.bits, bit{p, cand.Modified, cand.Changed, size})
	}
}

// clearBits waits, with a limit, until the image is in the catalogue, and then
// clears the bits of the files that this process read. Without an acknowledgement of
// success they stay set, and the files are taken again. N16.
func (c *client) clearBits() {
	if !c.acknowledged() && !c.order.Reading.Unasked {
		return
	}
	set, ok := c.files.(port.ArchiveSetter)
	if !ok {
		return
	}
	for _, b := range c.bits {
		if c.order.Reading.Recheck && c.setAgain(b) {
			continue
		}
		if err := set.SetArchive(b.path, false); err != nil {
			c.Reports().Note(c.Host(), b.path+": archive bit stays: "+err.Error())
		}
	}
}

// acknowledged waits for the server's word. The wait is bounded also where there is
// nothing to clear, since the process ends with it.
func (c *client) acknowledged() bool {
	until := c.Uptime().Plus(c.order.BitsWait)
	for {
		from, m, err := c.Receive(until.Plus(c.Uptime().Neg()))
		switch {
		case from == c.order.Writer && err != nil:
			continue // the writer is done, too
		case err != nil:
			return false
		}
		if ack, ok := m.(message.Acknowledge); ok && from == c.Starter() {
			return ack.Status <= 1
		}
	}
}

// setAgain reports whether the file is no longer the one that was read.
func (c *client) setAgain(b bit) bool {
	info, err := c.look(b.path, nil)
	if err != nil {
		return true
	}
	modified, changed := stamps(c, info)
	return !modified.Equal(b.modified) || !changed.Equal(b.changed) || info.Size() != b.size
}
