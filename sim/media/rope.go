package media

import "sort"

// rope is a string of bytes in slices.
type rope struct {
	chunks []chunk
	blocks [][]byte // memory for copies, of blockSize each
	used   int      // how many blocks are in use
	fill   int      // how many bytes of the last of them
	open   bool     // whether the last chunk ends where the last block is filled to
}

// chunk is a slice of a rope that ends at offset end.
type chunk struct {
	end  int64
	data []byte
}

// blockSize is the unit in which a rope takes memory for copies.
const blockSize = 64 << 10

func (r *rope) end() int64 {
	if len(r.chunks) == 0 {
		return 0
	}
	return r.chunks[len(r.chunks)-1].end
}

// keep appends p itself, which is never written to again.
func (r *rope) keep(p []byte) {
	if len(p) > 0 {
		r.chunks = append(r.chunks, chunk{r.end() + int64(len(p)), p[:len(p):len(p)]})
		r.open = false
	}
}

// copy appends the bytes of p. What is copied in a row lies in one slice as far as
// a block reaches.
func (r *rope) copy(p []byte) {
	for len(p) > 0 {
		if r.used == 0 || r.fill == blockSize {
			r.take()
		}
		block := r.blocks[r.used-1]
		n := copy(block[r.fill:], p)
		if r.open {
			last := &r.chunks[len(r.chunks)-1]
			last.data = last.data[:len(last.data)+n]
			last.end += int64(n)
		} else {
			r.chunks = append(r.chunks, chunk{r.end() + int64(n), block[r.fill : r.fill+n]})
			r.open = true
		}
		r.fill += n
		p = p[n:]
	}
}

// take begins another block.
func (r *rope) take() {
	if r.used == len(r.blocks) {
		r.blocks = append(r.blocks, make([]byte, blockSize))
	}
	r.used++
	r.fill, r.open = 0, false
}

// truncate cuts the rope off at an offset.
func (r *rope) truncate(end int64) {
	n := r.find(end)
	if n < len(r.chunks) {
		c := &r.chunks[n]
		if left := end - (c.end - int64(len(c.data))); left > 0 {
			c.data, c.end = c.data[:left:left], end
			n++
		}
	}
	clear(r.chunks[n:])
	r.chunks, r.open = r.chunks[:n], false
}

// reset empties the rope; with its memory for copies, unless that was given away.
func (r *rope) reset() {
	clear(r.chunks)
	r.chunks, r.used, r.fill, r.open = r.chunks[:0], 0, 0, false
}

// find is the chunk that holds the byte at off.
func (r *rope) find(off int64) int {
	return sort.Search(len(r.chunks), func(i int) bool { return r.chunks[i].end > off })
}

// clone is a rope of the same bytes. The two share them: r gives up its claim to
// the memory, so that neither ever writes to it again.
func (r *rope) clone() rope {
	r.blocks, r.used, r.fill, r.open = nil, 0, 0, false
	return rope{chunks: append([]chunk(nil), r.chunks...)}
}

// flip inverts the bytes from off up to end, in a copy of the slices they lie in.
func (r *rope) flip(off, end int64) {
	for i := r.find(off); off < end && i < len(r.chunks); i++ {
		c := &r.chunks[i]
		start := c.end - int64(len(c.data))
		c.data = append([]byte(nil), c.data...)
		stop := min(end, c.end)
		for j := off - start; j < stop-start; j++ {
			c.data[j] = ^c.data[j]
		}
		off = stop
	}
	r.open = false
}

// cursor reads a rope. It remembers where it was, so that reading on needs no search.
type cursor struct {
	at int // chunk
}

// read is a view of at most max bytes from off on, as far as one slice of the rope
// goes; nil at or behind the end.
func (c *cursor) read(r *rope, off int64, max int) []byte {
	if off >= r.end() || off < 0 || max <= 0 {
		return nil
	}
	c.seek(r, off)
	k := r.chunks[c.at]
	from := len(k.data) - int(k.end-off)
	to := min(len(k.data), from+max)
	return k.data[from:to:to]
}

// seek finds the chunk of off: the one last read, one of the next, or by search.
func (c *cursor) seek(r *rope, off int64) {
	for i := c.at; i < min(c.at+3, len(r.chunks)); i++ {
		if k := r.chunks[i]; off < k.end {
			if off >= k.end-int64(len(k.data)) {
				c.at = i
				return
			}
			break
		}
	}
	c.at = r.find(off)
}
