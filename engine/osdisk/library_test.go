package osdisk

import (
	"bytes"
	"errors"
	"io"
	"path/filepath"
	"syscall"
	"testing"

	"gapless/engine/port"

	"github.com/google/go-cmp/cmp"
)

// mount is a new medium in a library, and the library.
func mount(t *testing.T, dir string) (*Library, port.Medium) {
	t.Helper()
	l := &Library{dir: dir}
	t.Cleanup(func() { l.Close() })
	m, err := l.Mount("m")
	if err != nil {
		t.Fatal(err)
	}
	return l, m
}

func TestAMediumGivesBackWhatWasAppended(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "m"), "")
	_, m := mount(t, dir)
	var want []byte
	for i, n := range []int{0, 1, 4000, writeBytes - 1, writeBytes, writeBytes + 1, 3, 2*readBytes + 5} {
		p := bytes.Repeat([]byte{byte('a' + i)}, n)
		if err := m.Append(p, true); err != nil {
			t.Fatal(err)
		}
		want = append(want, p...)
		if m.End() != int64(len(want)) {
			t.Fatalf("the end is at %d, want %d", m.End(), len(want))
		}
	}
	first, err := m.Read(1, 1000) // before anything is synced
	if err != nil {
		t.Fatal(err)
	}
	kept := bytes.Clone(first)
	if err := m.Sync(); err != nil {
		t.Fatal(err)
	}
	_, again := mount(t, dir) // as another process sees it
	for _, step := range []int{13, 5000, readBytes + 1} {
		var got []byte
		for {
			b, err := again.Read(int64(len(got)), step)
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil || len(b) == 0 || len(b) > step {
				t.Fatalf("at %d: %d bytes, %v", len(got), len(b), err)
			}
			got = append(got, b...)
		}
		if !bytes.Equal(got, want) {
			t.Errorf("in steps of %d: %d bytes that differ from the %d appended", step, len(got), len(want))
		}
	}
	if !bytes.Equal(first, kept) {
		t.Error("a view was written to again")
	}
}

func TestWhatWasNotSyncedIsNotOnTheMediumAfterACrash(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "m"), "")
	l, m := mount(t, dir)
	_ = m.Append([]byte("synced"), false)
	_ = m.Sync()
	_ = m.Append([]byte(" and lost"), false)
	l.Close()
	_, m = mount(t, dir)
	if b, err := m.Read(0, 100); string(b) != "synced" || m.End() != 6 {
		t.Errorf("%q up to %d, %v", b, m.End(), err)
	}
}

func TestAnErasedMediumIsEmpty(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "m"), "")
	_, m := mount(t, dir)
	_ = m.Append([]byte("old"), false)
	_, _ = m.Read(0, 3)
	if err := m.Erase(); err != nil || m.End() != 0 {
		t.Fatalf("the end is at %d, %v", m.End(), err)
	}
	if b, err := m.Read(0, 3); !errors.Is(err, io.EOF) {
		t.Errorf("%q, %v", b, err)
	}
	_ = m.Append([]byte("new"), false)
	if b, _ := m.Read(0, 9); string(b) != "new" {
		t.Errorf("%q after it was used again", b)
	}
}

func TestOneProcessAtATimeAppends(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "m"), "")
	first, a := mount(t, dir)
	_, b := mount(t, dir)
	_ = a.Append([]byte("a"), false)
	if err := b.Append([]byte("b"), false); err == nil {
		t.Error("two processes append to one medium")
	}
	_ = a.Sync()
	first.Close()
	if err := b.Append([]byte("b"), false); err != nil || b.End() != 2 {
		t.Errorf("after the first: the end is at %d, %v", b.End(), err)
	}
}

// A full disk is no full medium: the next one of the directory is on the same disk.
func TestAFullDiskBreaksTheMedium(t *testing.T) {
	m := &medium{path: "/dev/full", writes: true}
	if err := m.open(); err != nil {
		t.Skip(err)
	}
	defer m.file.Close()
	_ = m.Append([]byte("x"), false)
	for range 2 {
		if err := m.Sync(); err == nil || errors.Is(err, syscall.ENOSPC) {
			t.Errorf("sync: %v", err)
		}
	}
	if err := m.Append([]byte("x"), false); err == nil {
		t.Error("bytes can be appended behind lost ones")
	}
}

func TestALibraryHasTheFilesOfItsDirectory(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "b"), "")
	write(t, filepath.Join(dir, "a"), "")
	l := &Library{dir: dir}
	if d := cmp.Diff([]string{"a", "b"}, l.Media()); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	for _, name := range []string{"c", "", ".", "..", "../x", "/etc/passwd"} {
		if _, err := l.Mount(name); err == nil {
			t.Errorf("%q can be mounted", name)
		}
	}
}
