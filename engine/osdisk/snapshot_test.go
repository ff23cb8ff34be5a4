package osdisk_test

import (
	"crypto/sha256"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

// held is what a path of a tree holds, as far as backups keep it.
type held struct {
	Mode     fs.FileMode
	Content  string // its hash
	Target   string
	Modified string // of anything but a directory, whose entries move its time
	Group    string // the first name of the file, where it has several
}

// snapshot is a tree by relative path, without its root.
func snapshot(t *testing.T, root string) map[string]held {
	t.Helper()
	out := map[string]held{}
	first := map[uint64]string{}
	err := filepath.WalkDir(root, func(p string, d fs.DirEntry, err error) error {
		if err != nil || p == root {
			return err
		}
		rel, _ := filepath.Rel(root, p)
		info, err := d.Info()
		if err != nil {
			return err
		}
		h := held{Mode: info.Mode(), Modified: info.ModTime().UTC().Format("2006-01-02T15:04:05.000000000")}
		switch {
		case info.IsDir():
		case info.Mode()&fs.ModeSymlink != 0:
			h.Target, err = os.Readlink(p)
		default:
			s := info.Sys().(*syscall.Stat_t)
			if s.Nlink > 1 {
				if first[s.Ino] == "" {
					first[s.Ino] = rel
				}
				h.Group = first[s.Ino]
			}
			var b []byte
			b, err = os.ReadFile(p)
			h.Content = fmt.Sprintf("%d bytes %x", len(b), sha256.Sum256(b))
		}
		out[rel] = h
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// must stops the test at an error.
func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// put writes a file and those directories above it that are missing.
func put(t testing.TB, name, text string) {
	t.Helper()
	must(t, os.MkdirAll(filepath.Dir(name), 0o755))
	must(t, os.WriteFile(name, []byte(text), 0o644))
}
