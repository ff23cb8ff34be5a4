package cli

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// terminal is a real one, in which a program runs.
type terminal struct {
	t      *testing.T
	socket string
}

// inTerminal runs the program in a terminal of tmux. What it ended with is shown
// there as "status N".
func inTerminal(t *testing.T, args string) *terminal {
	t.Helper()
	if _, err := exec.LookPath("tmux"); err != nil {
		t.Skip("tmux is not installed; make terminal installs it")
	}
	dir := t.TempDir()
	program := filepath.Join(dir, "gapless")
	if out, err := exec.Command("go", "build", "-o", program, "gapless").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	x := &terminal{t, filepath.Join(dir, "tmux")}
	t.Cleanup(func() { _ = exec.Command("tmux", "-S", x.socket, "kill-server").Run() })
	shell := fmt.Sprintf("%s %s; echo status $?; exec cat", program, args)
	x.do("-f", "/dev/null", "new-session", "-d", "-x", "100", "-y", "30", "sh", "-c", shell)
	return x
}

func (x *terminal) do(args ...string) string {
	x.t.Helper()
	cmd := exec.Command("tmux", append([]string{"-S", x.socket}, args...)...)
	cmd.Env = append(os.Environ(), "LC_ALL=C.UTF-8", "NO_COLOR=1")
	out, err := cmd.CombinedOutput()
	if err != nil {
		x.t.Fatalf("tmux %q: %v: %s", args, err, out)
	}
	return string(out)
}

// keys presses keys, by tmux's names or as text.
func (x *terminal) keys(keys ...string) { x.do(append([]string{"send-keys"}, keys...)...) }

// shows waits until the screen has all parts, and returns it.
func (x *terminal) shows(parts ...string) string {
	x.t.Helper()
	screen := ""
	for range 500 {
		screen = x.do("capture-pane", "-p")
		missing := ""
		for _, p := range parts {
			if !strings.Contains(screen, p) {
				missing = p
			}
		}
		if missing == "" {
			return screen
		}
		time.Sleep(20 * time.Millisecond)
	}
	x.t.Fatalf("the terminal does not show %q:\n%s", parts, screen)
	return ""
}

func TestSteppingThroughARunInATerminal(t *testing.T) {
	x := inTerminal(t, "replay netbackup/worked-example --product netbackup-6.5.2A --step")
	x.shows("instant 1 of 9: 00:00:00", "the world as it begins", "/data/zebra.txt    1KB")
	x.keys("Right")
	x.shows("instant 2 of 9: 02:00:00", "line 19: full nightly", "job 1 takes /data/zebra.txt")
	x.keys("Right", "Left", "Left")
	x.shows("instant 1 of 9")
	x.keys("d")
	x.shows("instant 9 of 9: 22:45:49", "<- this loses it", "loss 1 of 1")
	x.keys(":")
	x.shows("go to instant: _")
	x.keys("19:45:49", "Enter")
	x.shows("instant 8 of 9: 19:45:49", "the client process starts at 19:45:49, cutoff 03:45:39")
	x.keys("Tab")
	x.shows("[jobs]", "active", "18:00:00, 19:45:49")
	x.do("resize-window", "-x", "60", "-y", "15")
	x.shows("instant 8 of 9: 19:45:49", "? keys")
	x.keys("?")
	x.shows("next instant at which anything happens")
	x.keys("q") // leaves the help
	x.shows("instant 8 of 9")
	x.keys("q")
	if screen := x.shows("status 0"); strings.Contains(screen, "instant 8") {
		t.Errorf("the screen is not put back:\n%s", screen)
	}
}

func TestCtrlCLeavesTheTerminalAsItWas(t *testing.T) {
	x := inTerminal(t, "replay netbackup/worked-example --product netbackup-6.5.2A --step")
	x.shows("instant 1 of 9")
	x.keys("C-c")
	if screen := x.shows("status 130"); strings.Contains(screen, "instant 1") {
		t.Errorf("the screen is not put back:\n%s", screen)
	}
	x.keys("typed", "Enter") // which the terminal shows again, and cat repeats
	x.shows("typed\ntyped")
}

func TestStepNeedsATerminalAndOneRun(t *testing.T) {
	for _, c := range []struct{ args, want string }{
		{"netbackup/worked-example --product netbackup-6.5.2A --step", "--step needs a terminal; --trace and --html show the same elsewhere"},
		{"netbackup/worked-example --step", "pick one with --product"},
		{"netbackup/worked-example --product netbackup-6.5.2A --step --json", "--step goes without --json"},
		{"netbackup/worked-example --perfetto out.json", "--perfetto shows one run"},
		{"netbackup/worked-example --job -1", "--job -1: jobs are numbered from 1"},
		{"netbackup/worked-example --job 9", "--job 9: there are 3 jobs, numbered from 1"},
		{"netbackup/worked-example --html /no/such/dir/x.html", "--html: open /no/such/dir/"},
	} {
		code, stdout, stderr := gapless(t.Context(), "", append([]string{"replay"}, strings.Fields(c.args)...)...)
		if code != 2 || !strings.Contains(stderr, c.want) || stdout != "" {
			t.Errorf("%s: status %d, %q, %q", c.args, code, stdout, stderr)
		}
	}
}
