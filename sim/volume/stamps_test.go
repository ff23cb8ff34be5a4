package volume

import (
	"io"
	"slices"
	"testing"
	"time"

	"gapless/sim/op"

	"github.com/google/go-cmp/cmp"
)

// mounted is a volume of a kind at /data, on a host of its own.
func mounted(t testing.TB, cfg Config) (*Volume, *host) {
	t.Helper()
	h := newHost()
	cfg.Path, cfg.Stamper = "/data", h
	v := New()
	v.Reset(cfg)
	return v, h
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func attr(t testing.TB, v *Volume, path string) Attr {
	t.Helper()
	i, err := v.Find(path, false)
	must(t, err)
	return v.Getattr(i)
}

func clockOf(h *host, t Time) string {
	if t.IsZero() {
		return "never"
	}
	return h.face.Wall(t).Format("02 15:04:05.999999999")
}

func TestEachFileSystemRoundsItsStamps(t *testing.T) {
	// A file is written at 10:00:01.123456789.
	for _, c := range []struct{ kind, modified, changed, created, accessed string }{
		{"ext4", "05 10:00:01.123456789", "05 10:00:01.123456789", "05 10:00:01.123456789", "05 10:00:01.123456789"},
		{"xfs", "05 10:00:01.123456789", "05 10:00:01.123456789", "05 10:00:01.123456789", "05 10:00:01.123456789"},
		{"ntfs", "05 10:00:01.1234567", "05 10:00:01.1234567", "05 10:00:01.1234567", "05 10:00:01.1234567"},
		{"refs", "05 10:00:01.1234567", "05 10:00:01.1234567", "05 10:00:01.1234567", "05 10:00:01.1234567"},
		{"fat32", "05 10:00:02", "never", "05 10:00:01.12", "05 00:00:00"},
		{"hfs+", "05 10:00:01", "05 10:00:01", "05 10:00:01", "05 10:00:01"},
	} {
		for name, set := range map[string]func(v *Volume, h *host) error{
			"create": func(v *Volume, h *host) error { return v.CreateNew("/data/a", 1, 1) },
			"start":  func(v *Volume, h *host) error { return v.AddFile("/data/a", 1, h.Now(), 1) },
			"touch": func(v *Volume, h *host) error {
				must(t, v.CreateNew("/data/a", 1, 1))
				i, _ := v.Find("/data/a", true)
				return v.SetTimes(By{}, i, h.Now(), h.Now())
			},
		} {
			v, h := mounted(t, Config{Personality: c.kind})
			h.advance(10*time.Hour + 1123456789)
			must(t, set(v, h))
			a := attr(t, v, "/data/a")
			got := []string{clockOf(h, a.Modified), clockOf(h, a.Changed), clockOf(h, a.Created), clockOf(h, a.Accessed)}
			if d := cmp.Diff([]string{c.modified, c.changed, c.created, c.accessed}, got); d != "" {
				t.Errorf("%s on %s: modified, changed, created, accessed (-want +got):\n%s", name, c.kind, d)
			}
		}
	}
}

func TestFATStampsAreNeverEarlyAndAWholeOneStays(t *testing.T) {
	for ns, want := range map[time.Duration]string{0: "05 00:00:00", 1: "05 00:00:02", 2 * time.Second: "05 00:00:02"} {
		v, h := mounted(t, Config{Personality: "fat32"})
		h.advance(ns)
		must(t, v.CreateNew("/data/a", 1, 1))
		if got := clockOf(h, attr(t, v, "/data/a").Modified); got != want {
			t.Errorf("a write at %v is stamped %s, want %s", ns, got, want)
		}
	}
}

func TestTickAndGranularityCoarsenStamps(t *testing.T) {
	for _, c := range []struct {
		cfg  Config
		want string
	}{
		{Config{Tick: 4 * time.Millisecond}, "05 00:00:01.12"},
		{Config{Granularity: time.Second}, "05 00:00:01"},
		{Config{Personality: "fat32", Granularity: time.Second}, "05 00:00:01"},
	} {
		v, h := mounted(t, c.cfg)
		h.advance(1123456789)
		must(t, v.CreateNew("/data/a", 1, 1))
		if got := clockOf(h, attr(t, v, "/data/a").Modified); got != c.want {
			t.Errorf("%+v: stamped %s, want %s", c.cfg, got, c.want)
		}
	}
}

// Fact 66: on 2009-03-29 at 01:00 UTC Berlin goes from UTC+1 to UTC+2, so what FAT
// stored as 12:00 local reads as 11:00 UTC before and as 10:00 UTC after.
func TestFATStampsShiftWhenDaylightSavingBegins(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	must(t, err)
	v, h := mounted(t, Config{Personality: "fat32", Zone: berlin})
	at := func(month time.Month, day, hour, min int) {
		h.now = time.Date(2009, month, day, hour, min, 0, 0, time.UTC)
	}
	modified := func() string { return clockOf(h, attr(t, v, "/data/a").Modified) }
	at(3, 28, 11, 0)
	must(t, v.CreateNew("/data/a", 1, 1))
	info, err := v.FS(nil).Stat("/data/a")
	must(t, err)
	if got := info.ModTime(); !got.Equal(h.now) {
		t.Errorf("ModTime is %v, want %v", got, h.now)
	}
	for _, c := range []struct {
		month          time.Month
		day, hour, min int
		want           string
	}{
		{3, 28, 12, 0, "28 11:00:00"},
		{3, 29, 0, 59, "28 11:00:00"},
		{3, 29, 1, 0, "28 10:00:00"},
		{7, 1, 0, 0, "28 10:00:00"},
		{10, 25, 0, 59, "28 10:00:00"},
		{10, 25, 1, 0, "28 11:00:00"},
		{3, 1, 0, 0, "28 11:00:00"}, // the clock is set back
	} {
		if at(c.month, c.day, c.hour, c.min); modified() != c.want {
			t.Errorf("in %v: read as %s, want %s", h.now, modified(), c.want)
		}
	}
	at(7, 1, 11, 0)
	must(t, v.Touch("/data/a", h.Now(), 2))
	if got := modified(); got != "01 11:00:00" {
		t.Errorf("what is set in summer reads as %s in summer", got)
	}
	if got := clockOf(h, attr(t, v, "/data/a").Accessed); got != "27 22:00:00" {
		t.Errorf("the access day began at %s, want local midnight of winter, read in summer", got)
	}
}

func TestArchiveBitIsSetByChangesAndByNothingElse(t *testing.T) {
	acts := map[string]func(v *Volume) error{
		"write":  func(v *Volume) error { return v.WriteNew("/data/a", 5, 1) },
		"append": func(v *Volume) error { return v.AppendNew("/data/a", 5, 1) },
		"resize": func(v *Volume) error { return v.Resize("/data/a", 1, 1) },
		"rename": func(v *Volume) error { return v.Move("/data/a", "/data/b", 1) },
		"copy":   func(v *Volume) error { return v.Copy("/data/a", "/data/b", 1) },
		"create": func(v *Volume) error { return v.CreateNew("/data/b", 1, 1) },
		"chmod":  func(v *Volume) error { return v.SetMode("/data/a", 0o600, 1) },
		"touch":  func(v *Volume) error { return v.Touch("/data/a", v.cfg.Stamper.Now(), 1) },
		"link":   func(v *Volume) error { return v.MakeLink("/data/a", "/data/b", 1) },
		"read": func(v *Volume) error {
			h, err := v.FS(nil).Open("/data/a")
			if err == nil {
				_, err = io.ReadAll(h)
			}
			return err
		},
	}
	for _, c := range []struct {
		kind string
		sets []string // of a file whose bit was clear
	}{
		{"ext4", nil},
		{"ntfs", []string{"append", "chmod", "rename", "resize", "write"}},
		{"refs", []string{"append", "rename", "resize", "write"}},
		{"fat32", []string{"append", "rename", "resize", "write"}},
	} {
		var sets []string
		for name, act := range acts {
			v, _ := mounted(t, Config{Personality: c.kind})
			must(t, v.CreateNew("/data/a", 3, 1))
			hasBit := v.Personality().Archive
			if attr(t, v, "/data/a").Archive != hasBit {
				t.Errorf("%s: the bit of a new file is %v", c.kind, !hasBit)
			}
			if hasBit {
				must(t, v.SetBit("/data/a", false, 1))
			}
			if err := act(v); err != nil && !(c.kind == "fat32" && name == "link") {
				t.Fatal(c.kind, name, err)
			}
			path := "/data/a"
			if name == "rename" {
				path = "/data/b"
			}
			if attr(t, v, path).Archive {
				sets = append(sets, name)
			}
			if i, err := v.Find("/data/b", true); err == nil && (name == "copy" || name == "create") && v.Getattr(i).Archive != hasBit {
				t.Errorf("%s: the bit of what %s made is %v", c.kind, name, !hasBit)
			}
		}
		slices.Sort(sets)
		if d := cmp.Diff(c.sets, sets); d != "" {
			t.Errorf("%s: what sets the bit (-want +got):\n%s", c.kind, d)
		}
	}
}

func TestTunnellingGivesBackTheCreationTimeFor15Seconds(t *testing.T) {
	remove := func(v *Volume) error { return v.Delete("/data/a", 1) }
	away := func(v *Volume) error { return v.Move("/data/a", "/data/old", 1) }
	create := func(v *Volume) error { return v.CreateNew("/data/A", 1, 1) }
	into := func(v *Volume) error { return v.Move("/data/tmp", "/data/a", 1) }
	over := func(v *Volume) error { return nil }
	for _, c := range []struct {
		name      string
		kind      string
		take, put func(v *Volume) error
		after     time.Duration
		inherits  bool
	}{
		{"delete, create", "ntfs", remove, create, 15 * time.Second, true},
		{"delete, create too late", "ntfs", remove, create, 15*time.Second + 1, false},
		{"delete, rename", "ntfs", remove, into, time.Second, true},
		{"rename, create", "fat32", away, create, time.Second, true},
		{"rename, rename", "fat32", away, into, time.Second, true},
		{"replace", "ntfs", over, into, 0, true},
		{"on ext4", "ext4", remove, into, time.Second, false},
		{"on refs", "refs", remove, create, time.Second, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			v, h := mounted(t, Config{Personality: c.kind})
			must(t, v.CreateNew("/data/a", 1, 1))
			old := attr(t, v, "/data/a").Created
			h.advance(time.Hour)
			must(t, v.CreateNew("/data/tmp", 1, 1))
			must(t, c.take(v))
			h.advance(c.after)
			now := h.Now()
			must(t, c.put(v))
			path := "/data/a"
			if c.kind != "ext4" {
				path = "/data/A"
			}
			a := attr(t, v, path)
			if got := a.Created.Equal(old); got != c.inherits {
				t.Errorf("inherits the creation time: %v, want %v", got, c.inherits)
			}
			if a.Modified.Equal(old) || now.Before(a.Created) {
				t.Errorf("modified %v, created %v", a.Modified, a.Created)
			}
		})
	}
}

