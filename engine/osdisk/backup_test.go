package osdisk_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"time"

	"gapless/engine/osdisk"
	"gapless/model"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/sys/unix"
)

// sourceTree is a copy of some thousand files of the Go distribution, with what real
// trees have besides, all of it months old.
func sourceTree(t *testing.T) string {
	t.Helper()
	most := 4000
	if testing.Short() {
		most = 800
	}
	dir := filepath.Join(t.TempDir(), "src")
	copyTree(t, goroot(t), dir, most)
	put(t, dir+"/odd/ leading and trailing ", "1")
	put(t, dir+"/odd/line\nfeed", "2")
	put(t, dir+"/odd/\xff not UTF-8", "3")
	put(t, dir+"/odd/*[a-z]?\\", "4")
	put(t, dir+"/odd/-rf", "5")
	put(t, dir+"/empty file", "")
	put(t, dir+"/large", string(make([]byte, 3<<20+17)))
	must(t, os.MkdirAll(dir+"/empty/directory", 0o755))
	put(t, dir+"/modes/none", "x")
	put(t, dir+"/modes/all", "x")
	must(t, os.Chmod(dir+"/modes/none", 0o400))
	must(t, os.Chmod(dir+"/modes/all", 0o777))
	must(t, os.Chmod(dir+"/modes", 0o510))
	put(t, dir+"/links/one", "several names")
	must(t, os.Link(dir+"/links/one", dir+"/links/two"))
	must(t, os.Link(dir+"/links/one", dir+"/a third name"))
	must(t, os.Symlink("one", dir+"/links/soft"))
	must(t, os.Symlink("/nowhere/at all", dir+"/links/dangling"))
	must(t, os.Symlink("..", dir+"/links/up"))
	backdate(t, dir)
	return dir
}

func copyTree(t *testing.T, from, to string, most int) {
	t.Helper()
	n := 0
	err := filepath.WalkDir(from, func(p string, d fs.DirEntry, err error) error {
		if err != nil || n >= most {
			return err
		}
		rel, _ := filepath.Rel(from, p)
		switch {
		case d.IsDir():
			return os.MkdirAll(filepath.Join(to, rel), 0o755)
		case d.Type().IsRegular():
			n++
			b, err := os.ReadFile(p)
			if err != nil {
				return err
			}
			return os.WriteFile(filepath.Join(to, rel), b, 0o644)
		}
		return nil
	})
	must(t, err)
	if n < most {
		t.Fatalf("%s has %d files only", from, n)
	}
}

var old = time.Date(2020, 2, 29, 12, 0, 0, 123456789, time.UTC)

// backdate gives each path a time of its own, long before any backup.
func backdate(t *testing.T, dir string) {
	t.Helper()
	n := 0
	must(t, filepath.WalkDir(dir, func(p string, _ fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		n++
		ts := unix.NsecToTimespec(old.Add(time.Duration(n) * time.Millisecond).UnixNano())
		return unix.UtimesNanoAt(unix.AT_FDCWD, p, []unix.Timespec{ts, ts}, unix.AT_SYMLINK_NOFOLLOW)
	}))
}

// edit changes, adds, deletes and renames.
func edit(t *testing.T, dir string) {
	t.Helper()
	put(t, dir+"/bufio/bufio.go", "changed")
	put(t, dir+"/bufio/new/file.go", "added")
	put(t, dir+"/links/one", "changed under several names")
	must(t, os.Remove(dir+"/links/soft"))
	must(t, os.Symlink("two", dir+"/links/soft"))
	must(t, os.Remove(dir+"/empty file"))
	must(t, os.RemoveAll(dir+"/archive"))
	must(t, os.Rename(dir+"/large", dir+"/renamed"))
	must(t, os.Chtimes(dir+"/renamed", time.Now(), time.Now()))
}

func TestARealTreeComesBackAtEachRestorePoint(t *testing.T) {
	src, repo := sourceTree(t), filepath.Join(t.TempDir(), "repo")
	before := snapshot(t, src)
	full, err := osdisk.Backup(t.Context(), src, repo, "", osdisk.Options{})
	must(t, err)
	if full.Kind != model.Full || full.Status != 0 || full.Examined != int64(len(before))+1 {
		t.Errorf("first backup: %+v, want a full of %d paths", full, len(before)+1)
	}
	edit(t, src)
	after := snapshot(t, src)
	inc, err := osdisk.Backup(t.Context(), src, repo, "", osdisk.Options{})
	must(t, err)
	const changed = 7 // bufio.go, file.go, soft, renamed, and three names of one file
	if inc.Kind != model.Incremental || inc.Base != full.Job || inc.Files != changed {
		t.Errorf("second backup: %+v, want an incremental of %d files that builds on job %d", inc, changed, full.Job)
	}

	for _, c := range []struct {
		job  int
		want map[string]held
	}{
		{full.Job, before},
		{0, overlaid(before, after)},
	} {
		target := filepath.Join(t.TempDir(), "restored")
		if _, err := osdisk.Restore(t.Context(), repo, target, c.job); err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(timeless(c.want), timeless(snapshot(t, target))); d != "" {
			t.Errorf("restore of job %d (-source +restored):\n%s", c.job, d)
		}
	}
}

// overlaid is what restoring a chain gives: what was deleted between two images comes
// back, since nothing in an image says that it is gone.
func overlaid(before, after map[string]held) map[string]held {
	out := map[string]held{}
	for p, h := range before {
		out[p] = h
	}
	for p, h := range after {
		out[p] = h
	}
	return out
}

