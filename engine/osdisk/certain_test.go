package osdisk_test

import (
	"errors"
	"os"
	"strings"
	"testing"
	"time"

	"gapless/engine/osdisk"
	"gapless/model"
	"gapless/model/clock"

	"github.com/google/go-cmp/cmp"
)

func certainly() osdisk.Options {
	rules := osdisk.CertainRules()
	rules.Slack = clock.Of(100 * time.Millisecond) // for which a job waits
	return osdisk.Options{Rules: &rules}
}

// By the product gapless a file that got other bytes and its old time and size back is
// taken, and what was deleted does not come back; neither is so by the default rules.
func TestTheSafestRulesOnARealDisk(t *testing.T) {
	src, repo := t.TempDir(), t.TempDir()
	for _, name := range []string{"same", "kept", "gone", "dir/deep"} {
		put(t, src+"/"+name, "first")
	}
	backdate(t, src)
	first, err := osdisk.Backup(t.Context(), src, repo, "", certainly())
	must(t, err)
	info, err := os.Stat(src + "/kept")
	must(t, err)
	put(t, src+"/kept", "other")
	must(t, os.Chtimes(src+"/kept", info.ModTime(), info.ModTime()))
	must(t, os.Remove(src+"/gone"))
	put(t, src+"/new", "x")

	second, err := osdisk.Backup(t.Context(), src, repo, "", certainly())
	must(t, err)
	if first.Kind != model.Full || first.Status != 0 || second.Kind != model.Incremental || second.Base != first.Job || second.Status != 0 {
		t.Errorf("first %+v, second %+v", first, second)
	}
	target := t.TempDir()
	_, err = osdisk.Restore(t.Context(), repo, target, 0)
	must(t, err)
	if d := cmp.Diff(snapshot(t, src), snapshot(t, target)); d != "" {
		t.Errorf("(-source +restored):\n%s", d)
	}
	older := t.TempDir()
	_, err = osdisk.Restore(t.Context(), repo, older, first.Job)
	must(t, err)
	if b, err := os.ReadFile(older + "/gone"); string(b) != "first" {
		t.Errorf("gone was %q before: %v", b, err)
	}
}

// One product lists what it saw and the other does not, so that neither builds on the
// other's images.
func TestAnIncrementalIsNotMadeAcrossProducts(t *testing.T) {
	src, repo := t.TempDir(), t.TempDir()
	put(t, src+"/f", "x")
	_, err := osdisk.Backup(t.Context(), src, repo, "", osdisk.Options{})
	must(t, err)
	for _, kind := range []model.JobKind{model.Incremental, model.Cumulative} {
		_, err = osdisk.Backup(t.Context(), src, repo, kind, certainly())
		var refused *osdisk.Refused
		if !errors.As(err, &refused) || !strings.Contains(err.Error(), "make a full backup first") {
			t.Errorf("%s: %v", kind, err)
		}
	}
	for i, want := range []struct {
		o    osdisk.Options
		kind model.JobKind
	}{{certainly(), model.Full}, {certainly(), model.Incremental}, {osdisk.Options{}, model.Full}, {osdisk.Options{}, model.Incremental}} {
		r, err := osdisk.Backup(t.Context(), src, repo, "", want.o)
		must(t, err)
		if r.Kind != want.kind {
			t.Errorf("backup %d is of the kind %s, want %s", i+1, r.Kind, want.kind)
		}
		target := t.TempDir()
		_, err = osdisk.Restore(t.Context(), repo, target, 0)
		must(t, err)
		if d := cmp.Diff(snapshot(t, src), snapshot(t, target)); d != "" {
			t.Errorf("backup %d (-source +restored):\n%s", i+1, d)
		}
	}
}
