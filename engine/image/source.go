package image

import (
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
}

func (s *source) left() (n int64) {
	for _, e := range s.extents {
		n += e.Len
	}
	return n - s.passed
}

// view gives at most max bytes of the first extent without moving on.
func (s *source) view(max int) ([]byte, error) {
	e := &s.extents[0]
	if s.medium == nil {
		m, err := s.mount(e.Medium)
		if err != nil {
			return nil, err
		}
		s.medium = m
	}
	return s.medium.Read(e.Off+s.passed, int(min(int64(max), e.Len-s.passed)))
}

// Skip passes over n bytes, or all that are left when they are fewer.
func (s *source) Skip(n int64) {
	for n > 0 && len(s.extents) > 0 {
		m := min(n, s.extents[0].Len-s.passed)
		s.passed += m
		n -= m
		s.forward()
	}
}

// forward leaves extents behind that have been passed.
func (s *source) forward() {
	for len(s.extents) > 0 && s.passed == s.extents[0].Len {
		s.extents, s.passed, s.medium = s.extents[1:], 0, nil
	}
}

// Next implements frame.Source. Bytes that lie together on a medium are not copied.
func (s *source) Next(n int) ([]byte, error) {
	s.forward()
	if len(s.extents) == 0 {
		return nil, io.EOF
	}
	b, err := s.view(n)
	if err != nil {
		return nil, err
	}
	if len(b) == n {
		s.Skip(int64(n))
		return b, nil
	}
	whole := append(make([]byte, 0, n), b...)
	for s.Skip(int64(len(b))); len(whole) < n; s.Skip(int64(len(b))) {
		if len(s.extents) == 0 {
			return nil, io.ErrUnexpectedEOF
		}
		if b, err = s.view(n - len(whole)); err != nil {
			return nil, err
		}
		whole = append(whole, b...)
	}
	return whole, nil
}