// timeless is a tree without the times of directories: an entry that comes back, or is
// added without the directory being taken again, moves them.
func timeless(tree map[string]held) map[string]held {
	for p, h := range tree {
		if h.Mode.IsDir() {
			h.Modified = ""
			tree[p] = h
		}
	}
	return tree
}

func TestDirectoriesKeepTheirTimes(t *testing.T) {
	src, repo, target := t.TempDir(), t.TempDir(), t.TempDir()
	put(t, src+"/a/b/f", "x")
	backdate(t, src)
	want := snapshot(t, src)
	_, err := osdisk.Backup(t.Context(), src, repo, "", osdisk.Options{})
	must(t, err)
	_, err = osdisk.Restore(t.Context(), repo, target, 0)
	must(t, err)
	if d := cmp.Diff(want, snapshot(t, target)); d != "" {
		t.Errorf("(-source +restored):\n%s", d)
	}
}

// A file that only got another name keeps its modification time, which is all that the
// default rules look at. Its change time shows it.
func TestARenamedFileIsTakenByItsChangeTime(t *testing.T) {
	rules := osdisk.Rules()
	for _, ctime := range []bool{false, true} {
		src, repo, target := t.TempDir(), t.TempDir(), t.TempDir()
		put(t, src+"/old", "x")
		backdate(t, src)
		rules.Ctime = ctime
		for range 2 {
			_, err := osdisk.Backup(t.Context(), src, repo, "", osdisk.Options{Rules: &rules})
			must(t, err)
			_ = os.Rename(src+"/old", src+"/new") // the second time it is renamed already
		}
		_, err := osdisk.Restore(t.Context(), repo, target, 0)
		must(t, err)
		if _, there := snapshot(t, target)["new"]; there != ctime {
			t.Errorf("with Ctime %v the renamed file is restored: %v", ctime, there)
		}
	}
}

func TestTheRepositoryIsLeftOutOfItsSource(t *testing.T) {
	src := t.TempDir()
	put(t, src+"/f", "x")
	repo := src + "/odd [a]*/repo"
	for range 3 {
		r, err := osdisk.Backup(t.Context(), src, repo, model.Full, osdisk.Options{})
		must(t, err)
		if r.Files != 1 || r.Status != 0 {
			t.Errorf("%d files are in the image, want f alone: %+v", r.Files, r)
		}
	}
}

func TestBackupsLeaveAllTimesAlone(t *testing.T) {
	src := t.TempDir()
	put(t, src+"/d/f", "x")
	paths := []string{src + "/d/f", src + "/d", src}
	times := func() (all [][3]int64) {
		for _, p := range paths {
			var st unix.Stat_t
			must(t, unix.Lstat(p, &st))
			all = append(all, [3]int64{st.Atim.Nano(), st.Mtim.Nano(), st.Ctim.Nano()})
		}
		return all
	}
	for _, p := range paths { // accessed before they were modified, so that a read would move the access time
		must(t, os.Chtimes(p, old, old.Add(time.Hour)))
	}
	want := times()
	_, err := osdisk.Backup(t.Context(), src, t.TempDir(), "", osdisk.Options{})
	must(t, err)
	if d := cmp.Diff(want, times()); d != "" {
		t.Errorf("access, modification and change times of %v (-before +after):\n%s", paths, d)
	}
}

func TestSourcesHaveChainsOfTheirOwn(t *testing.T) {
	repo, a, b := t.TempDir(), t.TempDir(), t.TempDir()
	put(t, a+"/f", "of a")
	put(t, b+"/f", "of b")
	for _, src := range []string{a, b, a} {
		_, err := osdisk.Backup(t.Context(), src, repo, "", osdisk.Options{})
		must(t, err)
	}
	points, err := osdisk.List(repo)
	must(t, err)
	var got []string
	for _, p := range points {
		got = append(got, string(p.Kind)+" "+p.Source)
	}
	if d := cmp.Diff([]string{"full " + a, "full " + b, "incremental " + a}, got); d != "" {
		t.Errorf("restore points (-want +got):\n%s", d)
	}
	target := t.TempDir()
	_, err = osdisk.Restore(t.Context(), repo, target, 2)
	must(t, err)
	if text, _ := os.ReadFile(target + "/f"); string(text) != "of b" {
		t.Errorf("job 2 gave back %q", text)
	}
}

// What was below a directory that is a symlink now is not restored through it.
func TestNothingIsRestoredThroughASymlink(t *testing.T) {
	src, repo, target, outside := t.TempDir(), t.TempDir(), t.TempDir(), t.TempDir()
	put(t, src+"/l/sub/deep/f", "from the full")
	put(t, src+"/m/sub/deep/f", "from the full")
	backdate(t, src)
	_, err := osdisk.Backup(t.Context(), src, repo, "", osdisk.Options{})
	must(t, err)
	put(t, outside+"/sub/deep/f", "not to be touched")
	must(t, os.RemoveAll(src+"/l"))
	must(t, os.Symlink(outside, src+"/l"))
	must(t, os.RemoveAll(src+"/m"))
	put(t, src+"/m", "a file now")
	want := snapshot(t, src)
	_, err = osdisk.Backup(t.Context(), src, repo, "", osdisk.Options{})
	must(t, err)
	_, err = osdisk.Restore(t.Context(), repo, target, 0)
	must(t, err)
	if d := cmp.Diff(want, snapshot(t, target)); d != "" {
		t.Errorf("(-source +restored):\n%s", d)
	}
	if text, _ := os.ReadFile(outside + "/sub/deep/f"); string(text) != "not to be touched" {
		t.Errorf("a file outside the target holds %q", text)
	}
}
