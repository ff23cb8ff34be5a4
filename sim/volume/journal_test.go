package volume

import (
	"errors"
	"fmt"
	"io/fs"
	"testing"
	"time"

	"gapless/model"

	"github.com/google/go-cmp/cmp"
)

// journaled is an ntfs volume at /data with a change journal that is never trimmed.
func journaled(t testing.TB, cfg Config) (*Volume, *host) {
	t.Helper()
	cfg.Personality, cfg.Journal = "ntfs", JournalSize{Max: 1 << 40, Delta: 1 << 20}
	return mounted(t, cfg)
}

// written lists names and reasons of the records from a position on.
func written(t testing.TB, v *Volume, from int64) (lines []string) {
	t.Helper()
	must(t, v.Journal().Records(from, func(r *model.JournalRecord) bool {
		lines = append(lines, fmt.Sprintf("%s %x", r.Name, uint32(r.Reasons)))
		return true
	}))
	return lines
}

func next(t testing.TB, v *Volume) int64 {
	t.Helper()
	s, err := v.Journal().State()
	must(t, err)
	return s.Next
}

func TestWhatPeopleAndProgramsDoIsRecorded(t *testing.T) {
	for _, c := range []struct {
		name string
		act  func(v *Volume, h *host) error
		want []string
	}{
		{"write", func(v *Volume, h *host) error { return v.WriteNew("/data/a", SameSize, 1) }, []string{"a 1", "a 80000001"}},
		{"longer", func(v *Volume, h *host) error { return v.WriteNew("/data/a", 20, 1) }, []string{"a 3", "a 80000003"}},
		{"shorter", func(v *Volume, h *host) error { return v.WriteNew("/data/a", 5, 1) }, []string{"a 5", "a 80000005"}},
		{"append", func(v *Volume, h *host) error { return v.AppendNew("/data/a", 5, 1) }, []string{"a 2", "a 80000002"}},
		{"create", func(v *Volume, h *host) error { return v.CreateNew("/data/b", 5, 1) }, []string{"b 100", "b 102", "b 80000102"}},
		{"copy", func(v *Volume, h *host) error { return v.Copy("/data/a", "/data/b", 1) },
			[]string{"b 100", "b 102", "b 8102", "b 80008102"}},
		{"copy over", func(v *Volume, h *host) error { return v.Copy("/data/a", "/data/d/c", 1) },
			[]string{"c 80000200", "c 100", "c 102", "c 8102", "c 80008102"}},
		{"delete", func(v *Volume, h *host) error { return v.Delete("/data/a", 1) }, []string{"a 80000200"}},
		{"rename", func(v *Volume, h *host) error { return v.Move("/data/a", "/data/b", 1) }, []string{"a 1000", "b 2000", "b 80002000"}},
		{"rename a directory", func(v *Volume, h *host) error { return v.Move("/data/d", "/data/e", 1) },
			[]string{"d 1000", "e 2000", "e 80002000"}},
		{"touch", func(v *Volume, h *host) error { return v.Touch("/data/a", h.Now(), 1) }, []string{"a 8000", "a 80008000"}},
		{"chmod", func(v *Volume, h *host) error { return v.SetMode("/data/a", 0o600, 1) }, []string{"a 800", "a 80000800"}},
		{"archive bit", func(v *Volume, h *host) error { return v.SetBit("/data/a", false, 1) }, []string{"a 8000", "a 80008000"}},
		{"clearing through a face", func(v *Volume, h *host) error { return v.FS(nil).SetArchive("/data/a", false) },
			[]string{"a 8000", "a 80008000"}},
		{"times through a face", func(v *Volume, h *host) error { return v.FS(nil).SetTimes("/data/a", Time{}, h.Now()) },
			[]string{"a 8000", "a 80008000"}},
		{"link", func(v *Volume, h *host) error { return v.MakeLink("/data/a", "/data/b", 1) }, []string{"b 10000", "b 80010000"}},
		{"symlink", func(v *Volume, h *host) error { return v.MakeSymlink("/data/s", "a", 1) }, []string{"s 100", "s 80000100"}},
		{"mkdir", func(v *Volume, h *host) error { return v.MakeDir("/data/e", 1) }, []string{"e 100", "e 80000100"}},
		{"held", func(v *Volume, h *host) error {
			must(t, v.HoldOpen("/data/a"))
			must(t, v.WriteNew("/data/a", SameSize, 1))
			must(t, v.WriteNew("/data/a", SameSize, 1)) // fact 48
			must(t, v.AppendNew("/data/a", 1, 1))
			must(t, v.FS(nil).SetArchive("/data/a", false))
			must(t, v.FS(nil).SetArchive("/data/a", true)) // all handles together are one opening
			return v.CloseHeld("/data/a", 1)
		}, []string{"a 1", "a 3", "a 8003", "a 80008003"}},
		{"held across a crash", func(v *Volume, h *host) error {
			must(t, v.HoldOpen("/data/a"))
			must(t, v.WriteNew("/data/a", SameSize, 1))
			v.Crash(nil)
			return v.WriteNew("/data/a", SameSize, 1)
		}, []string{"a 1", "a 1", "a 80000001"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			v, h := journaled(t, Config{})
			must(t, v.AddFile("/data/a", 10, h.Now(), 1))
			must(t, v.AddFile("/data/d/c", 10, h.Now(), 1))
			must(t, c.act(v, h))
			if d := cmp.Diff(c.want, written(t, v, 0)); d != "" {
				t.Error(d)
			}
		})
	}
}

