package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"encoding/xml"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"gapless/reports"
	"gapless/scenarios/suite"

	"github.com/google/go-cmp/cmp"
	"github.com/jstemmer/go-junit-report/v2/junit"
)

// alert is the TechAlert's worked example, for an affected and a fixed release. Its
// cutoff is 19:45:49 - (18:00:00 - 02:00:00 + 10 s) = 03:45:39.
const alert = `product netbackup-6.5.2A netbackup-6.5.3

volume  /data fs=ext4
file    /data/accounts.db 64KB
file    /data/zebra.txt 1KB
policy  nightly volumes=/data checkpoint=15m

02:00:00       full nightly
02:30:00       write /data/zebra.txt
17:00:00       write /data/accounts.db
17:30:00       slow /data/accounts.db 3h
18:00:00       incremental nightly
19:15:27       suspend nightly
19:45:49       resume nightly

expect lost /data/zebra.txt on=netbackup-6.5.2A
expect captured /data/zebra.txt on=netbackup-6.5.3
`

// wrongly expects the loss of the fixed release.
const wrongly = "expect lost /data/zebra.txt on=netbackup-6.5.3\n"

// gapless runs the program and gives its exit status and what it printed.
func gapless(ctx context.Context, stdin string, args ...string) (code int, stdout, stderr string) {
	var out, err bytes.Buffer
	code = Main(ctx, args, strings.NewReader(stdin), &out, &err)
	return code, out.String(), err.String()
}

