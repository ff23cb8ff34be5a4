package osdisk_test

import (
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"gapless/engine/osdisk"
	"gapless/model"
)

// goroot is the source tree of the Go distribution: thousands of files that nobody
// changes.
func goroot(tb testing.TB) string {
	tb.Helper()
	out, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		tb.Skipf("there is no go command to ask for GOROOT: %v", err)
	}
	return filepath.Join(strings.TrimSpace(string(out)), "src")
}

// BenchmarkUnchangedIncremental is to be compared with BenchmarkFindNewer: it looks at
// the same files for the same reason, and makes a restore point.
func BenchmarkUnchangedIncremental(b *testing.B) {
	src, repo := goroot(b), b.TempDir()
	if _, err := osdisk.Backup(b.Context(), src, repo, model.Full, osdisk.Options{}); err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		r, err := osdisk.Backup(b.Context(), src, repo, model.Incremental, osdisk.Options{})
		if err != nil {
			b.Fatal(err)
		}
		if r.Base == 0 || r.Files != 0 || r.Examined < 1000 {
			b.Fatalf("not an incremental of an unchanged tree: %+v", r)
		}
	}
}

// BenchmarkFindNewer is find(1) doing what an unchanged incremental has to do at least.
func BenchmarkFindNewer(b *testing.B) {
	find, err := exec.LookPath("find")
	if err != nil {
		b.Skipf("find(1) is not installed on this %s machine: %v", runtime.GOOS, err)
	}
	src := goroot(b)
	newer := filepath.Join(b.TempDir(), "newer")
	if err := exec.Command("touch", newer).Run(); err != nil {
		b.Skipf("touch(1): %v", err)
	}
	for b.Loop() {
		out, err := exec.Command(find, src, "-newer", newer).Output()
		if err != nil || len(out) > 0 {
			b.Fatalf("find: %v, %d bytes found", err, len(out))
		}
	}
}
