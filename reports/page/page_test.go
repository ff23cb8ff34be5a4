package page

import (
	"bytes"
	"regexp"
	"strings"
	"testing"

	"gapless/model/clock"
	"gapless/reports"
	"gapless/reports/timeline"
	"gapless/reports/trace"
	"gapless/scenarios"
)

const hostile = "product netbackup-6.5.2A\nvolume /data fs=ext4\n" +
	`file "/data/<script>alert(1)<script>\"&'" 1KB` + "\n" + `file "/data/\u202efdp.exe\x1b[31m" 1KB` + "\nfile /data/big 64KB\npolicy p volumes=/data method=modified-time\n" +
	"02:00 full p\n" + `02:30 write "/data/<script>alert(1)<script>\"&'"` + "\n" + `02:31 write "/data/\u202efdp.exe\x1b[31m"` + "\n" +
	"17:00 write /data/big\n17:30 slow /data/big 3h\n18:00 incremental p\n19:15:27 suspend p\n19:45:49 resume p\n"

// made is the page of a script.
func made(t *testing.T, name, text string) string {
	t.Helper()
	s, err := scenarios.Parse(name, []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	u, err := scenarios.NewSetup(s, "netbackup-6.5.2A", nil)
	if err != nil {
		t.Fatal(err)
	}
	r := scenarios.NewRunner()
	defer r.Close()
	res, err := r.Judge(u, scenarios.Options{Trace: true})
	if err != nil {
		t.Fatal(err)
	}
	run := &Run{Case: reports.Digest(name, res, true).Settle(), Trace: trace.Of(res), Timeline: timeline.Of(res)}
	v, err := r.View(u, clock.Duration{})
	if err != nil {
		t.Fatal(err)
	}
	run.States = []State{StateOf(v)}
	var b bytes.Buffer
	if err := Write(&b, []*Run{run}, trace.Options{}); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestNothingThatAScriptSaysActsOnAPage(t *testing.T) {
	page := made(t, "<img src=x onerror=alert(1)>", hostile)
	for _, part := range []string{"<script", "<img", "\x1b", "\u202e"} {
		if strings.Contains(page, part) {
			t.Errorf("the page holds %q as it is", part)
		}
	}
	for _, part := range []string{"&lt;script&gt;alert(1)", `\u202efdp.exe\x1b[31m`, "&lt;img src=x"} {
		if strings.Count(page, part) < 3 { // the title, the trace, the picture …
			t.Errorf("the page shows %q %d times", part, strings.Count(page, part))
		}
	}
}

// The page asks nobody for anything: it refers to nothing but its own patterns, and its
// policy forbids the rest.
func TestAPageNeedsNothingElse(t *testing.T) {
	page := made(t, "s", hostile)
	if !strings.Contains(page, `content="default-src 'none'; style-src 'unsafe-inline'"`) {
		t.Error("there is no policy")
	}
	for _, m := range regexp.MustCompile(`(?:src|href|action)\s*=|url\((.)`).FindAllStringSubmatch(page, -1) {
		if m[1] != "#" {
			t.Errorf("the page refers to something: %q", m[0])
		}
	}
	if page != made(t, "s", hostile) {
		t.Error("the second page differs")
	}
}

// Two losses have two pictures, whose ids do not collide.
func TestIdsOfPicturesAreUnique(t *testing.T) {
	page := made(t, "s", hostile)
	seen := map[string]bool{}
	all := regexp.MustCompile(`\sid="([^"]+)"`).FindAllStringSubmatch(page, -1)
	for _, m := range all {
		if seen[m[1]] {
			t.Errorf("two things are %s", m[1])
		}
		seen[m[1]] = true
	}
	if len(all) != 8 {
		t.Errorf("%d ids: expected a title, a description and two patterns for each of two pictures", len(all))
	}
}

// A world of many files does not make a page of as many rows for each instant.
func TestALongTableIsCutAndSaysSo(t *testing.T) {
	v := &scenarios.View{Volumes: []scenarios.VolumeView{{Path: "/data", Files: make([]scenarios.FileView, 1000)}}}
	for _, table := range StateOf(v).Tables {
		if n := len(table.Rows); table.Head[0] == "path" && (n != 61 || table.Rows[60][0] != "and 940 more; gapless replay --step shows them") {
			t.Errorf("%d rows, the last is %q", n, table.Rows[n-1])
		}
	}
}
