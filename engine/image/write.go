package image

import (
	"gapless/engine/frame"
	"gapless/engine/wire"
	"gapless/model"
)

// The kinds of frames in an image.
const (
	kindHead  = 'F'
	kindEntry = 'E'
	kindBlock = 'B'
	kindEnd   = 'S'
	kindTail  = 'Z'
)

// Stream turns files into the bytes of fragments. What it gives out is never
// written to again, so that it can be sent and stored without a copy.
type Stream struct {
	parts  [][]byte
	size   int
	frames uint64
	arena  []byte // the memory that headers are cut from
	open   int    // where in it the last part begins, when that is the last thing in it
	joins  bool
	chunk  int
}

const (
	firstChunk = 512
	firstParts = 16
	lastChunk  = 64 << 10
)

// Begin starts a fragment of a job's image.
func (s *Stream) Begin(job, fragment int) {
	s.frames = 0
	if s.parts == nil {
		s.parts = make([][]byte, 0, firstParts)
	}
	s.put(kindHead, func(b []byte) []byte { return wire.Uint(wire.Uint(b, uint64(job)), uint64(fragment)) })
}

// Entry starts a file.
func (s *Stream) Entry(e *Entry) {
	s.reserve(len(e.Path) + len(e.Target) + len(e.Same) + 64)
	s.put(kindEntry, func(b []byte) []byte { return appendEntry(b, e) })
}

// Block adds bytes of the file; b must not be written to again.
func (s *Stream) Block(b []byte) {
	s.reserve(frame.HeaderLen)
	at := len(s.arena)
	s.arena = frame.AppendHeader(s.arena, kindBlock, b)
	s.made(at)
	if len(b) > 0 {
		s.parts = append(s.parts, b)
		s.size += len(b)
		s.joins = false
	}
}

// End says how the file's reading ended.
func (s *Stream) End(e End) {
	s.put(kindEnd, func(b []byte) []byte { return append(b, byte(e)) })
}

// Finish ends the fragment.
func (s *Stream) Finish() {
	n := s.frames
	s.put(kindTail, func(b []byte) []byte { return wire.Uint(b, n) })
}

// Size is the number of bytes not yet taken.
func (s *Stream) Size() int { return s.size }

// Parts is the number of pieces not yet taken.
func (s *Stream) Parts() int { return len(s.parts) }

// Take gives the bytes made since the last Take, in order. Spare is a list that was
// taken before and is no longer needed: its memory, not the bytes in it, is used again.
func (s *Stream) Take(spare [][]byte) [][]byte {
	out := s.parts
	s.parts, s.size, s.joins = spare[:0], 0, false
	return out
}

// put adds a frame that is made in the arena.
func (s *Stream) put(kind byte, payload func([]byte) []byte) {
	s.reserve(64)
	b, start := frame.Begin(s.arena)
	b = payload(b)
	frame.End(b, start, kind)
	s.arena = b
	s.made(start)
}

// made takes up what was made in the arena from start on, for a frame. Frames that
// lie side by side there become one part.
func (s *Stream) made(start int) {
	s.frames++
	s.size += len(s.arena) - start
	if !s.joins {
		s.open, s.joins = start, true
		s.parts = append(s.parts, nil)
	}
	s.parts[len(s.parts)-1] = s.arena[s.open:len(s.arena):len(s.arena)]
}

// reserve makes room in the arena, so that what was given out stays where it is.
func (s *Stream) reserve(n int) {
	if cap(s.arena)-len(s.arena) >= n {
		return
	}
	s.joins = false
	s.chunk = min(max(2*s.chunk, firstChunk), lastChunk)
	s.arena = make([]byte, 0, max(s.chunk, n+frame.HeaderLen))
}

// HasBlocks reports whether an entry is followed by blocks and an end.
func (e *Entry) HasBlocks() bool { return e.Kind == model.File && e.Same == "" }
