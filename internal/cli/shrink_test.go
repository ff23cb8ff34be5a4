package cli

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// What shrink writes is ready for a library: replay finds all as it expects, check and
// fmt have nothing to say.
func TestAShrunkScriptReplaysAsItExpects(t *testing.T) {
	dir := scripts(t, map[string]string{"alert.scenario": alert, "quiet.scenario": strings.Replace(alert, "resume nightly", "cancel nightly", 1)})
	small := filepath.Join(dir, "small.scenario")
	code, _, stderr := gapless(t.Context(), "", "shrink", filepath.Join(dir, "alert.scenario"), "-o", small)
	if code != 0 || !strings.Contains(stderr, "netbackup-6.5.2A, P1") {
		t.Fatalf("exit %d: %s", code, stderr)
	}
	for _, args := range [][]string{{"replay", small}, {"check", small}, {"fmt", "-d", small}} {
		if code, stdout, stderr := gapless(t.Context(), "", args...); code != 0 {
			t.Errorf("%s: exit %d: %s%s", args[0], code, stdout, stderr)
		}
	}
	text, err := os.ReadFile(small)
	if err != nil || strings.Count(string(text), "\n") > 24 {
		t.Errorf("%v: it is\n%s", err, text)
	}
	for _, c := range []struct {
		args []string
		want string
	}{
		{[]string{"shrink", filepath.Join(dir, "quiet.scenario"), "--product", "netbackup-6.5.3"}, "nothing to shrink"},
		{[]string{"shrink", small, "--property", "P7"}, "no breach of P7"},
		{[]string{"shrink", small, "--property", "P11"}, "expected one of P1"},
		{[]string{"shrink", small, "-o", filepath.Join(dir, "none", "x")}, "-o: "},
		{[]string{"shrink"}, "a script"},
	} {
		if code, _, stderr := gapless(t.Context(), "", c.args...); code != exitCall || !strings.Contains(stderr, c.want) {
			t.Errorf("%v: exit %d, %s", c.args, code, stderr)
		}
	}
}
