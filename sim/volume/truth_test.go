package volume

import (
	"errors"
	"syscall"
	"testing"
	"time"

	"gapless/model"

	"github.com/google/go-cmp/cmp"
)

func told(t *testing.T, w *truth, want ...string) {
	t.Helper()
	if d := cmp.Diff(want, w.take()); d != "" {
		t.Errorf("told (-want +got):\n%s", d)
	}
}

func TestWitnessIsToldOfEachChange(t *testing.T) {
	w := &truth{}
	v, h := mounted(t, Config{Witness: w})
	must(t, v.AddFile("/data/d/a", 3, h.Now(), 4))
	told(t, w, "4 /data/d directory", "4 /data/d/a file 3")
	must(t, v.WriteNew("/data/d/a", SameSize, 5))
	told(t, w, "5 /data/d/a file 3")
	must(t, v.AppendNew("/data/d/a", 2, 6))
	told(t, w, "6 /data/d/a file 5")
	must(t, v.Resize("/data/d/a", 1, 7))
	told(t, w, "7 /data/d/a file 1")
	must(t, v.SetMode("/data/d/a", 0o600, 8))
	told(t, w, "8 /data/d/a file 1")
	must(t, v.SetMode("/data/d/a", 0o600, 8)) // nothing changes
	must(t, v.AppendNew("/data/d/a", 0, 8))
	must(t, v.Touch("/data/d/a", h.Now(), 8))
	told(t, w)
	must(t, v.Touch("/data/d/a", h.at(newYear.Add(-time.Second)), 9))
	told(t, w, "9 /data/d/a file 1")
	must(t, v.MakeSymlink("/data/s", "d/a", 10))
	told(t, w, "10 /data/s symlink")
	must(t, v.WriteNew("/data/s", 2, 11)) // is followed
	told(t, w, "11 /data/d/a file 2")
	must(t, v.Copy("/data/s", "/data/c", 12))
	told(t, w, "12 /data/c file 2")
	must(t, v.Copy("/data/d/a", "/data/c", 13)) // replaces, and is never absent
	told(t, w, "13 /data/c file 2")
	must(t, v.Move("/data/d/a", "/data/c", 14))
	told(t, w, "14 /data/d/a absent", "14 /data/c file 2")
	must(t, v.RemoveDir("/data/d", 15))
	told(t, w, "15 /data/d absent")
	must(t, v.Delete("/data/c", 16))
	told(t, w, "16 /data/c absent")
	must(t, v.CreateNew("/data/c", 0, 17))
	must(t, v.MakeDir("/data/e", 18))
	told(t, w, "17 /data/c file 0", "18 /data/e directory")
}

func TestWitnessIsToldOfAllBelowARenamedDirectory(t *testing.T) {
	w := &truth{}
	v, h := mounted(t, Config{Witness: w})
	for _, p := range []string{"/data/d/b", "/data/d/a/x", "/data/dz"} {
		must(t, v.AddFile(p, 1, h.Now(), 1))
	}
	before := w.held["/data/d/a/x"]
	w.take()
	must(t, v.Move("/data/d", "/data/e", 2))
	told(t, w, "2 /data/d absent", "2 /data/e directory",
		"2 /data/d/a absent", "2 /data/e/a directory", "2 /data/d/a/x absent", "2 /data/e/a/x file 1",
		"2 /data/d/b absent", "2 /data/e/b file 1")
	if w.held["/data/e/a/x"] != before {
		t.Error("a file that only moved has another version")
	}
}

func TestWitnessIsToldOfAllHardLinks(t *testing.T) {
	w := &truth{}
	v, h := mounted(t, Config{Witness: w, Number: 7})
	must(t, v.AddFile("/data/a", 1, h.Now(), 1))
	must(t, v.AddLink("/data/a", "/data/d/b", 2))
	told(t, w, "1 /data/a file 1", "2 /data/d directory", "2 /data/d/b file 1")
	must(t, v.WriteNew("/data/a", 2, 3))
	told(t, w, "3 /data/d/b file 2", "3 /data/a file 2")
	if a, b := w.held["/data/a"], w.held["/data/d/b"]; a.File != b.File || a.File>>32 != 7 {
		t.Errorf("files %x and %x, want one of volume 7", a.File, b.File)
	}
	must(t, v.Delete("/data/a", 4))
	told(t, w, "4 /data/a absent")
	must(t, v.WriteNew("/data/d/b", 3, 5))
	told(t, w, "5 /data/d/b file 3")
}

func TestWitnessIsToldPathsAsTheVolumeSpellsThem(t *testing.T) {
	w := &truth{}
	v, h := mounted(t, Config{Witness: w, Personality: "ntfs"})
	must(t, v.AddFile("/data/Dir/File", 1, h.Now(), 1))
	w.take()
	must(t, v.WriteNew("/data/dir/FILE", 2, 2))
	told(t, w, "2 /data/Dir/File file 2")
	must(t, v.CreateNew("/data/DIR/New", 2, 3))
	told(t, w, "3 /data/Dir/New file 2")
	must(t, v.Delete("/data/dir/file", 4))
	told(t, w, "4 /data/Dir/File absent")
	must(t, v.Move("/data/dir", "/data/DIR", 5))
	told(t, w, "5 /data/Dir absent", "5 /data/DIR directory", "5 /data/Dir/New absent", "5 /data/DIR/New file 2")
}

