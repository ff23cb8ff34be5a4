package volume

import (
	"os"
	"strings"
	"testing"

	"gapless/model"

	"github.com/google/go-cmp/cmp"
	"github.com/spf13/afero"
)

// contents is the tree as "PATH CONTENT", directories as "PATH/".
func contents(v *Volume) []string {
	var out []string
	v.Walk(func(p string, held model.Version) {
		p = strings.TrimPrefix(p, "/data/")
		switch held.Kind {
		case model.Dir:
			out = append(out, p+"/")
		case model.Symlink:
			out = append(out, p+" -> "+held.Target)
		default:
			out = append(out, strings.TrimSpace(p+" "+string(held.Content.Bytes())))
		}
	})
	return out
}

// script does operations of a face: "write P TEXT", "append P TEXT", "sync P",
// "syncdir P", and those of the os package by name.
func script(t *testing.T, f *FS, text string) {
	t.Helper()
	for _, line := range strings.Split(text, ";") {
		w := append(strings.Fields(line), "", "")
		p, q := "/data/"+w[1], "/data/"+w[2]
		var err error
		switch w[0] {
		case "write":
			err = afero.WriteFile(f, p, []byte(w[2]), 0o644)
		case "append":
			var h afero.File
			if h, err = f.OpenFile(p, os.O_WRONLY|os.O_APPEND, 0); err == nil {
				_, err = h.WriteString(w[2])
			}
		case "overwrite":
			var h afero.File
			if h, err = f.OpenFile(p, os.O_WRONLY, 0); err == nil {
				_, err = h.WriteString(w[2])
			}
		case "sync":
			var h afero.File
			if h, err = f.Open(p); err == nil {
				err = h.Sync()
			}
		case "syncdir":
			err = f.SyncDir(p)
		case "mkdir":
			err = f.Mkdir(p, 0o755)
		case "remove":
			err = f.Remove(p)
		case "rename":
			err = f.Rename(p, q)
		case "link":
			err = f.Link(p, q)
		case "chmod":
			err = f.Chmod(p, 0o600)
		case "workload":
			err = f.v.AppendNew(p, 0, 1)
			if err == nil {
				err = f.v.SetMode(p, 0o640, 1)
			}
		case "create":
			err = f.v.CreateNew(p, 0, 1)
		case "moveworkload":
			err = f.v.Move(p, q, 1)
		default:
			t.Fatalf("no verb %q", w[0])
		}
		if err != nil {
			t.Fatalf("%s: %v", line, err)
		}
	}
}

var crashes = []struct {
	claim  string
	before string // synced before the script
	script string
	keep   int64
	want   string
}{
	{"a new file that was not synced is gone", "", "write a x", 9, ""},
	{"a new file whose bytes alone were synced is gone", "", "write a x; sync a", 9, ""},
	{"a new file whose name alone was synced is empty", "", "write a x; syncdir .", 0, "a"},
	{"a new file keeps the first of its bytes", "", "write a abc; syncdir .", 2, "a ab"},
	{"a synced file survives", "", "write a abc; sync a; syncdir .", 0, "a abc"},
	{"an append that was not synced is gone", "write a abc", "append a def", 0, "a abc"},
	{"an append keeps its first bytes", "write a abc", "append a def; append a ghi", 4, "a abcdefg"},
	{"an overwrite is gone altogether", "write a abcdef", "overwrite a XY; append a gh", 9, "a abcdef"},
	{"an emptied file has its bytes again", "write a abc", "write a Z", 9, "a abc"},
	{"an append after a sync is gone", "write a abc", "append a def; sync a; append a ghi", 0, "a abcdef"},
	{"a removed file comes back", "write a x; write b y", "remove a", 0, "a x; b y"},
	{"a removed file is gone when the directory was synced", "write a x; write b y", "remove a; syncdir .", 0, "b y"},
	{"a rename is undone", "write a x", "rename a b", 0, "a x"},
	{"a rename stays when the directory was synced", "write a x", "rename a b; syncdir .", 0, "b x"},
	{"a rename over a file is undone", "write a new; write b old", "rename a b", 0, "a new; b old"},
	{"a written and renamed file replaces nothing without a sync", "write f old", "write t new; sync t; rename t f", 0, "f old"},
	{"a written and renamed file replaces after both syncs", "write f old", "write t new; sync t; rename t f; syncdir .", 0, "f new"},
	{"a renamed file that was not synced is empty", "write f old", "write t new; rename t f; syncdir .", 0, "f"},
	{"a directory with all in it is gone", "", "mkdir d; write d/a x; sync d/a; syncdir d", 0, ""},
	{"a directory stays without what was not synced in it", "", "mkdir d; write d/a x; syncdir .", 0, "d/"},
	{"a removed directory comes back with its file", "mkdir d; write d/a x", "remove d/a; remove d", 0, "d/; d/a x"},
	{"a directory removed for good takes its file with it", "mkdir d; write d/a x", "remove d/a; remove d; syncdir .", 0, ""},
	{"a rename between directories is durable in both when one is synced", "mkdir d; write a x", "rename a d/a; syncdir .", 0, "d/; d/a x"},
	{"what a durable rename built on is durable too", "mkdir d; mkdir e", "write d/a x; sync d/a; rename d/a e/a; syncdir e", 0, "d/; e/; e/a x"},
	{"another directory has to be synced itself", "mkdir d; mkdir e", "write d/a x; sync d/a; write e/b y; sync e/b; syncdir e", 0, "d/; e/; e/b y"},
	{"a link is undone", "write a x", "link a b", 0, "a x"},
	{"a renamed directory is renamed back", "mkdir d; write d/a x", "rename d e; append e/a y; sync e/a", 0, "d/; d/a xy"},
	{"names change twice and are undone in order", "write a 1; write b 2", "rename a t; rename b a; rename t b; remove a; write a 3", 0, "a 1; b 2"},
	{"what the workload does makes durable what it builds on", "", "write a abc; workload a", 0, "a abc"},
	{"what the workload creates is durable with its directory", "", "mkdir d; create d/a", 0, "d/; d/a"},
	{"what the workload moves is durable", "", "mkdir d; write d/a abc; sync d/a; moveworkload d/a d/b", 0, "d/; d/b abc"},
}