// scripts makes a directory with files of these names and texts.
func scripts(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestACallEndsWithItsStatusAndSaysWhyOnTheRightStream(t *testing.T) {
	dir := scripts(t, map[string]string{
		"good.scenario": alert, "fails.scenario": alert + wrongly,
		"noproduct.scenario": "volume /data fs=ext4\nfile /data/a 1KB\npolicy p volumes=/data\n01:00 full p\n",
		"broken.scenario":    "product netbackup-6.5.3\nvolum /data fs=ext4\n", "binary.scenario": "\x7fELF\x00\xff\xfe", "truncated.scenario": alert[:200],
		"sub/readme.txt": "no script", "twice.scenario": strings.Replace(alert, "17:00:00", "03:00:00       write /data/zebra.txt\n17:00:00", 1),
	})
	in := func(name string) string { return filepath.Join(dir, name) }
	for _, c := range []struct {
		args           []string
		code           int
		stdout, stderr string // parts of; empty: nothing there
	}{
		{[]string{}, 0, "Available Commands", ""},
		{[]string{"help", "scenario"}, 0, "THE SCENARIO LANGUAGE", ""},
		{[]string{"verfy"}, 2, "", `unknown command "verfy"; did you mean "verify"?`},
		{[]string{"replay"}, 2, "", "expected a script"},
		{[]string{"replay", in("good.scenario"), "--frob"}, 2, "", "unknown flag: --frob"},
		{[]string{"replay", in("good.scenario")}, 0, "as expected", ""},
		{[]string{"replay", in("fails.scenario")}, 1, "gapless replay " + in("fails.scenario") + " --product netbackup-6.5.3\n", ""},
		{[]string{"replay", in("fails.scenario"), "--product", "netbackup-6.5.3"}, 1, "not as expected", ""},
		{[]string{"replay", in("fails.scenario"), "--product", "netbackup-6.5.2A"}, 0, "as expected", ""},
		{[]string{"replay", in("fails.scenario"), "--product", "netbackup-6.0-mp7"}, 0, "not judged", ""},
		{[]string{"replay", in("fails.scenario"), "--product", "netbackup-6.0-mp7"}, 0, "1 path silently lost", ""},
		{[]string{"replay", in("fails.scenario"), "--set", "resume-delta=first"}, 0, "not judged", ""},
		{[]string{"replay", in("good.scenario"), "--set", "delta-offset=7201s"}, 2, "", "expected 0s to 2h"},
		{[]string{"replay", in("good.scenario"), "--set", "delta-offset"}, 2, "", "expected KEY=VALUE"},
		{[]string{"replay", in("good.scenario"), "--product", "netbackup-6.5.2"}, 2, "", `did you mean "netbackup-6.5.2A"?`},
		{[]string{"replay", in("good.scenario"), "--until", "25:00"}, 2, "", "--until"},
		{[]string{"replay", in("noproduct.scenario")}, 2, "", "product NAME… is missing"},
		{[]string{"replay", in("noproduct.scenario"), "--product", "netbackup-6.5.3"}, 0, "not judged", ""},
		{[]string{"replay", in("broken.scenario")}, 2, "", in("broken.scenario") + `:2:1: unknown word "volum"`},
		{[]string{"replay", in("binary.scenario")}, 2, "", in("binary.scenario") + ":1:"},
		{[]string{"replay", in("truncated.scenario")}, 2, "", in("truncated.scenario") + ":9:1: "},
		{[]string{"replay", dir}, 2, "", "is a directory"},
		{[]string{"replay", in("none.scenario")}, 2, "", "there is no file"},
		{[]string{"replay", "/dev/zero"}, 2, "", "too large"},
		{[]string{"replay", "netbackup/worked-example", "--product", "netbackup-6.5.2A"}, 0, "as expected", ""},
		{[]string{"replay", "netbackup/worked-exampel"}, 2, "", `did you mean "netbackup/worked-example"?`},
		{[]string{"check", in("good.scenario")}, 0, "", ""},
		{[]string{"check", in("broken.scenario"), in("noproduct.scenario")}, 2, "", ":2:1: unknown word"},
		{[]string{"check", dir}, 2, "", "product NAME… is missing"},
		{[]string{"check", in("sub")}, 2, "", "has no scripts"},
		{[]string{"verify", in("sub")}, 2, "", "has no scripts"},
		{[]string{"check"}, 2, "", "expected a script"},
		{[]string{"window", in("good.scenario")}, 2, "", "--path PATH"},
		{[]string{"window", in("good.scenario"), "--path", "/data/none"}, 2, "", "nothing in the timeline changes"},
		{[]string{"window", in("twice.scenario"), "--path", "/data/zebra.txt"}, 2, "", "--line 9   02:30:00"},
		{[]string{"window", in("twice.scenario"), "--path", "/data/zebra.txt", "--line", "8"}, 2, "", "this line does not change"},
		{[]string{"window", in("twice.scenario"), "--path", "/data/zebra.txt", "--line", "9"}, 0, "netbackup-6.5.3: none", ""},
		{[]string{"window", in("good.scenario"), "--path", "/data/zebra.txt"}, 0, "netbackup-6.5.2A: 02:00:00 to 03:45:39\n", ""},
		{[]string{"products"}, 0, "netbackup-6.0-mp7", ""},
		{[]string{"products", "netbackup-6.5.3"}, 0, "source  N9 (decision)", ""},
		{[]string{"products", "netbackup-6.5"}, 2, "", "there is no product"},
		{[]string{"rules", "n3"}, 0, "anchor-turned", ""},
		{[]string{"rules", "Z1"}, 2, "", "there is no rule Z1"},
	} {
		code, stdout, stderr := gapless(t.Context(), "", c.args...)
		if code != c.code {
			t.Errorf("%v: status %d, want %d: %s", c.args, code, c.code, stderr)
		}
		for _, s := range []struct{ name, got, want string }{{"output", stdout, c.stdout}, {"error", stderr, c.stderr}} {
			if !strings.Contains(s.got, s.want) || s.want == "" && s.got != "" {
				t.Errorf("%v: the standard %s is %q, want %q", c.args, s.name, s.got, s.want)
			}
		}
	}
}

func TestAScriptThatNobodyMayReadIsAWrongCall(t *testing.T) {
	dir := scripts(t, map[string]string{"a.scenario": alert})
	name := filepath.Join(dir, "a.scenario")
	if err := os.Chmod(name, 0); err != nil {
		t.Fatal(err)
	}
	asNobody(t)
	if code, _, stderr := gapless(t.Context(), "", "replay", name); code != 2 || !strings.Contains(stderr, "permission denied") {
		t.Errorf("status %d: %s", code, stderr)
	}
}

func TestReplayExplainsTheWorkedExampleByItsInstants(t *testing.T) {
	dir := scripts(t, map[string]string{"a.scenario": alert})
	code, stdout, _ := gapless(t.Context(), "", "replay", filepath.Join(dir, "a.scenario"), "--product", "netbackup-6.5.2A")
	text := strings.Join(strings.Fields(stdout), " ")
	for _, want := range []string{
		"first go active at 18:00:00", "backup time 02:00:00", "10s (offset)", "starts at 19:45:49", "= 03:45:39.",
		"02:30:00 is 1h15m39s before 03:45:39", "1h45m49s after that activation", "delta of the first activation",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is missing (status %d) in\n%s", want, code, stdout)
		}
	}
}