func TestWitnessIsToldWhatAFaceChangesWithoutALine(t *testing.T) {
	w := &truth{}
	v, h := mounted(t, Config{Witness: w})
	must(t, v.AddFile("/data/a", 1, h.Now(), 1))
	w.take()
	must(t, v.FS(nil).Remove("/data/a"))
	told(t, w, "-1 /data/a absent")
}

func TestVersionsAreNeverChanged(t *testing.T) {
	w := &truth{}
	v, h := mounted(t, Config{Witness: w})
	must(t, v.AddFile("/data/a", 0, h.Now(), 1))
	f, err := v.FS(nil).OpenFile("/data/a", 2, 0)
	must(t, err)
	var held []*model.Version
	for _, text := range []string{"abc", "def", "ghi"} {
		_, err := f.WriteString(text)
		must(t, err)
		held = append(held, w.held["/data/a"])
	}
	must(t, f.Truncate(4))
	_, err = f.WriteAt([]byte("XY"), 3)
	must(t, err)
	v.Crash(nil)
	must(t, v.AppendNew("/data/a", 4, 2))
	for k, want := range []string{"abc", "abcdef", "abcdefghi"} {
		if got := string(held[k].Content.Bytes()); got != want {
			t.Errorf("version %d became %q, was %q", k, got, want)
		}
	}
}

func TestBytesLostInACrashStayInTheirVersion(t *testing.T) {
	w := &truth{}
	v, _ := mounted(t, Config{Witness: w})
	script(t, v.FS(nil), "write a 1; append a 2; append a 3; syncdir .; sync a; append a lost")
	lost := w.held["/data/a"]
	v.Crash(nil)
	script(t, v.FS(nil), "append a new")
	if got := string(lost.Content.Bytes()); got != "123lost" {
		t.Errorf("the version became %q", got)
	}
}

func TestNewContentDiffersAndDependsOnNothingElse(t *testing.T) {
	content := func(disturb func(v *Volume)) []string {
		v, h := mounted(t, Config{})
		must(t, v.AddFile("/data/a", 1, h.Now(), 1))
		if disturb != nil {
			disturb(v)
		}
		var all []string
		for range 5000 {
			i, _ := v.Find("/data/a", true)
			all = append(all, string(v.node(i).content.Bytes()))
			must(t, v.WriteNew("/data/a", SameSize, 2))
		}
		return all
	}
	all := content(nil)
	for k := 1; k < len(all); k++ {
		if all[k] == all[k-1] {
			t.Fatalf("write %d changed nothing", k)
		}
	}
	other := content(func(v *Volume) {
		must(t, v.CreateNew("/data/other", 10, 3))
		must(t, v.SetMode("/data/a", 0o600, 3))
		v.FailRead("/data/a", 1)
	})
	if d := cmp.Diff(all, other); d != "" {
		t.Errorf("other changes change the content: %s", d)
	}
}

func TestWalkIsDepthFirstOrSortedByPath(t *testing.T) {
	v, h := mounted(t, Config{})
	for _, p := range []string{"/data/b", "/data/a/x", "/data/a-b", "/data/a/b/c"} {
		must(t, v.AddFile(p, 1, h.Now(), 1))
	}
	var walked, sorted []string
	v.Walk(func(p string, _ model.Version) { walked = append(walked, p) })
	v.WalkSorted(func(p string, _ model.Version) { sorted = append(sorted, p) })
	if d := cmp.Diff([]string{"/data/a", "/data/a/b", "/data/a/b/c", "/data/a/x", "/data/a-b", "/data/b"}, walked); d != "" {
		t.Error("walk:", d)
	}
	if d := cmp.Diff([]string{"/data/a", "/data/a-b", "/data/a/b", "/data/a/b/c", "/data/a/x", "/data/b"}, sorted); d != "" {
		t.Error("sorted:", d)
	}
}

func TestNamesAFileSystemDoesNotTake(t *testing.T) {
	for _, c := range []struct {
		kind, name string
		want       error
	}{
		{"ntfs", "a:b", syscall.EINVAL}, {"fat32", "a?", syscall.EINVAL}, {"hfs+", "a:b", syscall.EINVAL}, {"ext4", "a:b?", nil},
		{"ext4", "a\x00", syscall.EINVAL}, {"ext4", repeat("é", 128), syscall.ENAMETOOLONG},
		{"ntfs", repeat("é", 255), nil}, {"ntfs", repeat("é", 256), syscall.ENAMETOOLONG}, {"ntfs", repeat("😀", 128), syscall.ENAMETOOLONG},
	} {
		v, _ := mounted(t, Config{Personality: c.kind})
		if err := v.CreateNew("/data/"+c.name, 0, 1); !errors.Is(err, c.want) {
			t.Errorf("%s takes %q with %v, want %v", c.kind, c.name, err, c.want)
		}
	}
}

func repeat(s string, n int) string {
	out := ""
	for range n {
		out += s
	}
	return out
}

func TestFATHasNoLinks(t *testing.T) {
	v, _ := mounted(t, Config{Personality: "fat32"})
	must(t, v.CreateNew("/data/a", 1, 1))
	for _, err := range []error{
		v.MakeLink("/data/a", "/data/b", 1), v.MakeSymlink("/data/b", "a", 1), v.AddLink("/data/a", "/data/b", 1),
		v.AddSymlink("/data/b", "a", 1), v.FS(nil).Link("/data/a", "/data/b"), v.FS(nil).SymlinkIfPossible("a", "/data/b"),
	} {
		if !errors.Is(err, syscall.EPERM) {
			t.Errorf("got %v, want EPERM", err)
		}
	}
}
