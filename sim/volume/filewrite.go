package volume

import (
	"errors"
	"os"

	"gapless/model"
	"gapless/sim/op"
)

// Write writes at the position, or with O_APPEND at the end, and moves it.
func (h *File) Write(p []byte) (int, error) { return h.WriteBlock(h.fs.v.keep(p)) }

// WriteString is Write of a string's bytes.
func (h *File) WriteString(s string) (int, error) { return h.WriteBlock([]byte(s)) }

// WriteBlock is Write of bytes that are never written to again, which it keeps.
func (h *File) WriteBlock(b []byte) (int, error) {
	err := h.prepare(op.Write, int64(len(b)))
	if err == nil {
		if h.flag&os.O_APPEND != 0 {
			h.off = h.fs.v.node(h.ino).content.Size()
		}
		err = h.fs.v.Write(h.fs.by(), h.ino, h.off, b)
	}
	if err != nil {
		return 0, failed("write", h.name, err)
	}
	h.off += int64(len(b))
	return len(b), nil
}

// WriteAt writes at an offset and leaves the position alone.
func (h *File) WriteAt(p []byte, off int64) (int, error) {
	switch {
	case h.flag&os.O_APPEND != 0:
		return 0, errors.New("os: invalid use of WriteAt on file opened with O_APPEND")
	case off < 0:
		return 0, failed("writeat", h.name, errors.New("negative offset"))
	}
	err := h.prepare(op.Write, int64(len(p)))
	if err == nil {
		err = h.fs.v.Write(h.fs.by(), h.ino, off, h.fs.v.keep(p))
	}
	if err != nil {
		return 0, failed("write", h.name, err)
	}
	return len(p), nil
}

// Truncate changes the file's length and leaves the position alone.
func (h *File) Truncate(size int64) error {
	err := h.prepare(op.Truncate, 0)
	if err == nil {
		err = h.fs.v.Truncate(h.fs.by(), h.ino, size)
	}
	if err != nil {
		return failed("truncate", h.name, err)
	}
	return nil
}

// prepare lets a write of n bytes happen.
func (h *File) prepare(kind op.Kind, n int64) error {
	err := h.usable(true)
	if err == nil {
		err = h.fs.enter(kind, h.name, n)
	}
	if err == nil && h.fs.v.faulty() {
		err = h.fs.v.failWrite(h.rel)
	}
	return err
}

// Sync makes the file's bytes, length, times and permissions durable, or of a
// directory its names.
func (h *File) Sync() error {
	if h.dead() {
		return failed("sync", h.name, os.ErrClosed)
	}
	if err := h.fs.enter(op.Sync, h.name, 0); err != nil {
		return failed("sync", h.name, err)
	}
	v := h.fs.v
	if v.node(h.ino).kind == model.Dir {
		v.SyncDir(h.ino)
	} else {
		v.Sync(h.ino)
	}
	return nil
}

// smallChunk is how many bytes of short writes are allocated at once.
const smallChunk = 16 << 10

// keep copies what a client may write to again.
func (v *Volume) keep(p []byte) []byte {
	if len(p) > smallChunk/4 {
		return append([]byte(nil), p...)
	}
	if cap(v.small)-len(v.small) < len(p) {
		v.small = make([]byte, 0, smallChunk)
	}
	n := len(v.small)
	v.small = append(v.small, p...)
	return v.small[n:len(v.small):len(v.small)]
}