func TestCrash(t *testing.T) {
	for _, c := range crashes {
		t.Run(strings.ReplaceAll(c.claim, " ", "-"), func(t *testing.T) {
			w := &truth{}
			v, _ := mounted(t, Config{Witness: w})
			f := v.FS(nil)
			if c.before != "" {
				script(t, f, c.before)
				syncAll(v)
			}
			script(t, f, c.script)
			ahead := v.Clone()
			v.Crash(func(int64) int64 { return c.keep })
			got := contents(v)
			if d := cmp.Diff(c.want, strings.Join(got, "; ")); d != "" {
				t.Error(d)
			}
			ahead.Crash(func(int64) int64 { return c.keep })
			if d := cmp.Diff(got, contents(ahead)); d != "" {
				t.Errorf("a copy crashes otherwise: %s", d)
			}
			agrees(t, v, w)
			v.Crash(nil)
			if d := cmp.Diff(got, contents(v)); d != "" {
				t.Errorf("a second crash changes more: %s", d)
			}
			used := int64(0)
			v.Walk(func(_ string, x model.Version) { used += x.Content.Size() })
			if v.Used() != used {
				t.Errorf("%d bytes are used, want %d", v.Used(), used)
			}
		})
	}
}

// agrees checks that the witness knows exactly what the volume holds.
func agrees(t *testing.T, v *Volume, w *truth) {
	t.Helper()
	want, got := map[string]model.Version{}, map[string]model.Version{}
	v.Walk(func(p string, held model.Version) { want[p] = held })
	for p, held := range w.held {
		if held != model.Gone {
			got[p] = *held
		}
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("truth (-volume +witness):\n%s", d)
	}
}

func syncAll(v *Volume) {
	for i := Root; i <= v.lastIno; i++ {
		v.Sync(i)
		v.SyncDir(i)
	}
}

func TestCrashOfAVolumeThatNoEngineWroteToChangesNothing(t *testing.T) {
	v, h := mounted(t, Config{})
	must(t, v.AddFile("/data/a", 3, h.Now(), 1))
	must(t, v.WriteNew("/data/a", 5, 1))
	must(t, v.CreateNew("/data/b", 5, 1))
	must(t, v.Delete("/data/b", 1))
	want := contents(v)
	if n := len(v.undos) + len(v.unsynced); n != 0 {
		t.Errorf("%d notes were taken, want none", n)
	}
	v.Crash(nil)
	if d := cmp.Diff(want, contents(v)); d != "" {
		t.Error(d)
	}
}

func TestCrashUndoesMetadataAndTellsTheWitnessOnce(t *testing.T) {
	w := &truth{}
	v, h := mounted(t, Config{Witness: w, Personality: "ntfs"})
	must(t, v.AddFile("/data/a", 3, h.Now(), 1))
	must(t, v.AddFile("/data/b", 3, h.Now(), 1))
	f := v.FS(nil)
	must(t, f.SetArchive("/data/a", false))
	must(t, f.Chmod("/data/a", 0o600))
	must(t, f.Remove("/data/b"))
	w.take()
	v.Crash(nil)
	told(t, w, "-1 /data/a file 3", "-1 /data/b file 3")
	if a := attr(t, v, "/data/a"); !a.Archive || a.Mode != 0o644 {
		t.Errorf("after the crash: %+v", a)
	}
}

func TestCrashKillsHandles(t *testing.T) {
	v, h := mounted(t, Config{})
	must(t, v.AddFile("/data/a", 3, h.Now(), 1))
	f, err := v.FS(nil).Open("/data/a")
	must(t, err)
	v.Crash(nil)
	if _, err := f.Read(make([]byte, 1)); err == nil {
		t.Error("a handle from before the crash reads")
	}
	if err := f.Close(); err == nil {
		t.Error("a handle from before the crash closes")
	}
}

func TestSyncedVolumeTakesNoNotes(t *testing.T) {
	v, _ := mounted(t, Config{Synced: true})
	script(t, v.FS(nil), "write a x; rename a b")
	v.Crash(nil)
	if d := cmp.Diff([]string{"b x"}, contents(v)); d != "" {
		t.Error(d)
	}
}
