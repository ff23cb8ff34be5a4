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
	extents []catalog.Extent // those not yet read; the first may be in part
	medium  port.Medium      // of the first extent; nil before it is mounted
}

func (s *source) left() (n int64) {
	for _, e := range s.extents {
		n += e.Len
	}
	return n
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
	return s.medium.Read(e.Off, int(min(int64(max), e.Len)))
}

// Skip passes over n bytes, or all that are left when they are fewer.
func (s *source) Skip(n int64) {
	for n > 0 && len(s.extents) > 0 {
		e := &s.extents[0]
		m := min(n, e.Len)
		e.Off, e.Len = e.Off+m, e.Len-m
		n -= m
		if e.Len == 0 {
			s.extents, s.medium = s.extents[1:], nil
		}
	}
}

// Next implements frame.Source. Bytes that lie together on a medium are not copied.
func (s *source) Next(n int) ([]byte, error) {
	for len(s.extents) > 0 && s.extents[0].Len == 0 {
		s.extents, s.medium = s.extents[1:], nil
	}
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
