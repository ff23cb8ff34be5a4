package journal

import (
	"sort"

	"gapless/model"
)

// Page is what a record does not straddle, in bytes.
const Page = 4096

// Size is how many bytes the record of a file of that name takes.
func Size(name string) int64 {
	units := len(name)
	for i := 0; i < len(name); i++ {
		switch c := name[i]; {
		case c >= 0xe0: // three bytes are one unit, four are two
			units -= 2
		case c >= 0xc0:
			units--
		}
	}
	return (60 + 2*int64(units) + 7) &^ 7
}

// perChunk is how many records are allocated at once.
const perChunk = 64

// log is the records that are left, oldest first. Records never move.
type log struct {
	chunks [][]model.JournalRecord
	lent   bool // chunks may belong to another log, too
	tail   bool // so may the room behind the last record
}

// add is room for one more record.
func (l *log) add() *model.JournalRecord {
	last := len(l.chunks) - 1
	switch {
	case last < 0 || len(l.chunks[last]) == perChunk:
		l.chunks = append(l.chunks, make([]model.JournalRecord, 0, perChunk))
		last++
	case l.tail:
		l.chunks[last] = append(make([]model.JournalRecord, 0, perChunk), l.chunks[last]...)
	}
	l.tail = false
	c := &l.chunks[last]
	*c = (*c)[:len(*c)+1]
	return &(*c)[len(*c)-1]
}

// trim gives up the records before a position, as far as they fill chunks.
func (l *log) trim(first int64) {
	n := 0
	for n < len(l.chunks) && l.chunks[n][len(l.chunks[n])-1].Position < first {
		n++
	}
	l.chunks = l.chunks[n:]
}

// each gives the records from a position on, until the end or until use returns
// false. Records that use adds are not among them.
func (l *log) each(from int64, use func(r *model.JournalRecord) bool) {
	chunks := l.chunks
	if len(chunks) == 0 || len(chunks[0]) == 0 {
		return
	}
	k := sort.Search(len(chunks), func(k int) bool { return chunks[k][len(chunks[k])-1].Position >= from })
	if k == len(chunks) {
		return
	}
	c := chunks[k]
	i := sort.Search(len(c), func(i int) bool { return c[i].Position >= from })
	end := len(chunks[len(chunks)-1]) // chunks grow in place
	for ; k < len(chunks); k++ {
		c := chunks[k]
		if k == len(chunks)-1 {
			c = c[:end]
		}
		for ; i < len(c); i++ {
			if !use(&c[i]) {
				return
			}
		}
		i = 0
	}
}

// clone is the same records, to be added to apart.
func (l *log) clone() log {
	l.lent, l.tail = true, true
	return log{chunks: append([][]model.JournalRecord(nil), l.chunks...), lent: true, tail: true}
}

// reset gives up all records, and keeps the memory of the first ones.
func (l *log) reset() {
	if l.lent || len(l.chunks) == 0 {
		*l = log{}
		return
	}
	l.chunks = l.chunks[:1]
	l.chunks[0] = l.chunks[0][:0]
}