func TestJSONIsOneObjectOrAnArrayOfThem(t *testing.T) {
	dir := scripts(t, map[string]string{"a.scenario": alert})
	name := filepath.Join(dir, "a.scenario")
	var one reports.Run
	var all []reports.Run
	_, stdout, _ := gapless(t.Context(), "", "replay", name, "--json", "--product", "netbackup-6.5.2A")
	if err := json.Unmarshal([]byte(stdout), &one); err != nil {
		t.Fatal(err)
	}
	_, stdout, _ = gapless(t.Context(), "", "replay", name, "--json")
	if err := json.Unmarshal([]byte(stdout), &all); err != nil {
		t.Fatal(err)
	}
	if len(all) != 2 || all[0].Hash != one.Hash || len(one.Hash) != 16 || all[1].Product != "netbackup-6.5.3" {
		t.Errorf("the array is not that of both products: %+v", all)
	}
	want := []reports.RestorePoint{
		{N: 1, Job: 1, At: "02:00:00", Kind: "full", State: "done"},
		{N: 2, Job: 2, At: "22:45:49", Kind: "incremental", State: "done"},
	}
	if diff := cmp.Diff(want, one.RestorePoints); diff != "" {
		t.Errorf("restore points (-want +got)\n%s", diff)
	}
	if diff := cmp.Diff([]string{"/data/zebra.txt"}, one.Lost); diff != "" || len(all[1].Lost) > 0 {
		t.Errorf("lost (-want +got)\n%s, fixed: %v", diff, all[1].Lost)
	}
	_, stdout, _ = gapless(t.Context(), "", "window", name, "--json", "--path", "/data/zebra.txt", "--product", "netbackup-6.5.2A")
	var got, wanted any
	_ = json.Unmarshal([]byte(`{"path":"/data/zebra.txt","windows":[{"from":"02:00:00","to":"03:45:39"}]}`), &wanted)
	if err := json.Unmarshal([]byte(stdout), &got); err != nil || !cmp.Equal(got, wanted) {
		t.Errorf("%v: %s", err, cmp.Diff(wanted, got))
	}
	_, stdout, _ = gapless(t.Context(), "", "rules", "N3", "--json")
	var rules []map[string]any
	if err := json.Unmarshal([]byte(stdout), &rules); err != nil || len(rules) != 1 || rules[0]["id"] != "N3" {
		t.Errorf("%v: %s", err, stdout)
	}
	for _, key := range []string{"text", "source", "scenarios", "breaks"} {
		if rules[0][key] == nil {
			t.Errorf("a rule has no %s", key)
		}
	}
}

