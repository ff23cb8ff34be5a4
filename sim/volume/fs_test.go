package volume

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"gapless/model/clock"
	"gapless/sim/op"

	"github.com/google/go-cmp/cmp"
	"github.com/spf13/afero"
)

// What an engine looks for beside afero.Fs, afero.File and fs.FileInfo. The
// signatures are those of its ports.
var (
	_ interface {
		ListStats(dir string) ([]fs.FileInfo, error)
		SetTimes(name string, accessed, modified clock.Time[clock.Client]) error
		SetArchive(name string, on bool) error
		Link(oldname, newname string) error
		SyncDir(name string) error
	} = (*FS)(nil)
	_ interface {
		NextBlock(max int) ([]byte, error)
		WriteBlock(b []byte) (int, error)
	} = (*File)(nil)
	_ interface {
		Modified() clock.Time[clock.Client]
		Changed() clock.Time[clock.Client]
		Accessed() clock.Time[clock.Client]
		Identity() (volume, inode uint64, links int)
	} = (*Info)(nil)
)

func TestOnlyVolumesWithArchiveBitsSayThatTheyHaveThem(t *testing.T) {
	for kind, want := range map[string]bool{"ext4": false, "ntfs": true, "fat32": true, "hfs+": false} {
		v, h := mounted(t, Config{Personality: kind})
		must(t, v.AddFile("/data/a", 1, h.Now(), 1))
		if kind != "fat32" { // symbolic links have the bit, too: fact 60 is about whatever is made
			must(t, v.FS(nil).SymlinkIfPossible("a", "/data/soft"))
		}
		info, err := v.FS(nil).Stat("/data/a")
		must(t, err)
		list, err := v.FS(nil).ListStats("/data")
		must(t, err)
		for _, x := range append(list, info) {
			if a, ok := x.(interface{ Archive() bool }); ok != want || ok && !a.Archive() {
				t.Errorf("%s: has a bit: %v, want %v", kind, ok, want)
			}
		}
	}
}

func TestEachOperationPassesTheGateOnce(t *testing.T) {
	v, h := mounted(t, Config{})
	must(t, v.AddFile("/data/d/a", 3, h.Now(), 1))
	g := &gate{}
	f := v.FS(g)
	for _, c := range []struct {
		name string
		act  func() error
		want []string
	}{
		{"stat", func() error { _, err := f.Stat("/data/d"); return err }, []string{"examine /data/d"}},
		{"list", func() error { _, err := f.ListStats("/data"); return err }, []string{"list /data"}},
		{"create", func() error { _, err := f.Create("/data/b"); return err }, []string{"create /data/b"}},
		{"mkdirall", func() error { return f.MkdirAll("/data/x/y", 0o755) }, []string{"mkdir /data/x", "mkdir /data/x/y"}},
		{"mkdirall again", func() error { return f.MkdirAll("/data/x/y", 0o755) }, nil},
		{"rename", func() error { return f.Rename("/data/b", "/data/c") }, []string{"rename /data/b"}},
		{"link", func() error { return f.Link("/data/c", "/data/b") }, []string{"link /data/c"}},
		{"symlink", func() error { return f.SymlinkIfPossible("c", "/data/s") }, []string{"symlink /data/s"}},
		{"readlink", func() error { _, err := f.ReadlinkIfPossible("/data/s"); return err }, []string{"readlink /data/s"}},
		{"chmod", func() error { return f.Chmod("/data/c", 0o600) }, []string{"set-mode /data/c"}},
		{"chown", func() error { return f.Chown("/data/c", 1, 1) }, []string{"set-mode /data/c"}},
		{"chtimes", func() error { return f.Chtimes("/data/c", h.now, h.now) }, []string{"set-times /data/c"}},
		{"set times", func() error { return f.SetTimes("/data/c", h.Now(), h.Now()) }, []string{"set-times /data/c"}},
		{"sync", func() error { return f.SyncDir("/data") }, []string{"sync /data"}},
		{"remove", func() error { return f.Remove("/data/c") }, []string{"remove /data/c"}},
		{"removeall", func() error { return f.RemoveAll("/data/d") },
			[]string{"remove /data/d", "list /data/d", "remove /data/d/a", "remove /data/d"}},
	} {
		g.passed = nil
		must(t, c.act())
		if d := cmp.Diff(c.want, g.passed); d != "" {
			t.Errorf("%s: %s", c.name, d)
		}
	}
}

