package cli

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"gapless/fuzz/envelope"
	"gapless/fuzz/result"
)

// What searches find goes into one file, each beside what is there.
func TestSearchesWriteTheirPartsOfOneResult(t *testing.T) {
	dir := t.TempDir()
	code, stdout, stderr := gapless(t.Context(), "", "fuzz", "--exhaustive", "0", "--product", "netbackup-6.5.3", "--out", dir)
	if code != 0 || !strings.Contains(stdout, "N6 no script inside the bound shows it") || strings.Contains(stdout, "N3") || !strings.Contains(stderr, "scripts a second") {
		t.Errorf("exhaustive: exit %d\n%s%s", code, stdout, stderr)
	}
	code, stdout, _ = gapless(t.Context(), "", "fuzz", "--mutants", "--runs", "1", "--out", dir)
	if code != exitPartly || !strings.Contains(stdout, "not found") {
		t.Errorf("mutants: exit %d\n%s", code, stdout)
	}
	if code, _, stderr = gapless(t.Context(), "", "fuzz", "--product", "netbackup-6.5.3", "--runs", "5", "--out", dir); code > exitPartly {
		t.Errorf("campaign: exit %d\n%s", code, stderr)
	}
	stopped, cancel := context.WithCancel(t.Context())
	cancel() // what is interrupted takes nothing away
	for _, kind := range []string{"--mutants", "--exhaustive=0"} {
		if code, _, stderr = gapless(stopped, "", "fuzz", kind, "--out", dir); code != exitInterrupted || !strings.Contains(stderr, "result.json") {
			t.Errorf("%s, interrupted: exit %d\n%s", kind, code, stderr)
		}
	}
	b, err := os.ReadFile(filepath.Join(dir, "result.json"))
	var s result.Search
	if err == nil {
		err = json.Unmarshal(b, &s)
	}
	if err != nil || len(s.Exhaustive) != 1 || s.Exhaustive[0].Explored == 0 || len(s.Mutants) < 40 || len(s.Campaigns) != 1 {
		t.Errorf("%v: %+v", err, s)
	}
	for _, m := range s.Mutants {
		_, err := os.Stat(filepath.Join(dir, "mutants", m.Name+ending))
		if m.Found != (err == nil) {
			t.Errorf("%s: found %v, and its script %v", m.Name, m.Found, err)
		}
	}
	for _, args := range [][]string{
		{"fuzz", "--exhaustive", "9", "--out", dir}, {"fuzz", "--exhaustive", "0", "--product", "nope", "--out", dir}, {"fuzz", "--mutants", "--exhaustive", "1"},
	} {
		if code, _, stderr := gapless(t.Context(), "", args...); code != exitCall || stderr == "" {
			t.Errorf("%v: exit %d, %s", args, code, stderr)
		}
	}
}

// The boundary of the fixed release, as people and as programs read it. N9: 300 s.
func TestTheEnvelopeIsShown(t *testing.T) {
	code, stdout, stderr := gapless(t.Context(), "", "window", "--envelope", "netbackup-6.5.3")
	if code != 0 || !strings.Contains(stdout, "5m0.000000001s") {
		t.Errorf("exit %d\n%s%s", code, stdout, stderr)
	}
	code, stdout, _ = gapless(t.Context(), "", "window", "--envelope", "netbackup-6.5.3", "--json")
	var e result.Envelope
	if err := json.Unmarshal([]byte(stdout), &e); code != 0 || err != nil || len(e.Axes) != envelope.Axes() || e.Axes[0].Bears != 300e9 || e.Axes[0].Loses != 300e9+1 {
		t.Errorf("exit %d, %v: %+v", code, err, e)
	}
	for _, args := range [][]string{{"window", "--envelope", "nope"}, {"window", "x", "--envelope", "netbackup-6.5.3"}} {
		if code, _, stderr := gapless(t.Context(), "", args...); code != exitCall || stderr == "" {
			t.Errorf("%v: exit %d, %s", args, code, stderr)
		}
	}
}