func TestATraceEndsWhereItShouldAndKeepsToOneJob(t *testing.T) {
	dir := scripts(t, map[string]string{"a.scenario": alert})
	_, stdout, _ := gapless(t.Context(), "", "replay", filepath.Join(dir, "a.scenario"), "--product", "netbackup-6.5.2A",
		"--trace", "--until", "18:00:00", "--job", "2")
	trace, _, _ := strings.Cut(stdout, "\n\n")
	for want, there := range map[string]bool{
		"02:30:00   line 9: write /data/zebra.txt": true, "job 2 (incremental nightly) is active": true, "job 1 ": false, "19:15:27": false,
	} {
		if strings.Contains(trace, want) != there {
			t.Errorf("%q there: %v in\n%s", want, !there, trace)
		}
	}
}

func TestVerifyWritesTheSameBytesEachTime(t *testing.T) {
	dir := scripts(t, map[string]string{"a.scenario": alert, "sub/b.scenario": alert + wrongly, "c.scenario": alert})
	t.Chdir(dir)
	var first map[string]string
	for _, out := range []string{"x/1", "x/2"} {
		code, stdout, stderr := gapless(t.Context(), "", "verify", ".", "--out", out)
		if code != 1 || !strings.Contains(stdout, "3 scripts, 6 cases: 5 as expected, 1 not") || strings.Contains(stdout, "\x1b") {
			t.Errorf("status %d:\n%s", code, stdout)
		}
		if !strings.Contains(stdout, "gapless replay sub/b.scenario --product netbackup-6.5.3\n") || !strings.Contains(stderr, "verifying") {
			t.Errorf("no command in\n%s\nor no progress in\n%s", stdout, stderr)
		}
		files := map[string]string{"stdout": stdout}
		for _, name := range []string{"report.json", "report.html", "report.md", "junit.xml"} {
			b, err := os.ReadFile(filepath.Join(out, name))
			if err != nil {
				t.Fatal(err)
			}
			files[name] = string(b)
		}
		if left, _ := filepath.Glob(out + "/.*"); len(left) > 0 {
			t.Errorf("left behind: %v", left)
		}
		if first == nil {
			first = files
		}
		if diff := cmp.Diff(first, files); diff != "" {
			t.Errorf("the second time differs:\n%s", diff)
		}
	}
	var book reports.Book
	if err := json.Unmarshal([]byte(first["report.json"]), &book); err != nil || book.Schema != reports.Schema || len(book.Cases) != 6 {
		t.Errorf("%v: schema %q with %d cases", err, book.Schema, len(book.Cases))
	}
	var suites junit.Testsuites
	if err := xml.Unmarshal([]byte(first["junit.xml"]), &suites); err != nil || suites.Tests != 6 || suites.Failures != 1 {
		t.Errorf("%v: %d tests, %d failures", err, suites.Tests, suites.Failures)
	}
}

func TestAWrongScriptLeavesNoReport(t *testing.T) {
	dir := scripts(t, map[string]string{"a.scenario": alert, "b.scenario": "bogus\n"})
	out := filepath.Join(dir, "out")
	if code, stdout, stderr := gapless(t.Context(), "", "verify", dir, "--out", out); code != 2 || stdout != "" || !strings.Contains(stderr, "b.scenario:1:1") {
		t.Errorf("status %d, %q, %q", code, stdout, stderr)
	}
	if _, err := os.Stat(out); err == nil {
		t.Error("there is a report")
	}
}

func TestAnInterruptedVerifySavesWhatWasDone(t *testing.T) {
	dir := scripts(t, map[string]string{"a.scenario": alert})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	code, _, stderr := gapless(ctx, "", "verify", dir, "--out", filepath.Join(dir, "out"))
	if code != 130 || !strings.Contains(stderr, "interrupted") {
		t.Errorf("status %d: %s", code, stderr)
	}
	b, err := os.ReadFile(filepath.Join(dir, "out", "report.json"))
	var book reports.Book
	if err == nil {
		err = json.Unmarshal(b, &book)
	}
	if err != nil || !book.Interrupted || book.Cases == nil || len(book.Cases) != 0 {
		t.Errorf("%v: %+v", err, book)
	}
}