// Facts 47, 48 and 65: the file is held open in minute 1, written in each minute from
// 2 to 5, of which minute 4 extends it, and closed in minute 9.
func TestHeldFileIsStampedByTheFirstWriteOfEachKindAndByTheClose(t *testing.T) {
	for _, c := range []struct {
		kind string
		want []string
	}{
		{"ntfs", []string{"05 00:02:00", "05 00:02:00", "05 00:04:00", "05 00:04:00", "05 00:09:00"}},
		{"ext4", []string{"05 00:02:00", "05 00:03:00", "05 00:04:00", "05 00:05:00", "05 00:05:00"}},
	} {
		v, h := mounted(t, Config{Personality: c.kind})
		must(t, v.CreateNew("/data/a", 10, 1))
		h.advance(time.Minute)
		must(t, v.HoldOpen("/data/a"))
		var got []string
		for _, act := range []func() error{
			func() error { return v.WriteNew("/data/a", SameSize, 1) },
			func() error { return v.WriteNew("/data/a", SameSize, 2) },
			func() error { return v.AppendNew("/data/a", 5, 3) },
			func() error { return v.WriteNew("/data/a", SameSize, 4) },
			func() error { h.advance(3 * time.Minute); return v.CloseHeld("/data/a", 5) },
		} {
			h.advance(time.Minute)
			must(t, act())
			got = append(got, clockOf(h, attr(t, v, "/data/a").Modified))
		}
		if d := cmp.Diff(c.want, got); d != "" {
			t.Errorf("%s (-want +got):\n%s", c.kind, d)
		}
	}
}

