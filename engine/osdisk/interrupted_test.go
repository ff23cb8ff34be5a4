package osdisk

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// patience is a context that ends when it has been asked so many times.
type patience struct {
	context.Context
	left int
}

func (p *patience) Err() error {
	if p.left--; p.left < 0 {
		return context.Canceled
	}
	return nil
}

// A restore is interrupted at each point at which it looks whether it is: what is there
// then is whole.
func TestAnInterruptedRestoreLeavesWholeFiles(t *testing.T) {
	src, repo := t.TempDir(), t.TempDir()
	write(t, filepath.Join(src, "a"), "x")
	write(t, filepath.Join(src, "big"), strings.Repeat("0123456789abcdef", 1<<16))
	if err := os.Mkdir(filepath.Join(src, "d"), 0o755); err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(src, "d", "z"), "z")
	if _, err := Backup(t.Context(), src, repo, "", Options{}); err != nil {
		t.Fatal(err)
	}
	cut := 0
	for k := range 1000 {
		target := filepath.Join(t.TempDir(), "new")
		_, err := Restore(&patience{t.Context(), k}, repo, target, 0)
		files := whole(t, src, target)
		if err == nil {
			if files != 3 || cut < 4 {
				t.Errorf("%d files are there at the end, after %d interruptions", files, cut)
			}
			return
		}
		cut++
		if !errors.Is(err, context.Canceled) {
			t.Fatalf("interrupted at %d: %v", k, err)
		}
	}
	t.Error("no restore came to its end")
}

// whole counts the files in a restored tree, each of which must be as in its source.
func whole(t *testing.T, src, target string) (n int) {
	t.Helper()
	err := filepath.WalkDir(target, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		n++
		rel, _ := filepath.Rel(target, name)
		want, _ := os.ReadFile(filepath.Join(src, rel))
		got, err := os.ReadFile(name)
		if err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s has %d of %d bytes, %v", rel, len(got), len(want), err)
		}
		return nil
	})
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
	return n
}