// A new journal knows nothing of what was recorded before, so the next write through
// a handle that is held says so again.
func TestANewJournalStartsAfreshWhileAFileIsHeldOpen(t *testing.T) {
	v, h := journaled(t, Config{})
	must(t, v.AddFile("/data/a", 10, h.Now(), 1))
	must(t, v.HoldOpen("/data/a"))
	must(t, v.WriteNew("/data/a", SameSize, 1))
	must(t, v.Journal().Delete())
	v.Journal().Deleted()
	must(t, v.WriteNew("/data/a", SameSize, 1)) // recorded nowhere
	must(t, v.Journal().Create(0, 0))
	must(t, v.WriteNew("/data/a", SameSize, 1))
	must(t, v.CloseHeld("/data/a", 1))
	if d := cmp.Diff([]string{"a 1", "a 80000001"}, written(t, v, 0)); d != "" {
		t.Error(d)
	}
}

func TestARecordSaysWhichFileAndWhenAndWhere(t *testing.T) {
	v, h := journaled(t, Config{})
	must(t, v.AddFile("/data/d/a", 10, h.Now(), 1))
	h.advance(time.Hour)
	must(t, v.WriteNew("/data/d/a", SameSize, 1))
	dir, a := attr(t, v, "/data/d").Ino, attr(t, v, "/data/d/a").Ino
	must(t, v.Journal().Records(0, func(r *model.JournalRecord) bool {
		if r.Inode != uint64(a) || r.Parent != uint64(dir) || r.Dir || !r.At.Equal(h.Now()) {
			t.Errorf("recorded %+v", *r)
		}
		return true
	}))
	must(t, v.Move("/data/d", "/data/e", 1))
	info, err := v.FS(nil).Stat("/data/e/a")
	must(t, err)
	_, inode, _ := info.(interface {
		Identity() (volume, inode uint64, links int)
	}).Identity()
	if p, err := v.PathOf(inode); p != "/data/e/a" || err != nil {
		t.Errorf("its path is %q: %v", p, err)
	}
	must(t, v.Delete("/data/e/a", 1))
	if p, err := v.PathOf(inode); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a removed file has the path %q: %v", p, err)
	}
	if p, err := v.PathOf(1 << 40); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("no file has the path %q: %v", p, err)
	}
	if p, err := v.PathOf(uint64(Root)); p != "/data" || err != nil {
		t.Errorf("the root has the path %q: %v", p, err)
	}
}

func TestOnlyNTFSAndReFSHaveJournals(t *testing.T) {
	for _, kind := range Personalities() {
		v, _ := mounted(t, Config{Personality: kind})
		want := kind == "ntfs" || kind == "refs"
		for _, f := range []interface {
			Journal(string) (ChangeJournal, error)
		}{v.FS(nil), NewMounts(v.FS(nil))} {
			j, err := f.Journal("/data")
			if got := err == nil; got != want || !want && !errors.Is(err, errors.ErrUnsupported) {
				t.Errorf("%s: %v", kind, err)
				continue
			}
			if _, err := f.Journal("/data/d"); !errors.Is(err, fs.ErrNotExist) {
				t.Errorf("%s: the journal of a directory: %v", kind, err)
			}
			if !want {
				continue
			}
			v.Journal().Delete() // by the face before
			v.Journal().Deleted()
			if _, err := j.State(); err != error(model.JournalNotActive) {
				t.Errorf("%s: not created yet: %v", kind, err)
			}
			must(t, j.Create(1<<20, 1<<18))
			if s, err := j.State(); err != nil || s.MaxSize != 1<<20 {
				t.Errorf("%s: %+v, %v", kind, s, err)
			}
		}
	}
}

func TestARecycledVolumeHasNoOldRecords(t *testing.T) {
	v, _ := journaled(t, Config{})
	must(t, v.CreateNew("/data/a", 1, 1))
	c := v.Clone()
	for range 2 {
		v.Reset(Config{Path: "/data", Personality: "ntfs", Stamper: newHost(), Number: 5, Journal: JournalSize{Max: 1 << 20, Delta: 1 << 18}})
		if got := written(t, v, 0); len(got) > 0 {
			t.Errorf("recorded before anything happened: %v", got)
		}
		must(t, v.CreateNew("/data/b", 0, 1))
	}
	if d := cmp.Diff([]string{"a 100", "a 102", "a 80000102"}, written(t, c, 0)); d != "" {
		t.Errorf("a copy of the volume lost its records: %s", d)
	}
	v.Reset(Config{Path: "/data", Personality: "ntfs"})
	if _, err := v.Journal().State(); err != error(model.JournalNotActive) {
		t.Errorf("a volume without a journal: %v", err)
	}
}