func TestGateFailsOperationsBeforeTheyHappen(t *testing.T) {
	v, h := mounted(t, Config{Personality: "ntfs"})
	must(t, v.AddFile("/data/a", 3, h.Now(), 1))
	g := &gate{}
	f := v.FS(g)
	file, err := f.OpenFile("/data/a", os.O_RDWR, 0)
	must(t, err)
	before := contents(v)
	g.fail = syscall.EIO
	info := func(_ any, err error) error { return err }
	for k, err := range []error{
		info(f.Stat("/data/a")), info(f.ListStats("/data")), info(f.Open("/data/a")), info(f.Create("/data/a")),
		info(file.Read(make([]byte, 1))), info(file.Write([]byte("x"))), info(file.WriteAt([]byte("x"), 1)), file.Truncate(0),
		file.Sync(), info(file.Stat()), f.Mkdir("/data/d", 0), f.MkdirAll("/data/d", 0), f.Remove("/data/a"), f.RemoveAll("/data/a"),
		f.Rename("/data/a", "/data/b"), f.Link("/data/a", "/data/b"), f.SymlinkIfPossible("a", "/data/s"), f.Chmod("/data/a", 0),
		f.SetArchive("/data/a", false), f.SyncDir("/data"),
	} {
		if !errors.Is(err, syscall.EIO) {
			t.Errorf("operation %d: %v, want EIO", k, err)
		}
	}
	if d := cmp.Diff(before, contents(v)); d != "" || !attr(t, v, "/data/a").Archive {
		t.Errorf("a failed operation happened: %s", d)
	}
}

func TestWorldCanChangeJustBeforeAnOperation(t *testing.T) {
	v, h := mounted(t, Config{})
	must(t, v.AddFile("/data/a", 3, h.Now(), 1))
	g := &gate{before: func(kind op.Kind, path string) {
		if kind == op.Open {
			must(t, v.Delete(path, 2))
		}
	}}
	if _, err := v.FS(g).Open("/data/a"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("got %v, want not exist", err)
	}
}

func TestOperationsTakeLatencyAndBytesTakeRate(t *testing.T) {
	v, h := mounted(t, Config{Latency: time.Millisecond, Rate: 1000})
	must(t, v.AddFile("/data/a", 2500, h.Now(), 1))
	g := &gate{}
	f, err := v.FS(g).OpenFile("/data/a", os.O_RDWR, 0)
	must(t, err)
	_, err = io.ReadFull(f, make([]byte, 2500))
	must(t, err)
	_, err = f.Write(make([]byte, 500))
	must(t, err)
	want := []time.Duration{time.Millisecond, 2501 * time.Millisecond, 501 * time.Millisecond}
	if d := cmp.Diff(want, g.spent); d != "" {
		t.Error(d)
	}
}

func TestPathsOfOtherVolumesAreNotHere(t *testing.T) {
	v, h := mounted(t, Config{})
	must(t, v.AddFile("/data/a", 3, h.Now(), 1))
	f := v.FS(nil)
	if _, err := f.Stat("/database"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("stat: %v", err)
	}
	for _, err := range []error{f.Rename("/data/a", "/other/a"), f.Link("/data/a", "/other/a")} {
		var link *os.LinkError
		if !errors.Is(err, syscall.EXDEV) || !errors.As(err, &link) {
			t.Errorf("got %v, want EXDEV in a link error", err)
		}
	}
	if err := f.Remove("/data"); !errors.Is(err, syscall.EBUSY) {
		t.Errorf("removing the mount point: %v", err)
	}
	if err := f.RemoveAll("/data/a"); err != nil {
		t.Error(err)
	}
}

func TestFullVolumeRefusesBytes(t *testing.T) {
	v, h := mounted(t, Config{Size: 10})
	must(t, v.AddFile("/data/a", 6, h.Now(), 1))
	full := func(err error) {
		t.Helper()
		if !errors.Is(err, syscall.ENOSPC) {
			t.Errorf("got %v, want ENOSPC", err)
		}
	}
	full(v.AddFile("/data/b", 5, h.Now(), 1))
	full(v.CreateNew("/data/b", 5, 1))
	full(v.AppendNew("/data/a", 5, 1))
	full(v.WriteNew("/data/a", 11, 1))
	full(v.Copy("/data/a", "/data/b", 1))
	full(v.Resize("/data/a", 11, 1))
	full(afero.WriteFile(v.FS(nil), "/data/b", []byte("abcde"), 0o644))
	must(t, v.WriteNew("/data/a", 10, 1))
	f, err := v.FS(nil).Open("/data/a")
	must(t, err)
	must(t, v.Delete("/data/a", 1))
	full(v.CreateNew("/data/c", 1, 1)) // the handle keeps the bytes
	must(t, f.Close())
	must(t, v.CreateNew("/data/c", 10, 1))
	if v.Used() != 10 {
		t.Errorf("%d bytes used, want 10", v.Used())
	}
}

