package volume

import (
	"errors"
	"io/fs"
	"os"
	"syscall"
	"testing"
	"time"

	"gapless/model"

	"github.com/google/go-cmp/cmp"
	"github.com/spf13/afero"
)

// people are the applications of a volume; they write down what they are told.
type people struct {
	held  []time.Duration
	paths []string
	shots []*Snapshot
}

func (p *people) Hold(path string, d time.Duration) {
	p.held, p.paths = append(p.held, d), append(p.paths, path)
}

func (p *people) Froze(s *Snapshot) { p.shots = append(p.shots, s) }

func frozen(t testing.TB, f interface {
	Freeze([]string) (FrozenFiles, error)
}, roots ...string) FrozenFiles {
	t.Helper()
	s, err := f.Freeze(roots)
	must(t, err)
	return s
}

func contentOf(t testing.TB, f afero.Fs, path string) string {
	t.Helper()
	b, err := afero.ReadFile(f, path)
	must(t, err)
	return string(b)
}

func TestASnapshotStaysAsItWas(t *testing.T) {
	who := &people{}
	v, h := journaled(t, Config{Applications: who})
	must(t, v.AddFile("/data/d/a", 20, h.Now(), 1))
	must(t, v.AddFile("/data/b", 20, h.Now(), 1))
	old, inode := contentOf(t, v.FS(nil), "/data/d/a"), uint64(attr(t, v, "/data/d/a").Ino)
	s := frozen(t, v.FS(nil), "/data")
	if len(who.shots) != 1 || FrozenFiles(who.shots[0]) != s || len(who.held) > 0 {
		t.Errorf("a freeze in no time was told as %+v", who)
	}
	must(t, v.WriteNew("/data/d/a", SameSize, 1))
	must(t, v.Move("/data/d", "/data/e", 1))
	must(t, v.Delete("/data/b", 1))
	must(t, v.CreateNew("/data/c", 1, 1))
	f := s.Files()
	if got := contentOf(t, f, "/data/d/a"); got != old {
		t.Error("a file changed in the snapshot")
	}
	if got := contentOf(t, v.FS(nil), "/data/e/a"); got == old {
		t.Error("a file did not change in the volume")
	}
	for path, there := range map[string]bool{"/data/b": true, "/data/c": false, "/data/e": false} {
		if _, err := f.Stat(path); (err == nil) != there {
			t.Errorf("%s is in the snapshot: %v", path, err)
		}
	}
	if err := f.Remove("/data/b"); !errors.Is(err, syscall.EROFS) {
		t.Errorf("removing from the snapshot: %v", err)
	}
	if _, err := f.(*FS).Freeze([]string{"/data"}); !errors.Is(err, errors.ErrUnsupported) {
		t.Errorf("a snapshot of the snapshot: %v", err)
	}

	j, err := f.(*FS).Journal("/data") // fact 58
	must(t, err)
	if _, err := j.State(); err != error(model.JournalNotActive) {
		t.Errorf("the journal of the snapshot: %v", err)
	}
	if err := j.Create(0, 0); err != error(model.JournalNotActive) {
		t.Errorf("creating a journal of the snapshot: %v", err)
	}
	if err := j.Records(0, nil); err != error(model.JournalNotActive) {
		t.Errorf("the records of the snapshot: %v", err)
	}
	if p, err := j.Path(inode); p != "/data/d/a" || err != nil {
		t.Errorf("a file's path in the snapshot is %q, %v", p, err)
	}
	if p, err := v.PathOf(inode); p != "/data/e/a" || err != nil {
		t.Errorf("its path now is %q, %v", p, err)
	}

	open, err := f.Open("/data/b")
	must(t, err)
	s.Release()
	s.Release()
	if _, err := f.Stat("/data/b"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("after its end a snapshot still has files: %v", err)
	}
	if _, err := open.Read(make([]byte, 1)); !errors.Is(err, os.ErrClosed) {
		t.Errorf("after its end: %v", err)
	}
	if got := contentOf(t, v.FS(nil), "/data/e/a"); len(got) != 20 {
		t.Error("the end of a snapshot took something from the volume")
	}
}