func TestCloseOfAHeldFileStampsOnlyWhatWentUnstamped(t *testing.T) {
	w := &truth{}
	v, h := mounted(t, Config{Personality: "ntfs", Witness: w})
	must(t, v.CreateNew("/data/a", 10, 1))
	must(t, v.HoldOpen("/data/a"))
	must(t, v.HoldOpen("/data/a"))
	must(t, v.WriteNew("/data/a", SameSize, 2))
	stamped := attr(t, v, "/data/a").Modified
	h.advance(time.Minute)
	w.take()
	must(t, v.CloseHeld("/data/a", 3))
	must(t, v.CloseHeld("/data/a", 3))
	if got := attr(t, v, "/data/a").Modified; !got.Equal(stamped) || len(w.told) > 0 {
		t.Errorf("modified %v, want %v; told %v", got, stamped, w.told)
	}
	if err := v.CloseHeld("/data/a", 3); err == nil {
		t.Error("a file that is not held was closed")
	}
}

func TestReadingStampsTheAccessTimeOncePerHandle(t *testing.T) {
	v, h := mounted(t, Config{})
	must(t, v.AddFile("/data/a", 10, h.Now(), 1))
	g := &gate{}
	f, err := v.FS(g).Open("/data/a")
	must(t, err)
	h.advance(time.Minute)
	buf := make([]byte, 4)
	for range 2 {
		_, err = f.Read(buf)
		must(t, err)
		h.advance(time.Minute)
	}
	a := attr(t, v, "/data/a")
	if clockOf(h, a.Accessed) != "05 00:01:00" || clockOf(h, a.Changed) != "05 00:00:00" {
		t.Errorf("accessed %v, changed %v", a.Accessed, a.Changed)
	}
	if d := cmp.Diff([]string{op.Open.String() + " /data/a", "read /data/a", "read /data/a"}, g.passed); d != "" {
		t.Error(d)
	}
}