func TestAPanicEndsWithStatus3AndItsCommand(t *testing.T) {
	s, err := parse("a.scenario", []byte(alert))
	if err != nil {
		t.Fatal(err)
	}
	all, err := s.setups(overrides{product: "netbackup-6.5.3"})
	if err != nil {
		t.Fatal(err)
	}
	p := &suite.Panic{Value: "index out of range", Stack: []byte("goroutine 1\n")}
	dir := t.TempDir()
	cmd := newVerifyCommand()
	var out, stderr bytes.Buffer
	cmd.SetOut(&out)
	cmd.SetErr(&stderr)
	err = (&verification{quest: quest{out: dir}, annotating: annotating{how: "off"}}).publish(cmd, all, []suite.Done[*reports.Case]{{Began: true, Err: p}}, nil)
	if e, ok := err.(*ExitError); !ok || e.Code != 3 {
		t.Errorf("the error is %v", err)
	}
	const command = "gapless replay a.scenario --product netbackup-6.5.3\n"
	if !strings.HasSuffix(stderr.String(), command) || !strings.Contains(stderr.String(), "goroutine 1\n") || !strings.Contains(out.String(), command) {
		t.Errorf("told:\n%s\n%s", out.String(), stderr.String())
	}
	if e, ok := failure(all[0], p, io.Discard).(*ExitError); !ok || e.Code != 3 || !strings.HasSuffix(e.Error()+"\n", command) {
		t.Errorf("a replay's error is %v", e)
	}
}

func TestFmtRewritesInPlaceOrShowsWhatItWould(t *testing.T) {
	const loose = "product   netbackup-6.5.3 # why\nvolume /data fs=ext4\n"
	const canonical = "product netbackup-6.5.3  # why\nvolume  /data fs=ext4\n"
	dir := scripts(t, map[string]string{"a.scenario": loose, "bad.scenario": "bogus\n"})
	name := filepath.Join(dir, "a.scenario")
	if err := os.Chmod(name, 0o600); err != nil {
		t.Fatal(err)
	}
	if code, stdout, _ := gapless(t.Context(), loose, "fmt", "-"); code != 0 || stdout != canonical {
		t.Errorf("standard input: status %d, %q", code, stdout)
	}
	if code, stdout, _ := gapless(t.Context(), "", "fmt", "-d", name); code != 1 || !strings.Contains(stdout, "\n-volume /data fs=ext4\n") || !strings.Contains(stdout, "\n+volume  /data fs=ext4\n") {
		t.Errorf("-d: status %d, %q", code, stdout)
	}
	if b, _ := os.ReadFile(name); string(b) != loose {
		t.Errorf("-d wrote %q", b)
	}
	if code, _, stderr := gapless(t.Context(), "", "fmt", filepath.Join(dir, "bad.scenario"), name); code != 2 || !strings.Contains(stderr, "bad.scenario:1:1") {
		t.Errorf("a bad script beside a good one: status %d, %s", code, stderr)
	}
	b, _ := os.ReadFile(name)
	info, _ := os.Stat(name)
	if string(b) != canonical || info.Mode().Perm() != 0o600 {
		t.Errorf("wrote %q with mode %v", b, info.Mode())
	}
	if code, stdout, _ := gapless(t.Context(), "", "fmt", "-d", name); code != 0 || stdout != "" {
		t.Errorf("-d of a canonical script: status %d, %q", code, stdout)
	}
}

func TestOnlyTerminalsGetColours(t *testing.T) {
	tty, err := os.OpenFile("/dev/ptmx", os.O_RDWR, 0)
	if err != nil {
		t.Skip("no terminal to be had")
	}
	defer tty.Close()
	t.Setenv("NO_COLOR", "")
	t.Setenv("TERM", "xterm")
	if !palette(tty).On || palette(&bytes.Buffer{}).On {
		t.Error("a terminal has no colours, or something else has")
	}
	t.Setenv("NO_COLOR", "1")
	if palette(tty).On {
		t.Error("NO_COLOR is not honoured")
	}
}
