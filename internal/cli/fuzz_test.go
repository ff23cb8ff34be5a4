package cli

import (
	"bytes"
	"context"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// contents is what a directory holds, by the names of its files.
func contents(t *testing.T, dir string) map[string]string {
	t.Helper()
	all := map[string]string{}
	err := filepath.WalkDir(dir, func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := os.ReadFile(p)
		name, _ := filepath.Rel(dir, p)
		all[name] = string(b)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// sameFiles fails unless two directories hold the same files with the same bytes.
func sameFiles(t *testing.T, a, b map[string]string) {
	t.Helper()
	for name := range a { // any order
		if a[name] != b[name] {
			t.Errorf("%s differs, or is only in one", name)
		}
	}
	if len(a) != len(b) {
		t.Errorf("%d files and %d files", len(a), len(b))
	}
}

// What a search finds can be replayed, and is as its script expects; the same search
// gives the same files, also when it goes on after an interruption.
func TestASearchLeavesScriptsThatAreAsTheyExpect(t *testing.T) {
	call := func(ctx context.Context, dir string) (int, string, string) {
		return gapless(ctx, "", "fuzz", "--product", "netbackup-6.5.2A", "--runs", "120", "--seed", "3", "--out", dir)
	}
	a, b := t.TempDir(), t.TempDir()
	code, stdout, stderr := call(t.Context(), a)
	if code != 0 || !strings.Contains(stdout, "keeps the delta of its first activation (N3)") {
		t.Fatalf("status %d\n%s%s", code, stdout, stderr)
	}
	scripts, err := filepath.Glob(filepath.Join(a, "findings", "*.scenario"))
	if err != nil || len(scripts) < 5 {
		t.Fatalf("%d scripts: %v", len(scripts), err)
	}
	for _, s := range scripts {
		if code, out, errs := gapless(t.Context(), "", "replay", s); code != 0 {
			t.Errorf("replay %s: status %d\n%s%s", s, code, out, errs)
		}
	}
	stopped, cancel := context.WithCancel(t.Context())
	cancel()
	if code, _, stderr := call(stopped, b); code != exitInterrupted || !strings.Contains(stderr, "goes on with it") {
		t.Fatalf("status %d: %s", code, stderr)
	}
	if code, _, stderr := call(t.Context(), b); code != 0 || !strings.Contains(stderr, "going on with the search") {
		t.Fatalf("status %d: %s", code, stderr)
	}
	sameFiles(t, contents(t, a), contents(t, b))
	if code, _, stderr := gapless(t.Context(), "", "fuzz", "--product", "netbackup-6.5.2A", "--runs", "1", "--seed", "4", "--out", a); code != exitCall || !strings.Contains(stderr, "--again") {
		t.Errorf("another seed in the same directory: status %d: %s", code, stderr)
	}
}

// childDir is the variable that makes this test's program search, in the directory that
// it names, until it is killed.
const childDir = "GAPLESS_TEST_SEARCH"

// killedRuns are three rounds.
var killedRuns = []string{"fuzz", "--product", "netbackup-5.1", "--runs", "1100", "--out"}

func TestASearchThatWasKilledEndsAsIfItWasLeftAlone(t *testing.T) {
	if dir := os.Getenv(childDir); dir != "" {
		saveEvery = 0
		gapless(t.Context(), "", append(killedRuns, dir)...)
		return
	}
	alone, killed := t.TempDir(), t.TempDir()
	if code, _, stderr := gapless(t.Context(), "", append(killedRuns, alone)...); code > exitPartly {
		t.Fatal(stderr)
	}
	child := exec.CommandContext(t.Context(), os.Args[0], "-test.run", "^TestASearchThatWasKilledEndsAsIfItWasLeftAlone$")
	child.Env = append(os.Environ(), childDir+"="+killed)
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	state := filepath.Join(killed, "state.json")
	for {
		if _, err := os.Stat(state); err == nil {
			break
		}
		if child.ProcessState != nil {
			t.Fatal("the search ended and left no state")
		}
		time.Sleep(time.Millisecond) // for another process, which has no other way to tell
	}
	if err := child.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = child.Wait() // it was killed
	before, err := os.ReadFile(state)
	if err != nil || bytes.Contains(before, []byte(`"runs": 1100,`)) {
		t.Fatalf("the search was over before it was killed: %v", err)
	}
	code, _, stderr := gapless(t.Context(), "", append(killedRuns, killed)...)
	if code > exitPartly || !strings.Contains(stderr, "going on") {
		t.Fatalf("status %d: %s", code, stderr)
	}
	left := contents(t, killed)
	for name := range left { // any order
		if strings.HasPrefix(filepath.Base(name), ".state.json.") {
			delete(left, name) // what was being written when it was killed
		}
	}
	sameFiles(t, contents(t, alone), left)
}