func TestSettingTimesMovesTheChangeTime(t *testing.T) {
	v, h := mounted(t, Config{})
	must(t, v.AddFile("/data/a", 10, h.Now(), 1))
	old := h.at(newYear.Add(-time.Hour))
	h.advance(time.Minute)
	must(t, v.FS(nil).Chtimes("/data/a", time.Time{}, newYear.Add(-time.Hour)))
	a := attr(t, v, "/data/a")
	if !a.Modified.Equal(old) || clockOf(h, a.Changed) != "05 00:01:00" || clockOf(h, a.Accessed) != "05 00:00:00" {
		t.Errorf("modified %v, changed %v, accessed %v", a.Modified, a.Changed, a.Accessed)
	}
}

// Fact 60: such a write is hidden from whoever goes by the modification time, and from
// nobody else.
func TestAWriteThatFreezesItsTimeMovesAllElse(t *testing.T) {
	for _, held := range []bool{false, true} {
		v, h := journaled(t, Config{})
		must(t, v.AddFile("/data/a", 10, h.Now(), 1))
		must(t, v.SetBit("/data/a", false, 1))
		if held {
			must(t, v.HoldOpen("/data/a"))
		}
		before, from := attr(t, v, "/data/a"), next(t, v)
		was, _ := v.Look("/data/a")
		h.advance(time.Hour)
		must(t, v.WriteKeeping("/data/a", SameSize, 1))
		after := attr(t, v, "/data/a")
		is, _ := v.Look("/data/a")
		if !after.Modified.Equal(before.Modified) || is.Content.Equal(was.Content) {
			t.Errorf("modified at %v, then at %v", before.Modified, after.Modified)
		}
		if !after.Changed.Equal(h.Now()) || !after.Archive || len(written(t, v, from)) == 0 {
			t.Errorf("changed at %v, archive bit %v, records %v", after.Changed, after.Archive, written(t, v, from))
		}
		if held {
			h.advance(time.Hour)
			must(t, v.CloseHeld("/data/a", 1))
			if end := attr(t, v, "/data/a"); !end.Modified.Equal(before.Modified) {
				t.Errorf("the closing stamped it %v", end.Modified)
			}
		}
	}
}
