package backup

import (
	"io/fs"
	"time"

	"gapless/engine/port"
	"gapless/model/clock"

	"github.com/spf13/afero"
)

// accessedSince is from when on an access puts a file into a working set: so long before
// the client process starts or, where a date was sent, from that on. D19.
func (c *client) accessedSince(start clock.Time[clock.Client]) clock.Time[clock.Client] {
	m := c.order.Method
	cutoff := start.Add(m.Delta.Neg())
	if !m.Date.IsZero() {
		cutoff = m.Date
	}
	if m.Dates {
		cutoff = c.midnight(cutoff)
	}
	return cutoff
}

// midnight is the beginning of a day, by the client's local time. A day has 25 hours at
// most.
func (c *client) midnight(t clock.Time[clock.Client]) clock.Time[clock.Client] {
	begun := c.Next(t.Add(clock.Of(-25*time.Hour-1)), -1, 0, 0)
	if next := c.Next(begun, -1, 0, 0); !next.After(t) {
		return next
	}
	return begun
}

// open opens a file for reading; quietly, where that is wanted and possible. D20.
func (c *client) open(p string) (afero.File, error) {
	if c.order.Reading.Quiet {
		if q, ok := c.files.(port.QuietOpener); ok {
			return q.OpenQuietly(p)
		}
	}
	return c.files.Open(p)
}

func accessed(info fs.FileInfo) clock.Time[clock.Client] {
	if s, ok := info.(port.Stamped); ok {
		return s.Accessed()
	}
	return clock.Time[clock.Client]{}
}
