package model

import (
	"bytes"
	"sort"
	"sync"
	"unsafe"
)

// Content is an immutable string of bytes. Generated content takes no memory of its
// own whatever its size, and two contents that share their blocks compare without
// looking at the bytes; so a run can hold, move and judge gigabytes.
// The zero Content is empty.
type Content struct {
	size   int64
	seed   uint64  // what generated it, when pieces is nil
	pieces []piece // otherwise the bytes
}

// piece is a run of bytes that ends at offset end.
type piece struct {
	end  int64
	data []byte
}

// BlockSize is the longest run of bytes that generated content hands out at once.
const BlockSize = 64 << 10

// pattern is what generated content is cut from: 1 MiB of fixed noise and one block
// more, so that a block can start anywhere in the first MiB.
var pattern = sync.OnceValue(func() []byte {
	b := make([]byte, 1<<20+BlockSize)
	x := uint64(0x9e3779b97f4a7c15)
	for i := 0; i+8 <= len(b); i += 8 {
		x = mix(x + 0x9e3779b97f4a7c15)
		for j := range 8 {
			b[i+j] = byte(x >> (8 * j))
		}
	}
	return b
})

// Generate is size bytes that depend on seed alone. Contents of different seeds
// differ, except that a few bytes can agree by chance.
func Generate(seed uint64, size int64) Content { return Content{size: size, seed: seed} }

// BytesContent is the content b, which must not be changed afterwards.
func BytesContent(b []byte) Content {
	if len(b) == 0 {
		return Content{}
	}
	return Content{size: int64(len(b)), pieces: []piece{{int64(len(b)), b}}}
}

// Size is the length in bytes.
func (c Content) Size() int64 { return c.size }

// Block is a run of the content that starts at off and is at most max bytes long:
// a view that must not be written to. It is empty at and after the end.
func (c Content) Block(off, max int64) []byte {
	if off >= c.size || max <= 0 {
		return nil
	}
	max = min(max, c.size-off)
	if c.pieces == nil {
		n := off / BlockSize
		in := off - n*BlockSize
		start := int64(mix(c.seed+uint64(n)*0x9e3779b97f4a7c15) >> 44) // below 1 MiB
		return pattern()[start+in : start+in+min(max, BlockSize-in)]
	}
	i := sort.Search(len(c.pieces), func(i int) bool { return c.pieces[i].end > off })
	p := c.pieces[i]
	in := off - (p.end - int64(len(p.data)))
	return p.data[in : in+min(max, p.end-off)]
}

// Append is c followed by b, which must not be changed afterwards. It may share
// memory with c; of two contents appended to one, only the last may be kept.
func (c Content) Append(b []byte) Content {
	if len(b) == 0 {
		return c
	}
	c = c.cut()
	c.size += int64(len(b))
	if n := len(c.pieces); n == cap(c.pieces) && n > 0 && n < manyPieces {
		c.pieces = append(make([]piece, 0, manyPieces), c.pieces...)
	}
	c.pieces = append(c.pieces, piece{c.size, b})
	return c
}

// manyPieces is for how many pieces room is made at once: most contents have one, and
// those that have more have many.
const manyPieces = 16

// Slice is the bytes from off up to end.
func (c Content) Slice(off, end int64) Content {
	if off == 0 && end == c.size {
		return c
	}
	if off == 0 && c.pieces == nil && end > 0 {
		return Content{size: end, seed: c.seed}
	}
	var out Content
	for off < end {
		b := c.Block(off, end-off)
		out = out.Append(b)
		off += int64(len(b))
	}
	return out
}

// Join is c followed by o.
func (c Content) Join(o Content) Content {
	if c.size == 0 {
		return o
	}
	c = c.cut()
	c.pieces = c.pieces[:len(c.pieces):len(c.pieces)]
	for off := int64(0); off < o.size; {
		b := o.Block(off, o.size-off)
		c = c.Append(b)
		off += int64(len(b))
	}
	return c
}

// cut is c in pieces.
func (c Content) cut() Content {
	if c.pieces != nil || c.size == 0 {
		return c
	}
	out := Content{size: c.size, pieces: make([]piece, 0, c.size/BlockSize+2)}
	for off := int64(0); off < c.size; {
		b := c.Block(off, c.size-off)
		off += int64(len(b))
		out.pieces = append(out.pieces, piece{off, b})
	}
	return out
}

// Equal reports whether the bytes are the same.
func (c Content) Equal(o Content) bool {
	if c.size != o.size {
		return false
	}
	if c.pieces == nil && o.pieces == nil && c.seed == o.seed {
		return true
	}
	for off := int64(0); off < c.size; {
		a := c.Block(off, c.size-off)
		b := o.Block(off, int64(len(a)))
		a = a[:len(b)]
		if unsafe.SliceData(a) != unsafe.SliceData(b) && !bytes.Equal(a, b) {
			return false
		}
		off += int64(len(b))
	}
	return true
}

// Bytes is a copy of the bytes.
func (c Content) Bytes() []byte {
	out := make([]byte, 0, c.size)
	for off := int64(0); off < c.size; {
		b := c.Block(off, c.size-off)
		out = append(out, b...)
		off += int64(len(b))
	}
	return out
}

// mix is the finisher of splitmix64: a bijection that spreads its input's bits.
func mix(x uint64) uint64 {
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}
