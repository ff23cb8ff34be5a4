package cli

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"gapless/engine/durable"
	"gapless/engine/frame"

	"github.com/spf13/cobra"
)

// call runs a command and gives what it printed and its exit status.
func call(t *testing.T, cmd *cobra.Command, args ...string) (out string, code int) {
	t.Helper()
	var b bytes.Buffer
	cmd.SetOut(&b)
	cmd.SetErr(&b)
	cmd.SetArgs(args)
	cmd.SilenceErrors, cmd.SilenceUsage = true, true
	err := cmd.ExecuteContext(t.Context())
	var e *ExitError
	switch {
	case errors.As(err, &e):
		return b.String() + e.Error(), e.Code
	case err != nil:
		t.Errorf("%v: %v has no exit status", args, err)
	}
	return b.String(), 0
}

func TestADirectoryIsBackedUpAndRestored(t *testing.T) {
	dir := t.TempDir()
	src, repo, to := dir+"/src", dir+"/repo", dir+"/new"
	if err := os.Mkdir(src, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(src+"/f", []byte("text"), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		make func() *cobra.Command
		args []string
		code int
		want string
	}{
		{newRestoreCommand, []string{repo, "--list"}, 2, "there is no repository"},
		{newBackupCommand, []string{src}, 2, "--to"},
		{newBackupCommand, []string{"--to", repo}, 2, "expected DIR"},
		{newBackupCommand, []string{src, "--too", repo}, 2, "unknown flag"},
		{newBackupCommand, []string{src, "--to", repo, "--kind", "half"}, 2, "no kind"},
		{newBackupCommand, []string{src + "/f", "--to", repo}, 2, "not a directory"},
		{newBackupCommand, []string{src, "--to", repo}, 0, "job 1, full: 1 of 2 paths"},
		{newBackupCommand, []string{src, "--to", repo, "--ctime"}, 0, "job 2, incremental since job 1"},
		{newBackupCommand, []string{src, "--to", repo, "--product", "veeam-12.2"}, 2, "expected netbackup-6.5.3 or gapless"},
		{newBackupCommand, []string{src, "--to", repo, "--product", "gapless", "--ctime"}, 2, "leave it out"},
		{newBackupCommand, []string{src, "--to", repo, "--product", "gapless", "--kind", "incremental"}, 2, "make a full backup first"},
		{newRestoreCommand, []string{repo, "--list"}, 0, "incremental"},
		{newRestoreCommand, []string{repo}, 2, "--to DIR"},
		{newRestoreCommand, []string{repo, "--to", to, "--list"}, 2, "goes without"},
		{newRestoreCommand, []string{repo, "--to", to, "--job", "0"}, 2, "numbered from 1"},
		{newRestoreCommand, []string{repo, "--to", to, "--job", "9"}, 2, "job 9 made no restore point"},
		{newRestoreCommand, []string{repo, "--to", to}, 0, "job 2"},
		{newRestoreCommand, []string{repo, "--to", to}, 2, "is not empty"},
	} {
		if out, code := call(t, c.make(), c.args...); code != c.code || !strings.Contains(out, c.want) {
			t.Errorf("%v: status %d, %q; want %d and %q", c.args, code, out, c.code, c.want)
		}
	}
	if b, err := os.ReadFile(filepath.Join(to, "f")); string(b) != "text" {
		t.Errorf("restored %q, %v", b, err)
	}
	log := repo + "/catalog/catalogue"
	if b, err := os.ReadFile(log); err == nil {
		b[30] ^= 1
		_ = os.WriteFile(log, b, 0o600)
	}
	if out, code := call(t, newRestoreCommand(), repo, "--list"); code != 3 || !strings.Contains(out, "damaged") {
		t.Errorf("a damaged repository: status %d, %q", code, out)
	}
	if err := os.WriteFile(log, frame.Append(nil, durable.Head, []byte("gapless catalogue 1")), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []func() (string, int){
		func() (string, int) { return call(t, newRestoreCommand(), repo, "--list") },
		func() (string, int) { return call(t, newRestoreCommand(), repo, "--to", dir+"/other") },
		func() (string, int) { return call(t, newBackupCommand(), src, "--to", repo) },
	} {
		if out, code := c(); code != 2 || !strings.Contains(out, `is a "gapless catalogue 1"`) || strings.Contains(out, "damaged") {
			t.Errorf("a repository of an older version: status %d, %q", code, out)
		}
	}
}