func TestOneFreezeShowsAllItsVolumesAtOneInstant(t *testing.T) {
	who := &people{}
	a, h := mounted(t, Config{Personality: "ntfs", Applications: who})
	b := New()
	b.Reset(Config{Path: "/mail", Personality: "refs", Stamper: h, Applications: who, Number: 2})
	plain := New()
	plain.Reset(Config{Path: "/usb", Personality: "fat32", Stamper: h, Number: 3})
	g := &gate{}
	m := NewMounts(a.FS(g), b.FS(g), plain.FS(g))
	must(t, a.CreateNew("/data/a", 5, 1))
	must(t, b.CreateNew("/mail/b", 5, 1))
	a.SlowFreeze(60 * time.Second)
	b.SlowFreeze(20 * time.Second)
	b.SlowCommit(10 * time.Second)
	s := frozen(t, m, "/data", "/mail")
	if d := cmp.Diff([]time.Duration{70 * time.Second, 70 * time.Second}, who.held); d != "" || len(who.shots) != 1 {
		t.Errorf("%d snapshots, writers were held %v", len(who.shots), who.held)
	}
	if g.total() != 70*time.Second {
		t.Errorf("it took %v", g.total())
	}
	must(t, a.Delete("/data/a", 1))
	must(t, b.Delete("/mail/b", 1))
	if len(contentOf(t, s.Files(), "/data/a")) != 5 || len(contentOf(t, s.Files(), "/mail/b")) != 5 {
		t.Error("not as they were")
	}
	for _, c := range []struct {
		roots []string
		want  error
	}{
		{[]string{"/data", "/usb"}, errors.ErrUnsupported}, {[]string{"/data/x"}, fs.ErrNotExist}, {nil, os.ErrInvalid},
	} {
		if s, err := m.Freeze(c.roots); s != nil || !errors.Is(err, c.want) {
			t.Errorf("%v: %v, %v", c.roots, s, err)
		}
	}
	if s := frozen(t, m, "/mail"); s == nil || g.total() != 70*time.Second {
		t.Error("a slow freeze was slow twice")
	}
}

func TestAFreezeThatTakesTooLongIsGivenUp(t *testing.T) {
	for _, c := range []struct {
		freeze, commit, takes time.Duration
		fails                 bool
	}{
		{60 * time.Second, 0, 60 * time.Second, false},
		{60*time.Second + 1, 0, 60 * time.Second, true},
		{time.Hour, time.Hour, 60 * time.Second, true},
		{0, 10 * time.Second, 10 * time.Second, false},
		{5 * time.Second, 10*time.Second + 1, 15 * time.Second, true},
	} {
		who, g := &people{}, &gate{}
		v, _ := mounted(t, Config{Personality: "ntfs", Applications: who})
		v.SlowFreeze(c.freeze)
		v.SlowCommit(c.commit)
		_, err := v.FS(g).Freeze([]string{"/data"})
		if errors.Is(err, os.ErrDeadlineExceeded) != c.fails || (err != nil) != c.fails {
			t.Errorf("%v and %v: %v", c.freeze, c.commit, err)
		}
		if d := cmp.Diff([]time.Duration{c.takes}, who.held); d != "" || g.total() != c.takes || len(who.shots) > 0 == c.fails {
			t.Errorf("%v and %v: writers held %v, took %v, %d snapshots", c.freeze, c.commit, who.held, g.total(), len(who.shots))
		}
		frozen(t, v.FS(g), "/data") // the next one is not slow
	}
}

func TestReadingASnapshotTakesAndFailsAsReadingTheVolume(t *testing.T) {
	g := &gate{}
	v, _ := mounted(t, Config{Personality: "ntfs", Applications: &people{}, Rate: 10})
	must(t, v.CreateNew("/data/a", 100, 1))
	must(t, v.CreateNew("/data/b", 100, 1))
	s := frozen(t, v.FS(g), "/data")
	contentOf(t, s.Files(), "/data/a")
	if g.total() != 10*time.Second {
		t.Errorf("reading 100 bytes at 10 a second took %v", g.total())
	}
	v.SetSlow("/data/a", time.Hour) // also when the disk gets slow only now
	g.spent = nil
	contentOf(t, s.Files(), "/data/a")
	if g.total() != time.Hour {
		t.Errorf("a slow file took %v", g.total())
	}
	v.FailRead("/data/b", 1)
	if _, err := afero.ReadFile(s.Files(), "/data/b"); !errors.Is(err, syscall.EIO) {
		t.Errorf("a failing read: %v", err)
	}
	if got := contentOf(t, v.FS(g), "/data/b"); len(got) != 100 {
		t.Error("one read was to fail, and two did")
	}
}

func TestACopyOfTheWorldCanBeFrozenToo(t *testing.T) {
	who := &people{}
	v, _ := mounted(t, Config{Personality: "ntfs", Applications: who})
	v.SlowFreeze(time.Hour)
	c := v.Clone()
	if _, err := c.FS(nil).Freeze([]string{"/data"}); err == nil {
		t.Error("the copy's freeze is not slow")
	}
	c.SlowCommit(time.Hour)
	c.Heal()
	frozen(t, c.FS(nil), "/data")
}

func BenchmarkSnapshot100k(b *testing.B) {
	v, h := New(), newHost()
	v.Reset(Config{Path: "/data", Personality: "ntfs", Stamper: h, Applications: &people{}})
	for _, p := range paths {
		must(b, v.AddFile(p, 1000, h.Now(), 1))
	}
	f := v.FS(nil)
	b.ReportAllocs()
	for b.Loop() {
		s, err := f.Freeze([]string{"/data"})
		if err != nil {
			b.Fatal(err)
		}
		s.Release()
	}
	perFile(b)
}
