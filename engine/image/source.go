package image

import (
	"fmt"
	"io"

	"gapless/engine/catalog"
	"gapless/engine/port"
)

// Mount gives access to a medium by name.
type Mount func(medium string) (port.Medium, error)

// source reads the extents of a fragment as one stream of bytes.
type source struct {
	mount   Mount
	extents []catalog.Extent // those not yet passed; the first may be in part
	passed  int64            // bytes of the first
	medium  port.Medium      // of the first; nil before it is mounted
	view    []byte           // what the medium gave from there on
	bad     error            // why nothing can be read: an extent that no medium has
}

// newSource reads extents, unless one of them is impossible.
func newSource(extents []catalog.Extent, mount Mount) source {
	for _, e := range extents {
		if e.Off < 0 || e.Len < 0 {
			return source{bad: fmt.Errorf("%w: %d bytes at %d of %s", ErrDamaged, e.Len, e.Off, e.Medium)}
		}
	}
	return source{mount: mount, extents: extents}
}

func (s *source) left() (n int64) {
	for _, e := range s.extents {
		n += e.Len
	}
	return n - s.passed
}

// look makes the view hold something of the first extent.
func (s *source) look() error {
	if len(s.view) > 0 {
		return nil
	}
	e := &s.extents[0]
	if s.medium == nil {
		m, err := s.mount(e.Medium)
		if err != nil {
			return err
		}
		s.medium = m
	}
	var err error
	s.view, err = s.medium.Read(e.Off+s.passed, int(min(e.Len-s.passed, readBytes)))
	return err
}

// readBytes is how much is asked of a medium at once.
const readBytes = 1 << 20

// Skip passes over n bytes, or all that are left when they are fewer.
func (s *source) Skip(n int64) {
	for n > 0 && len(s.extents) > 0 {
		m := min(n, s.extents[0].Len-s.passed)
		s.passed += m
		n -= m
		s.view = s.view[min(m, int64(len(s.view))):]
		s.forward()
	}
}

// forward leaves extents behind that have been passed.
func (s *source) forward() {
	for len(s.extents) > 0 && s.passed == s.extents[0].Len {
		s.extents, s.passed, s.medium, s.view = s.extents[1:], 0, nil, nil
	}
}

// Next implements frame.Source. Bytes that lie together on a medium are not copied.
func (s *source) Next(n int) ([]byte, error) {
	if s.bad != nil {
		return nil, s.bad
	}
	var whole []byte
	for {
		s.forward()
		if len(s.extents) == 0 && len(whole) == 0 {
			return nil, io.EOF
		}
		if len(s.extents) == 0 {
			return nil, io.ErrUnexpectedEOF
		}
		if err := s.look(); err != nil {
			return nil, err
		}
		b := s.view[:min(n-len(whole), len(s.view))]
		s.Skip(int64(len(b)))
		if len(b) == n {
			return b, nil
		}
		if whole == nil {
			whole = make([]byte, 0, n)
		}
		if whole = append(whole, b...); len(whole) == n {
			return whole, nil
		}
	}
}