func TestFrozenVolumeIsReadOnly(t *testing.T) {
	v, h := mounted(t, Config{})
	must(t, v.AddFile("/data/a", 3, h.Now(), 1))
	s := v.Clone()
	s.Mount("/snap")
	s.Freeze()
	f := s.FS(nil)
	h.advance(time.Hour)
	b, err := afero.ReadFile(f, "/snap/a")
	must(t, err)
	if len(b) != 3 || clockOf(h, s.Getattr(2).Accessed) != "05 00:00:00" {
		t.Errorf("read %d bytes, accessed %v", len(b), s.Getattr(2).Accessed)
	}
	_, werr := f.OpenFile("/snap/a", os.O_WRONLY, 0)
	_, terr := f.OpenFile("/snap/a", os.O_RDONLY|os.O_TRUNC, 0)
	for _, err := range []error{werr, terr, f.Remove("/snap/a"), f.Mkdir("/snap/d", 0), f.Chmod("/snap/a", 0), f.Rename("/snap/a", "/snap/b")} {
		if !errors.Is(err, syscall.EROFS) {
			t.Errorf("got %v, want EROFS", err)
		}
	}
}

func TestListStatsIsInByteOrderAfterAnyChange(t *testing.T) {
	v, _ := mounted(t, Config{})
	f := v.FS(nil)
	check := func(want string) {
		t.Helper()
		list, err := f.ListStats("/data")
		must(t, err)
		var names []string
		for _, it := range list {
			names = append(names, it.Name())
		}
		if got := strings.Join(names, " "); got != want {
			t.Errorf("listed %q, want %q", got, want)
		}
	}
	check("")
	script(t, f, "write c x; write a x; write b x")
	check("a b c")
	script(t, f, "rename c 0; write z x; write B x")
	check("0 B a b z")
	script(t, f, "remove 0; remove z; remove a")
	check("B b")
	script(t, f, "write a x; remove B; remove b; write 0 x")
	check("0 a")
	script(t, f, "write A x; remove A; remove 0; remove a") // out of order, and then empty
	check("")
}

func TestManyNamesAreAllFoundAndGone(t *testing.T) {
	for _, kind := range []string{"ext4", "ntfs"} {
		v, h := mounted(t, Config{Personality: kind})
		const n = 3000
		for k := range n {
			must(t, v.AddFile(fmt.Sprintf("/data/d%d/f%d", k%7, k*7919%n), 1, h.Now(), 1))
		}
		for k := range n {
			if k%3 == 0 {
				must(t, v.Delete(fmt.Sprintf("/data/d%d/f%d", k%7, k*7919%n), 1))
			}
		}
		for k := range n {
			_, err := v.Find(fmt.Sprintf("/data/d%d/f%d", k%7, k*7919%n), true)
			if gone := k%3 == 0; gone != errors.Is(err, fs.ErrNotExist) {
				t.Fatalf("%s: file %d: gone %v, found %v", kind, k, gone, err)
			}
		}
		names := 0
		v.Readdir(Root, func(_ string, i Ino) bool {
			v.Readdir(i, func(string, Ino) bool { names++; return true })
			return true
		})
		if names != 2*n/3 {
			t.Errorf("%s: %d names listed, want %d", kind, names, 2*n/3)
		}
	}
}

func TestCopiesAreIndependent(t *testing.T) {
	v, h := mounted(t, Config{})
	for k := range 40 {
		must(t, v.AddFile(fmt.Sprintf("/data/d/%02d", k), 2, h.Now(), 1))
	}
	script(t, v.FS(nil), "write log a; append log b; append log cd")
	before := contents(v)
	c := v.Clone()
	d := c.Clone()
	same := func(x *Volume, what string) {
		t.Helper()
		if diff := cmp.Diff(before, contents(x)); diff != "" {
			t.Errorf("%s: %s", what, diff)
		}
	}
	same(c, "a copy")
	edit := func(x *Volume, text string) []string {
		script(t, x.FS(nil), "append log "+text+"; write d/07 new"+text+"; remove d/08; rename d/09 d/zz; write n"+text+" x; mkdir e")
		return contents(x)
	}
	edited := edit(v, "V")
	same(c, "a copy after a change of the original")
	if diff := cmp.Diff(edited, contents(v)); diff != "" {
		t.Error(diff)
	}
	edit(d, "D")
	same(c, "a copy after a change of its copy")
	edit(c, "C")
	if diff := cmp.Diff(edited, contents(v)); diff != "" {
		t.Errorf("the original after changes of copies: %s", diff)
	}
	if got := mustRead(t, d, "/data/log"); got != "abcdD" {
		t.Errorf("a copy of a copy has %q", got)
	}
	v.Reset(v.cfg)
	if got := mustRead(t, c, "/data/log"); got != "abcdC" {
		t.Errorf("after a reset of the original a copy has %q", got)
	}
	c.Reset(c.cfg)
	d.Reset(d.cfg)
	if len(contents(c))+len(contents(d)) > 0 {
		t.Error("a reset copy is not empty")
	}
}

