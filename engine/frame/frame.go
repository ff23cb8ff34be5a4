// Package frame cuts a stream of bytes into records that know when they are whole.
//
// A frame is a header of 17 bytes (kind, length and checksum of the payload, checksum
// of the header so far) and its payload. Catalogue and images are made of frames. Since
// a header vouches for its length, a reader can tell a torn tail, which a crash leaves
// and which is simply the end, from damage in the middle. The checksum is XXH3, of 64
// bits for the payload: it is twice as fast as CRC-32C, and every byte that is backed
// up and restored passes it.
package frame

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"github.com/zeebo/xxh3"
)

// HeaderLen is the length in bytes of a frame's header.
const HeaderLen = 17

// MaxPayload is the longest payload in bytes; a longer length is damage.
const MaxPayload = 1 << 24

var (
	// ErrTorn means that the stream ends inside a frame.
	ErrTorn = errors.New("stream ends in the middle of a frame")
	// ErrDamaged means that a frame's bytes are not those that were written.
	ErrDamaged = errors.New("checksum of a frame does not match")
)

func headSum(b []byte) uint32 { return uint32(xxh3.Hash(b)) }

// AppendHeader appends the header of a frame whose payload follows by itself, so
// that large payloads are not copied.
func AppendHeader(b []byte, kind byte, payload []byte) []byte {
	start := len(b)
	b = append(b, kind)
	b = binary.LittleEndian.AppendUint32(b, uint32(len(payload)))
	b = binary.LittleEndian.AppendUint64(b, xxh3.Hash(payload))
	return binary.LittleEndian.AppendUint32(b, headSum(b[start:]))
}

// Append appends a whole frame.
func Append(b []byte, kind byte, payload []byte) []byte {
	return append(AppendHeader(b, kind, payload), payload...)
}

// Begin reserves the header of a frame whose payload the caller appends; End
// completes it.
func Begin(b []byte) (out []byte, start int) {
	return append(b, make([]byte, HeaderLen)...), len(b)
}

// End writes the header of the frame that began at start and ends with b.
func End(b []byte, start int, kind byte) {
	AppendHeader(b[start:start], kind, b[start+HeaderLen:])
}

// Source gives a stream's bytes in order; what it gives is never written to again.
// It returns io.EOF when nothing is left and io.ErrUnexpectedEOF when fewer than n
// bytes are.
type Source interface {
	Next(n int) ([]byte, error)
}

// Reader reads frames from a source.
type Reader struct {
	src  Source
	sum  uint64
	left int // payload bytes of the frame
}

// NewReader reads frames from src.
func NewReader(src Source) Reader { return Reader{src: src} }

// Header reads the next frame's header. The payload must be taken, or skipped by
// the source's owner, before the next call. The error is io.EOF at the end, ErrTorn
// when the stream ends inside the header, ErrDamaged for an impossible length.
func (r *Reader) Header() (kind byte, length int, err error) {
	h, err := r.src.Next(HeaderLen)
	if err != nil {
		if errors.Is(err, io.ErrUnexpectedEOF) {
			err = ErrTorn
		}
		return 0, 0, err
	}
	if headSum(h[:13]) != binary.LittleEndian.Uint32(h[13:]) {
		return 0, 0, ErrDamaged
	}
	n := binary.LittleEndian.Uint32(h[1:])
	if n > MaxPayload {
		return 0, 0, fmt.Errorf("%w: length %d", ErrDamaged, n)
	}
	r.left, r.sum = int(n), binary.LittleEndian.Uint64(h[5:])
	return h[0], r.left, nil
}

// Payload takes the payload of the frame whose header was read and checks it.
func (r *Reader) Payload() ([]byte, error) {
	if r.left == 0 {
		return nil, r.check(nil)
	}
	b, err := r.src.Next(r.left)
	if err != nil {
		if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
			err = ErrTorn
		}
		return nil, err
	}
	return b, r.check(b)
}

func (r *Reader) check(b []byte) error {
	if xxh3.Hash(b) != r.sum {
		return ErrDamaged
	}
	return nil
}

// Bytes is a source over a slice.
type Bytes struct {
	b   []byte
	off int
}

// NewBytes reads b.
func NewBytes(b []byte) *Bytes { return &Bytes{b: b} }

// Offset is the number of bytes given so far.
func (s *Bytes) Offset() int { return s.off }

// Next gives the next n bytes.
func (s *Bytes) Next(n int) ([]byte, error) {
	switch left := len(s.b) - s.off; {
	case left == 0 && n > 0:
		return nil, io.EOF
	case left < n:
		return nil, io.ErrUnexpectedEOF
	}
	s.off += n
	return s.b[s.off-n : s.off], nil
}
