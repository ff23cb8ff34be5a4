package volume

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path"
	"syscall"

	"gapless/model"
	"gapless/sim/op"

	"github.com/spf13/afero"
)

// File is an open handle. It keeps working when its file is renamed or loses its last
// name, and is dead after a crash. Besides an afero.File it hands out and takes bytes
// without copying them.
type File struct {
	fs         *FS
	ino        Ino
	name       string // as it was opened
	rel        string // below the mount point, as the volume spells it
	flag       int
	generation uint32
	closed     bool
	accessed   bool
	off        int64
	pace       *pace
	list       []fs.FileInfo // of a directory: what Readdir has not given yet
	listed     bool
}

var _ afero.File = (*File)(nil)

func (v *Volume) isOpen(n *inode) bool { return n.opened == v.generation && n.opens > 0 }

func (v *Volume) opened(i Ino) {
	if v.frozen {
		return
	}
	n := v.own(i)
	if n.opened != v.generation {
		n.opened, n.opens = v.generation, 0
	}
	n.opens++
}

// Name is the path that was opened.
func (h *File) Name() string { return h.name }

// Close gives up the handle, and the bytes of a file that has no other handle or name.
func (h *File) Close() error {
	if h.dead() {
		return failed("close", h.name, os.ErrClosed)
	}
	h.closed = true
	v := h.fs.v
	if v.frozen {
		return nil
	}
	n := v.own(h.ino)
	n.opens--
	v.logClosed(h.ino)
	v.release(h.ino)
	return nil
}

func (h *File) dead() bool { return h.closed || h.generation != h.fs.v.generation }

// usable reports why a handle cannot read (or write) bytes.
func (h *File) usable(write bool) error {
	switch {
	case h.dead():
		return os.ErrClosed
	case write && h.flag&writeFlags == 0, !write && h.flag&os.O_WRONLY != 0:
		return syscall.EBADF
	case h.fs.v.node(h.ino).kind == model.Dir:
		return syscall.EISDIR
	}
	return nil
}

// await lets a read of at most max bytes at off happen, and says how many there are
// to take when it ends: none at the end of the file.
func (h *File) await(off, max int64) (int64, error) {
	v := h.fs.v
	if err := h.fs.gate.Pass(op.Read, h.name); err != nil {
		return 0, err
	}
	if v.faulty() {
		if err := h.fs.failRead(h.rel); err != nil {
			return 0, err
		}
		if f := v.faultOf(h.rel); f != nil && f.slow > 0 && h.pace == nil {
			h.pace = newPace(f.slow, v.node(h.ino).content.Size())
		}
	}
	if !h.accessed {
		h.accessed = true
		v.Accessed(h.ino)
	}
	if h.pace != nil {
		max = h.pace.wait(h.fs.gate, off, max, v.node(h.ino).content.Size())
	} else {
		max = min(max, v.node(h.ino).content.Size()-off)
		h.fs.spend(max)
	}
	return min(max, v.node(h.ino).content.Size()-off), nil
}

// Read takes the next bytes; a slow file gives at most what one of its steps holds.
func (h *File) Read(p []byte) (int, error) {
	n, err := h.read("read", p, h.off)
	h.off += int64(n)
	return n, err
}

func (h *File) read(what string, p []byte, off int64) (int, error) {
	if err := h.usable(false); err != nil {
		return 0, failed(what, h.name, err)
	}
	if len(p) == 0 {
		return 0, nil
	}
	n, err := h.await(off, int64(len(p)))
	if err != nil {
		return 0, failed(what, h.name, err)
	}
	if n <= 0 {
		return 0, io.EOF
	}
	got := 0
	for int64(got) < n {
		got += copy(p[got:], h.fs.v.Read(h.ino, off+int64(got), n-int64(got)))
	}
	return got, nil
}

// ReadAt takes bytes from an offset on, and io.EOF if there are not as many.
func (h *File) ReadAt(p []byte, off int64) (n int, err error) {
	if off < 0 {
		return 0, failed("readat", h.name, errors.New("negative offset"))
	}
	for n < len(p) && err == nil {
		var m int
		m, err = h.read("read", p[n:], off+int64(n))
		n += m
	}
	return n, err
}

// NextBlock is the next bytes, at most max, without copying them.
func (h *File) NextBlock(max int) ([]byte, error) {
	if err := h.usable(false); err != nil {
		return nil, failed("read", h.name, err)
	}
	v, want := h.fs.v, int64(max)
	if b := v.Read(h.ino, h.off, want); len(b) > 0 {
		want = int64(len(b)) // a block is not longer, and is not paid for as if it were
	}
	n, err := h.await(h.off, want)
	if err != nil {
		return nil, failed("read", h.name, err)
	}
	b := v.Read(h.ino, h.off, n)
	if len(b) == 0 && max > 0 {
		return nil, io.EOF
	}
	h.off += int64(len(b))
	return b, nil
}

// Seek moves the position; of a directory, back to its beginning.
func (h *File) Seek(offset int64, whence int) (int64, error) {
	if h.dead() {
		return 0, failed("seek", h.name, os.ErrClosed)
	}
	switch whence {
	case io.SeekCurrent:
		offset += h.off
	case io.SeekEnd:
		offset += h.fs.v.node(h.ino).content.Size()
	}
	if offset < 0 || whence < 0 || whence > io.SeekEnd {
		return 0, failed("seek", h.name, syscall.EINVAL)
	}
	h.off, h.listed, h.list = offset, false, nil
	return offset, nil
}

// Readdir is the next n entries in byte order of their names as they were at the
// first call, or all that are left for n <= 0.
func (h *File) Readdir(n int) ([]os.FileInfo, error) {
	if first, err := h.listing(); err != nil {
		return nil, err
	} else if first {
		h.list = h.fs.v.infos(h.ino)
	}
	if n <= 0 {
		n = len(h.list)
	} else if len(h.list) == 0 {
		return nil, io.EOF
	}
	n = min(n, len(h.list))
	out := h.list[:n:n]
	h.list = h.list[n:]
	return out, nil
}

// listing begins to list a directory, and reports whether this is the first call.
func (h *File) listing() (first bool, err error) {
	v := h.fs.v
	switch {
	case h.dead():
		err = os.ErrClosed
	case v.node(h.ino).kind != model.Dir:
		err = syscall.ENOTDIR
	case h.listed:
		return false, nil
	default:
		if err = h.fs.enter(op.List, h.name, 0); err == nil {
			err = h.fs.failRead(h.rel)
		}
	}
	if err != nil {
		return false, failed("readdirent", h.name, err)
	}
	h.listed = true
	return true, nil
}

// Readdirnames is Readdir for those who want no more than names.
func (h *File) Readdirnames(n int) ([]string, error) {
	if n <= 0 && !h.listed {
		if _, err := h.listing(); err != nil {
			return nil, err
		}
		return h.fs.v.namesIn(h.ino), nil
	}
	list, err := h.Readdir(n)
	names := make([]string, len(list))
	for k, it := range list {
		names[k] = it.Name()
	}
	return names, err
}

// Stat describes the open file.
func (h *File) Stat() (os.FileInfo, error) {
	if h.dead() {
		return nil, failed("stat", h.name, os.ErrClosed)
	}
	if err := h.fs.enter(op.Examine, h.name, 0); err != nil {
		return nil, failed("stat", h.name, err)
	}
	return h.fs.v.info(path.Base(h.name), h.ino), nil
}