func TestJournalsTakeTheTimeOfTheirBytesAndPassTheGate(t *testing.T) {
	g := &gate{}
	v, h := mounted(t, Config{Personality: "ntfs", Rate: 64, Latency: time.Millisecond, Size: 1 << 30, Journal: JournalSize{Max: 1 << 20, Delta: 1 << 18}})
	must(t, v.AddFile("/data/a", 10, h.Now(), 1))
	must(t, v.WriteNew("/data/a", SameSize, 1)) // two records of 64 bytes
	f := v.FS(g)
	j, err := f.Journal("/data")
	must(t, err)
	for _, c := range []struct {
		act   func() error
		op    string
		spent time.Duration
	}{
		{func() error { _, err := j.State(); return err }, "query-journal /data", time.Millisecond},
		{func() error { return j.Create(1<<20, 1<<18) }, "create-journal /data", time.Millisecond},
		{func() error { return j.Records(0, func(*model.JournalRecord) bool { return true }) }, "read-journal /data", 2001 * time.Millisecond},
		{func() error { return j.Records(64, func(*model.JournalRecord) bool { return true }) }, "read-journal /data", 1001 * time.Millisecond},
		{func() error { _, err := j.Path(2); return err }, "examine /data", time.Millisecond},
	} {
		*g = gate{}
		must(t, c.act())
		if len(g.passed) != 1 || g.passed[0] != c.op || g.total() != c.spent {
			t.Errorf("%v took %v, want %s and %v", g.passed, g.total(), c.op, c.spent)
		}
	}
	*g = gate{fail: errors.New("no")}
	if _, err := j.State(); err != g.fail {
		t.Errorf("the gate is closed: %v", err)
	}
	*g = gate{during: func(int) { v.Journal().Delete() }} // while it is read
	if err := j.Records(0, nil); err != error(model.JournalDeleteInProgress) {
		t.Errorf("deleted during the read: %v", err)
	}
	if n, err := f.VolumeSize("/data"); n != 1<<30 || err != nil {
		t.Errorf("the volume has %d bytes: %v", n, err)
	}
	if _, err := NewMounts(f).VolumeSize("/data/d"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the size of a directory: %v", err)
	}
}

// busied is a journal of 400,000 records on a volume of 100,000 files, 100 of which
// changed since the position.
func busied(b *testing.B) (*Volume, int64) {
	v, h := New(), newHost()
	v.Reset(Config{Path: "/data", Personality: "ntfs", Stamper: h, Journal: JournalSize{Max: 1 << 30, Delta: 1 << 20}})
	for _, p := range paths {
		must(b, v.AddFile(p, 1000, h.Now(), 1))
	}
	for k := range 200_000 - 100 {
		must(b, v.WriteNew(paths[k%many], SameSize, 1))
	}
	from := next(b, v)
	for k := range 100 {
		must(b, v.WriteNew(paths[k*1000], SameSize, 1))
	}
	return v, from
}

// What a world gives to an incremental: by the journal, and by examining each file.
func BenchmarkFind100ChangesOf100k(b *testing.B) {
	v, from := busied(b)
	f := v.FS(nil)
	b.Run("journal", func(b *testing.B) {
		for b.Loop() {
			j, _ := f.Journal("/data")
			n := 0
			err := j.Records(from, func(r *model.JournalRecord) bool {
				if r.Reasons&model.Closed != 0 {
					if _, err := j.Path(r.Inode); err == nil {
						n++
					}
				}
				return true
			})
			if err != nil || n != 100 {
				b.Fatal(n, err)
			}
		}
	})
	b.Run("journal-of-400k-from-its-beginning", func(b *testing.B) {
		for b.Loop() {
			j, _ := f.Journal("/data")
			n := 0
			err := j.Records(0, func(r *model.JournalRecord) bool { n++; return true })
			if err != nil || n != 400_000 {
				b.Fatal(n, err)
			}
		}
	})
	b.Run("scan", func(b *testing.B) {
		for b.Loop() {
			dir, err := f.Open("/data")
			if err != nil {
				b.Fatal(err)
			}
			names, _ := dir.Readdirnames(-1)
			for _, name := range names {
				if _, _, err := f.LstatIfPossible("/data/" + name); err != nil {
					b.Fatal(err)
				}
			}
			dir.Close()
		}
	})
}

func BenchmarkWriteWithAJournal(b *testing.B) {
	v, h := New(), newHost()
	v.Reset(Config{Path: "/data", Personality: "ntfs", Stamper: h, Journal: JournalSize{Max: 1 << 20, Delta: 1 << 18}})
	must(b, v.AddFile(paths[0], 1000, h.Now(), 1))
	b.ReportAllocs()
	for b.Loop() {
		must(b, v.WriteNew(paths[0], SameSize, 2))
	}
}
