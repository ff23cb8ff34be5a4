package volume

import (
	"testing"
	"time"
)

// Each file was made at midnight, and is read, or written, so long after that; at is the
// time of day that its access time shows then.
func TestWhenReadingMovesTheAccessTime(t *testing.T) {
	for _, c := range []struct {
		kind  string
		rule  Accesses
		after []time.Duration
		write bool
		at    string
	}{
		{"ext4", AsUsual, []time.Duration{time.Second}, false, "05 00:00:01"},
		{"ext4", AsUsual, []time.Duration{time.Second}, true, "05 00:00:00"}, // POSIX: writing is no access
		{"ntfs", AsUsual, []time.Duration{time.Hour - 100}, false, "05 00:00:00"},
		{"ntfs", AsUsual, []time.Duration{time.Hour}, false, "05 01:00:00"},
		{"refs", AsUsual, []time.Duration{2 * time.Hour, time.Minute}, false, "05 02:00:00"}, // fact 64
		{"ntfs", AsUsual, []time.Duration{time.Hour}, true, "05 01:00:00"},                   // GetFileTime: last written to or read
		{"ntfs", Exact, []time.Duration{time.Second}, false, "05 00:00:01"},
		{"ntfs", Never, []time.Duration{48 * time.Hour}, false, "05 00:00:00"},
		{"ntfs", Never, []time.Duration{48 * time.Hour}, true, "05 00:00:00"},
		{"ext4", Relative, []time.Duration{time.Second}, false, "05 00:00:01"}, // it was not later than the change
		{"ext4", Relative, []time.Duration{time.Second, 24*time.Hour - 1}, false, "05 00:00:01"},
		{"ext4", Relative, []time.Duration{time.Second, 24 * time.Hour}, false, "06 00:00:01"},
		{"fat32", AsUsual, []time.Duration{30 * time.Hour}, false, "06 00:00:00"},             // the date only
		{"fat32", Relative, []time.Duration{30 * time.Hour, time.Hour}, false, "06 00:00:00"}, // and it has no change time
	} {
		v, h := mounted(t, Config{Personality: c.kind, Accesses: c.rule})
		must(t, v.AddFile("/data/a", 10, h.Now(), 1))
		for _, d := range c.after {
			h.advance(d)
			if c.write {
				must(t, v.WriteNew("/data/a", SameSize, 1))
			} else if file, err := v.ReadFile("/data/a"); err != nil || file == 0 {
				t.Fatalf("file %d, %v", file, err)
			}
		}
		if got := clockOf(h, attr(t, v, "/data/a").Accessed); got != c.at {
			t.Errorf("%s, rule %d, after %v (write %v): accessed %s, want %s", c.kind, c.rule, c.after, c.write, got, c.at)
		}
	}
}

func TestOpeningQuietlyIsNoAccess(t *testing.T) {
	v, h := mounted(t, Config{})
	must(t, v.AddFile("/data/a", 10, h.Now(), 1))
	h.advance(time.Minute)
	f, err := NewMounts(v.FS(nil)).OpenQuietly("/data/a")
	must(t, err)
	if n, err := f.Read(make([]byte, 20)); n != 10 || err != nil {
		t.Errorf("read %d bytes: %v", n, err)
	}
	must(t, f.Close())
	if got := clockOf(h, attr(t, v, "/data/a").Accessed); got != "05 00:00:00" {
		t.Errorf("accessed %s", got)
	}
	if _, err := v.FS(nil).OpenQuietly("/data/b"); err == nil {
		t.Error("what is not there was opened")
	}
}

// A fault is of the world, and whoever stands beside it neither meets it nor uses it up.
func TestFaultsAreNotMetBeside(t *testing.T) {
	v, h := mounted(t, Config{})
	must(t, v.AddFile("/data/a", 10, h.Now(), 1))
	v.FailRead("/data/a", 1)
	for _, c := range []struct {
		face  *FS
		fails bool
	}{{v.Beside(), false}, {v.FS(nil), true}, {v.FS(nil), false}} {
		f, err := c.face.Open("/data/a")
		must(t, err)
		if _, err := f.Read(make([]byte, 1)); (err != nil) != c.fails {
			t.Errorf("beside %v: %v, want a failure: %v", c.face.beside, err, c.fails)
		}
		must(t, f.Close())
	}
}
