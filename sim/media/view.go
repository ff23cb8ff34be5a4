package media

import "syscall"

// View reads a medium from outside the world: it takes no time, is no operation of
// a host, and cannot change it. It has the methods of
// a medium, so that whoever reads media can be given one.
type View struct {
	m      *Medium
	cursor cursor
}

// View is a view of the medium, also of what it becomes.
func (m *Medium) View() *View { return &View{m: m} }

// End is the offset behind the last byte.
func (v *View) End() int64 { return v.m.End() }

// Capacity is the number of bytes that the medium can hold; 0 for without limit.
func (v *View) Capacity() int64 { return v.m.capacity }

// Read is a view of at most max bytes from off on, which is never written to again;
// io.EOF at the end.
func (v *View) Read(off int64, max int) ([]byte, error) {
	if v.m.gone {
		return nil, v.m.failed("read", syscall.ENODEV)
	}
	return readAt(&v.m.rope, &v.cursor, v.m.name, off, max)
}

// Append fails with syscall.EROFS.
func (v *View) Append([]byte, bool) error { return v.m.failed("append to", syscall.EROFS) }

// Sync has nothing to do.
func (v *View) Sync() error { return nil }

// Erase fails with syscall.EROFS.
func (v *View) Erase() error { return v.m.failed("erase", syscall.EROFS) }
