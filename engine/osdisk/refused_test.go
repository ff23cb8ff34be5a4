package osdisk_test

import (
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"gapless/engine/catalog"
	"gapless/engine/osdisk"
	"gapless/model"

	"github.com/google/go-cmp/cmp"
)

func TestWhatCannotBeIsRefusedWithItsReason(t *testing.T) {
	dir := t.TempDir()
	put(t, dir+"/src/f", "x")
	put(t, dir+"/file", "x")
	put(t, dir+"/full of files/f", "x")
	must(t, os.MkdirAll(dir+"/no points/catalog", 0o755))
	_, err := osdisk.Backup(t.Context(), dir+"/src", dir+"/repo", "", osdisk.Options{})
	must(t, err)
	backup := func(src, repo string, kind model.JobKind) func() error {
		return func() error {
			_, err := osdisk.Backup(t.Context(), dir+src, dir+repo, kind, osdisk.Options{})
			return err
		}
	}
	restore := func(repo, target string, job int) func() error {
		return func() error {
			_, err := osdisk.Restore(t.Context(), dir+repo, dir+target, job)
			return err
		}
	}
	for _, c := range []struct {
		call func() error
		want string
	}{
		{backup("/missing", "/new", ""), "there is no directory"},
		{backup("/file", "/new", ""), "is not a directory; back up the directory"},
		{backup("/src", "/file", ""), "is not a directory"},
		{backup("/src", "/full of files", ""), "holds other files"},
		{backup("/src", "/new", "verify"), `no kind "verify" of backup`},
		{backup("/repo/media", "/repo", ""), "lies in the repository itself"},
		{backup("/repo", "/repo", ""), "lies in the repository itself"},
		{restore("/missing", "/target", 0), "there is no repository"},
		{restore("/file", "/target", 0), "is not a directory"},
		{restore("/src", "/target", 0), "is no repository"},
		{restore("/no points", "/target", 0), "there are no restore points"},
		{restore("/repo", "/target", 7), "job 7 made no restore point"},
		{restore("/repo", "/src", 0), "is not empty"},
		{restore("/repo", "/file", 0), "is not a directory"},
	} {
		err := c.call()
		var r *osdisk.Refused
		if !errors.As(err, &r) || !strings.Contains(err.Error(), c.want) {
			t.Errorf("got %v, want a Refused with %q", err, c.want)
		}
	}
	for _, p := range []string{"/new", "/target"} {
		if _, err := os.Lstat(dir + p); err == nil {
			t.Errorf("a refused call made %s", p)
		}
	}
}

func TestADamagedRepositoryIsNotUsed(t *testing.T) {
	src, repo := t.TempDir(), t.TempDir()
	put(t, src+"/f", "x")
	_, err := osdisk.Backup(t.Context(), src, repo, "", osdisk.Options{})
	must(t, err)
	name := repo + "/catalog/catalogue"
	b, err := os.ReadFile(name)
	must(t, err)
	b[40] ^= 1
	must(t, os.WriteFile(name, b, 0o600))
	_, fromBackup := osdisk.Backup(t.Context(), src, repo, "", osdisk.Options{})
	_, fromList := osdisk.List(repo)
	_, fromRestore := osdisk.Restore(t.Context(), repo, t.TempDir(), 0)
	for _, err := range []error{fromBackup, fromList, fromRestore} {
		if !errors.Is(err, catalog.ErrDamaged) {
			t.Errorf("got %v, want %v", err, catalog.ErrDamaged)
		}
	}
}

const beNobody = "GAPLESS_TEST_AS_NOBODY"

// TestAnUnreadableFileIsNamed runs as a user to whom something can be forbidden.
func TestAnUnreadableFileIsNamed(t *testing.T) {
	if os.Getuid() == 0 {
		runAsNobody(t)
		return
	}
	dir := t.TempDir()
	put(t, dir+"/src/a", "x")
	put(t, dir+"/src/b", "x")
	put(t, dir+"/src/c/d", "x")
	must(t, os.Chmod(dir+"/src/b", 0))
	must(t, os.Chmod(dir+"/src/c", 0))
	t.Cleanup(func() { _ = os.Chmod(dir+"/src/c", 0o755) })
	r, err := osdisk.Backup(t.Context(), dir+"/src", dir+"/repo", "", osdisk.Options{})
	must(t, err)
	want := []string{dir + "/src/b", dir + "/src/c/"} // with all that is below it
	if d := cmp.Diff(want, r.Named); d != "" || r.Status != 1 || r.Files != 1 {
		t.Errorf("status %d, %d files, named (-want +got):\n%s", r.Status, r.Files, d)
	}
	if all := strings.Join(r.Notes, "\n"); !strings.Contains(all, "/src/b: ") || !strings.Contains(all, "permission denied") {
		t.Errorf("the notes do not say why: %s", all)
	}
}

func runAsNobody(t *testing.T) {
	if os.Getenv(beNobody) != "" {
		t.Fatal("still root")
	}
	dir := t.TempDir()
	for p := dir; p != os.TempDir() && p != "/"; p = filepath.Dir(p) {
		must(t, os.Chmod(p, 0o755))
	}
	copied := dir + "/test"
	copyFile(t, os.Args[0], copied)
	home := dir + "/home"
	must(t, os.Mkdir(home, 0o777))
	must(t, os.Chmod(home, 0o777))
	const nobody = 65534
	cmd := exec.Command(copied, "-test.run=^"+t.Name()+"$")
	cmd.Dir, cmd.Env = home, append(os.Environ(), beNobody+"=1", "TMPDIR="+home)
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("as nobody: %v\n%s", err, out)
	}
}

func copyFile(t *testing.T, from, to string) {
	t.Helper()
	in, err := os.Open(from)
	must(t, err)
	defer in.Close()
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE, 0o755)
	must(t, err)
	_, err = io.Copy(out, in)
	must(t, errors.Join(err, out.Close()))
}
