package volume

import (
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path"
	"slices"
	"strings"
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

// tree is what each path holds, and its inode after those of the directories above it.
type tree map[string]node

type node struct {
	held    model.Version
	through []Ino
}

func treeOf(v *Volume) tree {
	t := tree{}
	v.each(Root, v.cfg.Path, func(p string, i Ino) {
		above := t[path.Dir(p)].through
		t[p] = node{v.versionOf(i), append(slices.Clone(above), i)}
	})
	return t
}

// Replaying the records over the tree of an instant finds every path that differs at a
// later one: by the path's own inode, or by that of a directory above it.
func TestTheJournalNeverFindsLessThanAComparison(t *testing.T) {
	for seed := range uint64(400) {
		v, h := journaled(t, Config{Synced: true})
		w := &busy{v: v, h: h, rand: rand.New(rand.NewPCG(seed, 1))}
		for range w.rand.IntN(40) {
			w.step()
		}
		w.closeAll() // fact 48: what is held open across the two instants may be missed
		before, from := treeOf(v), next(t, v)
		for range w.rand.IntN(30) {
			w.step()
		}
		after, changed := treeOf(v), map[Ino]bool{}
		must(t, v.Journal().Records(from, func(r *model.JournalRecord) bool {
			changed[Ino(r.Inode)] = true
			return true
		}))
		found := func(n node) bool { return slices.ContainsFunc(n.through, func(i Ino) bool { return changed[i] }) }
		for p, was := range before { // any order
			if is := after[p]; !cmp.Equal(is.held, was.held) && !found(was) && !found(is) {
				t.Fatalf("seed %d: %s differs, and nothing is recorded of it\n%s", seed, p, strings.Join(w.did, "\n"))
			}
		}
		for p, is := range after { // any order
			if _, there := before[p]; !there && !found(is) {
				t.Fatalf("seed %d: %s is new, and nothing is recorded of it\n%s", seed, p, strings.Join(w.did, "\n"))
			}
		}
	}
}

// busy does one thing after another to a volume.
type busy struct {
	v    *Volume
	h    *host
	rand *rand.Rand
	held []string
	open []*File
	did  []string
}

func (w *busy) closeAll() {
	for _, p := range w.held {
		w.v.CloseHeld(p, 1)
	}
	for _, f := range w.open {
		f.Close()
	}
	w.held, w.open, w.v.held = nil, nil, w.v.held[:0]
	w.v.Journal().Crash() // files that were held under a name that is gone
}

// path is one of a few, so that they collide and nest.
func (w *busy) path() string {
	p := "/data"
	for range 1 + w.rand.IntN(2) {
		p += "/" + string(rune('a'+w.rand.IntN(3)))
	}
	return p
}

func (w *busy) step() {
	w.h.advance(time.Second)
	v, f, a, b, size := w.v, w.v.FS(nil), w.path(), w.path(), int64(w.rand.IntN(20))
	k := w.rand.IntN(20)
	w.did = append(w.did, fmt.Sprintf("%d %s %s %d", k, a, b, size))
	switch k {
	case 0, 1:
		v.CreateNew(a, size, 1)
	case 2:
		v.MakeDir(a, 1)
	case 3:
		v.WriteNew(a, size, 1)
	case 4:
		v.AppendNew(a, size, 1)
	case 5:
		v.Resize(a, size, 1)
	case 6:
		v.Delete(a, 1)
	case 7:
		v.RemoveDir(a, 1)
	case 8, 9:
		v.Move(a, b, 1)
	case 10:
		v.MakeLink(a, b, 1)
	case 11:
		v.Copy(a, b, 1)
	case 12:
		v.Touch(a, w.h.Now(), 1)
	case 13:
		v.SetMode(a, fs.FileMode(w.rand.IntN(512)), 1)
	case 14:
		if v.HoldOpen(a) == nil {
			w.held = append(w.held, a)
		}
	case 15:
		v.CloseHeld(a, 1)
	case 16:
		if h, err := f.OpenFile(a, os.O_RDWR|os.O_CREATE, 0o644); err == nil {
			w.open = append(w.open, h.(*File))
		}
	case 17:
		if len(w.open) > 0 {
			w.open[w.rand.IntN(len(w.open))].WriteAt([]byte("xyz"), size)
		}
	case 18:
		if len(w.open) > 0 {
			w.open[w.rand.IntN(len(w.open))].Close()
		}
	case 19:
		if w.rand.IntN(4) == 0 {
			v.Crash(nil)
			w.held, w.open = nil, nil
		}
	}
}
