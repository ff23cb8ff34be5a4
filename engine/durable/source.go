package durable

import (
	"errors"
	"io"

	"gapless/engine/port"

	"github.com/spf13/afero"
)

// source reads the log's file from its beginning. Where the file hands out its own
// blocks they are not copied.
type source struct {
	file  afero.File
	size  int64 // as it was when reading began
	off   int64 // bytes given
	block []byte
}

// Next implements frame.Source.
func (l *source) Next(n int) ([]byte, error) {
	switch left := l.size - l.off; {
	case left <= 0:
		return nil, io.EOF
	case left < int64(n):
		return nil, io.ErrUnexpectedEOF
	}
	if err := l.fill(n); err != nil {
		return nil, err
	}
	b := l.block[:n:n]
	l.block = l.block[n:]
	l.off += int64(n)
	return b, nil
}

// fill makes the block hold at least n bytes.
func (l *source) fill(n int) error {
	if len(l.block) >= n {
		return nil
	}
	whole := l.block
	for len(whole) < n {
		b, err := l.read()
		if err != nil && !errors.Is(err, io.EOF) {
			return err
		}
		if len(b) == 0 {
			return io.ErrUnexpectedEOF // it has become shorter
		}
		if len(whole) == 0 {
			whole = b
		} else {
			whole = append(whole[:len(whole):len(whole)], b...)
		}
	}
	l.block = whole
	return nil
}

// read gives what comes next in the file: a block of its own, or all that is left.
func (l *source) read() ([]byte, error) {
	if r, ok := l.file.(port.BlockReader); ok {
		return r.NextBlock(int(l.size))
	}
	b := make([]byte, l.size-l.off-int64(len(l.block)))
	n, err := io.ReadFull(l.file, b)
	if errors.Is(err, io.ErrUnexpectedEOF) {
		err = io.EOF
	}
	return b[:n], err
}

// zeros reports whether there is nothing but zeros from an offset on. It ends the
// reading.
func (l *source) zeros(from int64) bool {
	b := make([]byte, 4096)
	for off := from; off < l.size; {
		n, err := l.file.ReadAt(b[:min(int64(len(b)), l.size-off)], off)
		if n == 0 && err != nil {
			return false
		}
		for _, x := range b[:n] {
			if x != 0 {
				return false
			}
		}
		off += int64(n)
	}
	return true
}
