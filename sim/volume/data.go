package volume

import (
	"io/fs"
	"syscall"

	"gapless/model"
)

// zeros is what is read where nobody wrote.
var zeros = make([]byte, 1<<20)

// Read is a view of at most max bytes of a file from off on, which nobody ever writes
// to; empty at the end.
func (v *Volume) Read(i Ino, off, max int64) []byte { return v.node(i).content.Block(off, max) }

// Write writes b, which must never be changed afterwards, at an offset of a file. A
// gap before it reads as zeros.
func (v *Volume) Write(by By, i Ino, off int64, b []byte) error {
	if len(b) == 0 {
		return nil
	}
	old := v.node(i).content
	end := off + int64(len(b))
	if err := v.fits(max(end-old.Size(), 0)); err != nil {
		return err
	}
	v.extending(by, i, off >= old.Size())
	n := v.own(i)
	v.used -= old.Size()
	switch size := old.Size(); {
	case off == size:
		v.grow(n, b)
	case off > size:
		for gap := off - size; gap > 0; gap = off - n.content.Size() {
			v.grow(n, zeros[:min(gap, int64(len(zeros)))])
		}
		v.grow(n, b)
	default:
		n.content = old.Slice(0, off).Join(model.BytesContent(b))
		if end < size {
			n.content = n.content.Join(old.Slice(end, size))
		}
		n.forked = false // Join made it
	}
	v.used += n.content.Size()
	v.written(by, i, writingOf(off, end, old.Size(), n.content.Size()))
	return nil
}

// grow appends to an inode's content. Two contents that came from one must not both
// be appended to in place, so a forked one is copied first.
func (v *Volume) grow(n *inode, b []byte) {
	if n.forked {
		n.content, n.forked = n.content.Join(model.BytesContent(b)), false
		return
	}
	n.content = n.content.Append(b)
}

// Truncate gives a file another length; new bytes are zeros.
func (v *Volume) Truncate(by By, i Ino, size int64) error {
	old := v.node(i).content
	if size < 0 {
		return syscall.EINVAL
	}
	if err := v.fits(size - old.Size()); err != nil {
		return err
	}
	v.extending(by, i, size >= old.Size())
	n := v.own(i)
	if size < old.Size() {
		n.content, n.forked = old.Slice(0, size), false
	}
	for n.content.Size() < size {
		v.grow(n, zeros[:min(size-n.content.Size(), int64(len(zeros)))])
	}
	v.used += size - old.Size()
	v.written(by, i, writingOf(size, size, old.Size(), size))
	return nil
}

// replace gives a file other content altogether.
func (v *Volume) replace(by By, i Ino, c model.Content) error {
	old := v.node(i).content.Size()
	if err := v.fits(c.Size() - old); err != nil {
		return err
	}
	v.extending(by, i, false)
	n := v.own(i)
	n.content, n.forked = c, true
	v.used += c.Size() - old
	v.written(by, i, writingOf(0, c.Size(), old, c.Size()))
	return nil
}

func (v *Volume) fits(growth int64) error {
	if v.cfg.Size > 0 && growth > 0 && v.used+growth > v.cfg.Size {
		return syscall.ENOSPC
	}
	return nil
}

// written does what follows every change of a file's bytes.
func (v *Volume) written(by By, i Ino, what writing) {
	n := v.own(i)
	switch {
	case by.keepTime:
		v.stampChange(n)
	case v.punctual(by, i, what):
		v.stampWrite(n)
	}
	if v.kind.Written {
		v.accessedAt(n)
	}
	v.mark(n)
	v.told(by, i)
	v.logged(by, i, what.reasons())
}

// Chmod sets the permissions of an inode.
func (v *Volume) Chmod(by By, i Ino, mode fs.FileMode) error {
	v.touched(by, i)
	n := v.own(i)
	v.stampChange(n)
	if v.kind.ModeBit {
		v.mark(n)
	}
	if mode &= permissions; n.mode != mode {
		n.mode = mode
		v.told(by, i)
	}
	v.logged(by, i, model.Security)
	return nil
}

// SetTimes sets the access and the modification time of an inode as far as the file
// system can store them. A zero time is left as it is.
func (v *Volume) SetTimes(by By, i Ino, accessed, modified Time) error {
	v.touched(by, i)
	n := v.own(i)
	v.stampChange(n)
	v.logged(by, i, model.BasicInfo)
	if !accessed.IsZero() {
		n.atime = v.store(accessed, v.grains.access)
	}
	if modified.IsZero() {
		return nil
	}
	if stored := v.store(modified, v.grains.write); !n.mtime.Equal(stored) {
		n.mtime = stored
		if n.kind != model.Dir {
			v.told(by, i)
		}
	}
	return nil
}

// SetArchive sets or clears an archive bit.
func (v *Volume) SetArchive(by By, i Ino, on bool) error {
	if !v.kind.Archive {
		return syscall.ENOTSUP
	}
	v.touched(by, i)
	n := v.own(i)
	v.stampChange(n)
	n.archive = on && n.kind != model.Dir
	v.logged(by, i, model.BasicInfo)
	return nil
}

// Readdir calls f for each entry of a directory in byte order of the names, until f
// returns false. f must not change the volume.
func (v *Volume) Readdir(dir Ino, f func(name string, i Ino) bool) {
	v.order(dir)
	for e := v.node(dir).first; e != 0; {
		it := v.entries.at(e)
		if !f(it.name, it.ino) {
			return
		}
		e = it.next
	}
}
