package osdisk

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"

	"gapless/engine/port"
)

// Library is a directory whose files are media. It is not safe for concurrent use:
// each process has its own.
type Library struct {
	dir     string
	check   func() // stops a process that was killed; nil for none
	mounted map[string]*medium
}

var _ port.Library = (*Library)(nil)

// Media lists the media by name, sorted.
func (l *Library) Media() []string {
	entries, err := os.ReadDir(l.dir) // sorted
	if err != nil {
		return nil // no directory has no media
	}
	var names []string
	for _, e := range entries {
		if e.Type().IsRegular() {
			names = append(names, e.Name())
		}
	}
	return names
}

// Mount gives access to a medium. It fails when there is no such medium.
func (l *Library) Mount(name string) (port.Medium, error) {
	if l.check != nil {
		l.check()
	}
	if m := l.mounted[name]; m != nil {
		return m, nil
	}
	if !filepath.IsLocal(name) || filepath.Base(name) != name {
		return nil, fmt.Errorf("%q is no name of a medium", name)
	}
	m := &medium{path: filepath.Join(l.dir, name), check: l.check}
	if err := m.open(); err != nil {
		return nil, err
	}
	if l.mounted == nil {
		l.mounted = map[string]*medium{}
	}
	l.mounted[name] = m
	return m, nil
}

// Close closes all media. What was appended and not synced is lost.
func (l *Library) Close() error {
	var errs []error
	for _, m := range l.mounted {
		errs = append(errs, m.file.Close())
	}
	l.mounted = nil
	return errors.Join(errs...)
}

const (
	writeBytes = 1 << 20   // appended bytes that are held back
	readBytes  = 256 << 10 // that are read at once
)

// medium is one file. Appends are gathered in memory until there is enough of them,
// or they are synced.
type medium struct {
	path   string
	check  func()
	file   *os.File
	writes bool   // this process has the medium for itself
	end    int64  // in the file
	tail   []byte // what comes after that
	broken error  // why nothing can be appended any more

	chunkAt int64 // where the bytes lie that were read last
	chunk   []byte
}

func (m *medium) pass() {
	if m.check != nil {
		m.check()
	}
}

// open opens the file for writing, or for reading where that is all that is permitted.
func (m *medium) open() error {
	f, err := os.OpenFile(m.path, os.O_RDWR, 0)
	if errors.Is(err, fs.ErrPermission) || errors.Is(err, syscall.EROFS) {
		f, err = os.Open(m.path)
	}
	if err != nil {
		return err
	}
	info, err := f.Stat()
	if err != nil {
		return errors.Join(err, f.Close())
	}
	m.file, m.end = f, info.Size()
	return nil
}

// claim makes sure that no other process appends to the medium.
func (m *medium) claim() error {
	if m.writes || m.broken != nil {
		return m.broken
	}
	if err := lock(m.file); err != nil {
		return fmt.Errorf("%s is in use: %w", m.path, err)
	}
	info, err := m.file.Stat() // another process may have appended since
	if err != nil {
		return err
	}
	m.writes, m.end = true, info.Size()
	return nil
}

// End is the offset behind the last byte.
func (m *medium) End() int64 { return m.end + int64(len(m.tail)) }

// Capacity is without limit: what is full is the disk, of which no other medium of
// the directory has more.
func (m *medium) Capacity() int64 { return 0 }

// Append writes p at the end.
func (m *medium) Append(p []byte, _ bool) error {
	m.pass()
	if err := m.claim(); err != nil {
		return err
	}
	if len(m.tail)+len(p) > writeBytes {
		if err := m.flush(); err != nil {
			return err
		}
	}
	if len(p) >= writeBytes {
		return m.write(p)
	}
	if m.tail == nil {
		m.tail = make([]byte, 0, writeBytes)
	}
	m.tail = append(m.tail, p...)
	return nil
}

func (m *medium) flush() error {
	if len(m.tail) == 0 {
		return nil
	}
	err := m.write(m.tail)
	m.tail = m.tail[:0]
	return err
}

// write appends to the file. An error is for good, since bytes of which the process
// already believes that they are on the medium may be lost; and it is never the one
// that asks for another medium, which would be on the same full disk.
func (m *medium) write(p []byte) error {
	n, err := m.file.WriteAt(p, m.end)
	m.end += int64(n)
	if err != nil {
		m.broken = errors.New(err.Error())
	}
	return m.broken
}

// Sync returns when all that was appended survives a crash.
func (m *medium) Sync() error {
	m.pass()
	if err := m.flush(); err != nil {
		return err
	}
	if !m.writes {
		return nil
	}
	if err := m.file.Sync(); err != nil {
		m.broken = err
	}
	return m.broken
}

// Read is a view of at most that many bytes from off on.
func (m *medium) Read(off int64, most int) ([]byte, error) {
	m.pass()
	if at := off - m.chunkAt; at >= 0 && at < int64(len(m.chunk)) {
		end := min(at+int64(most), int64(len(m.chunk)))
		return m.chunk[at:end:end], nil
	}
	if len(m.tail) > 0 {
		if err := m.flush(); err != nil {
			return nil, err
		}
	}
	b := make([]byte, readBytes)
	n, err := m.file.ReadAt(b, off)
	if n == 0 {
		return nil, err // io.EOF at the end
	}
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	m.chunkAt, m.chunk = off, b[:n:n]
	end := min(most, n)
	return m.chunk[:end:end], nil
}

// Erase empties the medium.
func (m *medium) Erase() error {
	m.pass()
	if err := m.claim(); err != nil {
		return err
	}
	m.tail, m.chunk = m.tail[:0], nil
	if err := errors.Join(m.file.Truncate(0), m.file.Sync()); err != nil {
		m.broken = err
		return err
	}
	m.end = 0
	return nil
}
