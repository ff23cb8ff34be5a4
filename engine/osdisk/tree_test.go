package osdisk

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

func TestPathsAreFoundBelowTheTarget(t *testing.T) {
	for _, c := range []struct{ source, path, want string }{
		{"/src/go", "/src/go", "."},
		{"/src/go", "/src/go/x", "x"},
		{"/src/go", "/src/go/x/..y", "x/..y"},
		{"/src/go", "/src", "."}, // above: the target itself
		{"/src/go", "/", "."},
		{"/", "/", "."},
		{"/", "/etc/x", "etc/x"},
		{"/src/go", "/src/gone", ""},
		{"/src/go", "/etc/passwd", ""},
		{"/src/go", "/src/go/../x", ""},
		{"/src/go", "/src/go//x", ""},
		{"/src/go", "src/go/x", ""},
		{"/src/go", "", ""},
	} {
		got, err := (&tree{source: c.source}).at(c.path)
		if got != c.want || (err != nil) != (c.want == "") {
			t.Errorf("%s of %s is at %q, %v; want %q", c.path, c.source, got, err, c.want)
		}
	}
}

func TestARestoreDoesNotLeaveItsTarget(t *testing.T) {
	outside, target := t.TempDir(), t.TempDir()
	if err := os.Mkdir(filepath.Join(outside, "d"), 0o755); err != nil {
		t.Fatal(err)
	}
	files, err := openTree(t.Context(), target, "/src")
	if err != nil {
		t.Fatal(err)
	}
	defer files.Close()
	if err := files.SymlinkIfPossible(outside, "/src/l"); err != nil {
		t.Fatal(err)
	}
	if info, _, err := files.LstatIfPossible("/src/l/d"); err != nil || info.Mode()&fs.ModeSymlink == 0 {
		t.Errorf("what is behind a symlink: %v, %v; want the symlink", info, err)
	}
	_, created := files.Create("/src/l/d/f")
	_, above := files.Create("/src/../f")
	for _, err := range []error{
		created, above,
		files.Mkdir("/src/l/e", 0o755),
		files.Link("/src/l/d", "/src/x"),
		files.SetTimes("/src/l/d", clientFace.Time(1), clientFace.Time(1)),
	} {
		if err == nil {
			t.Error("an operation left the target")
		}
	}
	if entries, _ := os.ReadDir(outside); len(entries) != 1 {
		t.Errorf("%v outside", entries)
	}
	if !errors.Is(above, fs.ErrInvalid) {
		t.Errorf("a path with dots: %v", above)
	}
}
