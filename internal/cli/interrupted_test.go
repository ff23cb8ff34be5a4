package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// An interrupted replay or restore says so, ends with 130, and leaves nothing that is
// half written.
func TestAnInterruptedCommandLeavesNothingHalfWritten(t *testing.T) {
	dir := scripts(t, map[string]string{"a.scenario": alert, "src/f": "x"})
	in := func(name string) string { return filepath.Join(dir, name) }
	if code, _, stderr := gapless(t.Context(), "", "backup", in("src"), "--to", in("repo")); code != 0 {
		t.Fatal(stderr)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for _, c := range []struct {
		args   []string
		stderr string
		absent string
	}{
		{[]string{"replay", in("a.scenario"), "--html", in("a.html")}, "interrupted: nothing was written", in("a.html")},
		{[]string{"restore", in("repo"), "--to", in("new")}, "interrupted: what is in " + in("new") + " is whole", in("new/f")},
	} {
		code, stdout, stderr := gapless(ctx, "", c.args...)
		if code != 130 || stdout != "" || !strings.Contains(stderr, c.stderr) {
			t.Errorf("%q: status %d, %q, %q", c.args, code, stdout, stderr)
		}
		if _, err := os.Stat(c.absent); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("%s is there", c.absent)
		}
	}
}

// A search that takes minutes ends as soon as its user interrupts it.
func TestALongSearchEndsAtOnceWhenItIsInterrupted(t *testing.T) {
	var b strings.Builder
	b.WriteString("product netbackup-6.5.3\nvolume /data fs=ext4\nfile /data/a 1KB\npolicy p volumes=/data schedule=incremental@daily:02:00\n12:00 write /data/a\n")
	for day := range 300 {
		fmt.Fprintf(&b, "day %d 13:00 touch /data mtime=-1h\n", day+1)
	}
	dir := scripts(t, map[string]string{"long.scenario": b.String()})
	program := filepath.Join(dir, "gapless")
	if out, err := exec.Command("go", "build", "-o", program, "gapless").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	cmd := exec.Command(program, "window", filepath.Join(dir, "long.scenario"), "--path", "/data/a")
	var out strings.Builder
	cmd.Stdout = &out
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	time.Sleep(500 * time.Millisecond) // it takes many times as long
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	err := cmd.Wait()
	var exit *exec.ExitError
	if !errors.As(err, &exit) || exit.ExitCode() != 130 || out.String() != "" {
		t.Errorf("it ends with %v and %q", err, out.String())
	}
}