func TestCopyKnowsNoHandles(t *testing.T) {
	v, h := mounted(t, Config{})
	must(t, v.AddFile("/data/a", 2, h.Now(), 1))
	_, err := v.FS(nil).Open("/data/a")
	must(t, err)
	c := v.Clone()
	must(t, c.Delete("/data/a", 1))
	if c.Used() != 0 || v.inodes.shared(uint32(Root)) {
		t.Errorf("%d bytes used in the copy, want 0; or the original would copy what it alone holds", c.Used())
	}
}

func TestRenameOverAFileGivesItsBytesBack(t *testing.T) {
	v, h := mounted(t, Config{})
	must(t, v.AddFile("/data/a", 2, h.Now(), 1))
	must(t, v.AddFile("/data/b", 7, h.Now(), 1))
	must(t, v.Move("/data/a", "/data/b", 1))
	if v.Used() != 2 {
		t.Errorf("%d bytes used, want 2", v.Used())
	}
}

func TestWriteDoesNotKeepTheCallersBuffer(t *testing.T) {
	v, _ := mounted(t, Config{})
	for _, n := range []int{3, 3, smallChunk} {
		f, err := v.FS(nil).Create("/data/a")
		must(t, err)
		buf := []byte(strings.Repeat("a", n))
		_, err = f.Write(buf)
		must(t, err)
		buf[0] = 'b'
		_, err = f.WriteAt(buf, int64(n))
		must(t, err)
		buf[0] = 'c'
		if got := mustRead(t, v, "/data/a"); got[0] != 'a' || got[n] != 'b' {
			t.Errorf("%d bytes: the file begins %q and goes on %q", n, got[0], got[n])
		}
	}
}

func TestResetLeavesNothingBehind(t *testing.T) {
	run := func(v *Volume) (out []string) {
		h, w := newHost(), &truth{}
		v.Reset(Config{Path: "/data", Stamper: h, Witness: w, Personality: "ntfs", Size: 1 << 20})
		g := &gate{}
		f := v.FS(g)
		must(t, v.AddFile("/data/d/a", 100, h.Now(), 1))
		must(t, v.WriteNew("/data/d/a", SameSize, 2))
		must(t, v.CreateNew("/data/b", 10, 3))
		script(t, f, "append b xyz; rename b c; write d/e y")
		mustRead(t, v, "/data/d/a")
		_, err := f.ListStats("/data")
		must(t, err)
		i, _ := v.Find("/data/d/a", true)
		slow, err := f.Open("/data/d/a")
		must(t, err)
		_, err = slow.Read(make([]byte, 9))
		must(t, err)
		must(t, slow.Close())
		out = append(contents(v), w.told...)
		out = append(out, g.passed...)
		return append(out, fmt.Sprint(i, v.Used(), v.Getattr(i).Created, g.spent))
	}
	fresh := run(New())
	v := New()
	v.Reset(Config{Path: "/mnt", Personality: "fat32", Stamper: newHost(), Tick: 7, Rate: 3, Latency: 5, Number: 9, Synced: true})
	for k := range 500 {
		must(t, v.CreateNew(fmt.Sprintf("/mnt/%d", k), 5, 1))
	}
	must(t, v.HoldOpen("/mnt/1"))
	must(t, v.Delete("/mnt/2", 1))
	v.SetSlow("/mnt/d/a", time.Hour)
	v.FailRead("/mnt/d/a", 0)
	v.Freeze()
	old := v.FS(nil)
	h, err := old.Open("/mnt/3")
	must(t, err)
	for range 3 {
		if d := cmp.Diff(fresh, run(v)); d != "" {
			t.Errorf("a volume that was used before (-fresh +used):\n%s", d)
		}
	}
	if _, err := h.Read(make([]byte, 1)); !errors.Is(err, fs.ErrClosed) {
		t.Errorf("a handle of an earlier run: %v", err)
	}
}

func TestFailuresSayOperationAndPath(t *testing.T) {
	v, _ := mounted(t, Config{})
	_, err := v.FS(nil).Open("/data/none")
	if err == nil || err.Error() != "open /data/none: no such file or directory" {
		t.Error(err)
	}
	if names := Personalities(); !slices.IsSorted(names) || len(names) != 6 {
		t.Errorf("personalities: %v", names)
	}
}
