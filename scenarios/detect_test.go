package scenarios

import (
	"slices"
	"strings"
	"testing"
	"time"

	"gapless/engine/backup"
	"gapless/engine/message"
	"gapless/engine/selection"
	"gapless/model/clock"
	"gapless/sim/op"
	"gapless/sim/volume"

	"github.com/google/go-cmp/cmp"
)

// modified is the method of a job that takes what is later than an instant. D1.
func modified(since clock.Time[clock.Client]) message.Method {
	return message.Method{Name: selection.ModifiedTime, Rule: "D1", Date: since, Strict: true}
}

// sunday is a desk whose volume has a few files, backed up by a full at its instant.
func sunday(t *testing.T, personality string, journal bool) (d *desk, since clock.Time[clock.Client]) {
	d = newDesk(t, personality)
	old := d.Now()
	d.ok(d.vol.AddDir("/v/dir", 1))
	for _, p := range []string{"/v/a", "/v/b", "/v/dir/x", "/v/dir/y"} {
		d.ok(d.vol.AddFile(p, 100, old, 1))
	}
	if journal {
		d.ok(d.vol.Journal().Create(1<<20, 256<<10))
	}
	d.wait(time.Hour)
	since = d.Now()
	d.run(message.Method{List: true}, 0, nil)
	d.wait(time.Hour)
	return d, since
}

// D4, D8: the journal alone decides, and sees a copy with an old stamp, what a renamed
// directory moved, and a time that was set back. Nothing else is looked at.
func TestTheJournalLeadsToWhatChanged(t *testing.T) {
	d, since := sunday(t, "ntfs", true)
	d.ok(d.vol.Copy("/v/a", "/v/copy", 2))
	d.ok(d.vol.WriteNew("/v/b", 100, 3))
	d.ok(d.vol.Touch("/v/b", d.face.Time(1), 4))
	d.ok(d.vol.Move("/v/dir", "/v/moved", 5))
	d.ok(d.vol.CreateNew("/v/gone", 10, 6))
	d.ok(d.vol.Delete("/v/gone", 7))
	d.wait(time.Hour)
	looked := 0
	d.before = func(kind op.Kind, path string) error {
		if kind == op.List && path != "/v/moved" {
			t.Errorf("%s is listed", path)
		}
		looked++
		return nil
	}
	d.run(modified(since), 1, nil)
	want := []string{"/v/b", "/v/copy", "/v/moved", "/v/moved/x", "/v/moved/y"}
	if diff := cmp.Diff(want, d.taken); diff != "" {
		t.Error(diff)
	}
	if len(d.notes) > 0 {
		t.Error(d.notes)
	}

	also := func(o *message.Order) { o.Journal.Also = true } // the other reading of D4
	d.before = nil
	d.run(modified(since), 1, also)
	if len(d.taken) > 0 { // none of their times is new
		t.Error(d.taken)
	}
}

// A journal names one path of a file, so that a file of several names has the volume
// compared as well. D11.
func TestAFileOfSeveralNamesIsTakenUnderEach(t *testing.T) {
	d, since := sunday(t, "ntfs", true)
	d.ok(d.vol.MakeLink("/v/a", "/v/link", 2))
	d.run(message.Method{List: true}, 0, nil)
	d.wait(time.Hour)
	d.ok(d.vol.WriteNew("/v/a", 100, 3))
	d.ok(d.vol.Touch("/v/a", d.face.Time(1), 4)) // the comparison alone would leave it out
	d.run(modified(since), 2, nil)
	for _, p := range []string{"/v/a", "/v/link"} {
		if !slices.Contains(d.taken, p) {
			t.Errorf("%s is not taken", p)
		}
	}
}

// D10, D11, D18, X14: without a journal that reaches back to the base's mark the times
// are compared, so that the write is found and the copy is not; and the flaw beside
// each case is what loses the write.
func TestWithoutTheJournalTheTimesAreCompared(t *testing.T) {
	remove := func(d *desk) {
		d.ok(d.vol.Journal().Delete())
		d.vol.Journal().Deleted()
	}
	recreate := func(d *desk) {
		remove(d)
		d.ok(d.vol.Journal().Create(1<<20, 256<<10))
	}
	higher := func(d *desk) {
		remove(d)
		d.ok(d.vol.Journal().CreateFrom(1<<20, 256<<10, 8<<10))
	}
	for _, c := range []struct {
		what        string
		personality string
		journal     bool
		spoil       func(d *desk)
		flaw        func(o *message.Order)
	}{
		{"made anew", "ntfs", true, recreate, func(o *message.Order) { o.Journal.AnyIdentity = true }},
		{"made anew with higher positions", "ntfs", true, higher, func(o *message.Order) { o.Journal.FromStart = true }},
		{"restart from position 0", "ntfs", true, recreate, func(o *message.Order) { o.Journal.FromStart = true }},
		{"wrapped", "ntfs", true, func(d *desk) {
			d.ok(d.vol.Journal().Create(8<<10, 4<<10))
			for range 400 {
				d.ok(d.vol.SetMode("/v/dir/x", 0o600, 3))
				d.ok(d.vol.SetMode("/v/dir/x", 0o644, 3))
			}
		}, func(o *message.Order) { o.Journal.FromStart = true }},
		{"being deleted", "ntfs", true, func(d *desk) { d.ok(d.vol.Journal().Delete()) }, nil},
		{"deleted", "ntfs", true, remove, func(o *message.Order) { o.Journal.FromStart = true }},
		{"restamped", "ntfs", true, func(d *desk) { d.ok(d.vol.Journal().Restamp()) }, nil},
		{"unreadable", "ntfs", true, func(d *desk) { d.ok(d.vol.Journal().Fail()) }, nil},
		{"FAT", "fat32", false, func(*desk) {}, func(o *message.Order) { o.Journal.None = true }},
	} {
		t.Run(c.what, func(t *testing.T) {
			for _, flawed := range []bool{false, true} {
				d, since := sunday(t, c.personality, c.journal)
				d.ok(d.vol.WriteNew("/v/b", 100, 2))
				d.ok(d.vol.Copy("/v/a", "/v/copy", 3))
				d.wait(time.Minute)
				c.spoil(d)
				d.wait(time.Minute)
				if flawed {
					if c.flaw != nil {
						d.run(modified(since), 1, c.flaw)
						if slices.Contains(d.taken, "/v/b") {
							t.Error("the flaw loses nothing")
						}
					}
					continue
				}
				d.run(modified(since), 1, nil)
				if !slices.Contains(d.taken, "/v/b") || slices.Contains(d.taken, "/v/copy") {
					t.Errorf("takes %v", d.taken)
				}
				if told := len(d.notes) > 0; told != c.journal {
					t.Errorf("notes: %q", d.notes)
				}
			}
		})
	}
}

// D8, D18: the full turns the journal on; D18's run compares, since its base recorded
// no position. D9: by the volume's size; D8: a journal that is there keeps its sizes.
func TestTheRunThatTurnsTheJournalOnCompares(t *testing.T) {
	d, since := sunday(t, "ntfs", false)
	if s, err := d.vol.Journal().State(); err != nil || s.MaxSize != 32<<20 {
		t.Fatalf("%+v, %v", s, err) // without limit is large
	}
	d.ok(d.vol.Journal().Create(5<<20, 1<<20))
	d.ok(d.vol.Copy("/v/a", "/v/copy", 2))
	d.run(modified(since), 1, nil)
	if !slices.Contains(d.taken, "/v/copy") {
		t.Errorf("takes %v", d.taken)
	}
	if s, err := d.vol.Journal().State(); err != nil || s.MaxSize != 5<<20 {
		t.Errorf("%+v, %v", s, err)
	}

	for _, flawed := range []bool{false, true} {
		d, since = sunday(t, "ntfs", false)
		d.ok(d.vol.WriteNew("/v/b", 100, 2))
		d.ok(d.vol.Journal().Delete())
		d.vol.Journal().Deleted()
		d.cat.Job(1).Reference.Marks = nil // a base from before
		d.run(modified(since), 1, func(o *message.Order) { o.Journal.FromStart = flawed })
		if slices.Contains(d.taken, "/v/b") == flawed {
			t.Errorf("flawed %v: takes %v", flawed, d.taken)
		}
	}
}

// D7: what is gone, and what was renamed, does not come back, and what changed does,
// with and without a journal; and a listing laid over a listing is one again.
func TestTheCatalogueMethodRestoresTheTreeAsItIs(t *testing.T) {
	for _, personality := range []string{"ntfs", "fat32", "ext4"} {
		t.Run(personality, func(t *testing.T) {
			d, _ := sunday(t, personality, false)
			byCatalog := message.Method{Name: selection.Catalog, List: true}
			d.ok(d.vol.Move("/v/dir", "/v/moved", 2))
			d.ok(d.vol.Delete("/v/a", 3))
			d.ok(d.vol.Copy("/v/b", "/v/copy", 4))
			d.ok(d.vol.SetMode("/v/moved/x", 0o600, 5))
			d.wait(time.Hour)
			d.run(byCatalog, 1, nil)
			if diff := cmp.Diff(holds(d.vol), d.restored(2)); diff != "" {
				t.Error(diff)
			}
			d.wait(time.Hour)
			d.ok(d.vol.Move("/v/moved/x", "/v/a", 6))
			d.ok(d.vol.Move("/v/copy", "/v/moved/z", 7))
			d.ok(d.vol.WriteNew("/v/b", 10, 8))
			d.run(byCatalog, 2, nil)
			if diff := cmp.Diff(holds(d.vol), d.restored(3)); diff != "" {
				t.Error(diff)
			}
			if slices.Contains(d.taken, "/v/moved/y") {
				t.Error("what did not change is taken")
			}
			d.ok(d.vol.Delete("/v/moved/y", 9))
			d.run(byCatalog, 3, func(o *message.Order) { o.Method.NoGone = true })
			if _, ok := d.restored(4)["/v/moved/y"]; !ok {
				t.Error("the flaw brings nothing back")
			}
		})
	}
}

// D5: bits are cleared when the server acknowledged the job; the product does not look
// again, and so clears one that a write after the reading set.
func TestABitThatWasSetAgainIsClearedByTheProductAlone(t *testing.T) {
	for _, recheck := range []bool{false, true} {
		d, _ := sunday(t, "ntfs", false)
		d.ack = &message.Acknowledge{}
		d.before = func(kind op.Kind, path string) error {
			if kind == op.Open && path == "/v/b" { // /v/a was read
				d.before = nil
				d.wait(time.Second)
				d.ok(d.vol.WriteNew("/v/a", 100, 2))
			}
			return nil
		}
		d.run(message.Method{}, 0, func(o *message.Order) { o.ClearBits, o.Reading.Recheck = true, recheck })
		d.run(message.Method{Name: selection.ArchiveBit}, 1, nil)
		if slices.Contains(d.taken, "/v/a") != recheck || slices.Contains(d.taken, "/v/b") {
			t.Errorf("looks again: %v; takes %v", recheck, d.taken)
		}
	}
}

// X16: a job that fails halfway has cleared nothing, unless bits are cleared file by file.
func TestBitsStayOnWithoutAnAcknowledgement(t *testing.T) {
	for _, each := range []bool{false, true} {
		d, _ := sunday(t, "ntfs", false)
		d.run(message.Method{}, 0, func(o *message.Order) { o.ClearBits, o.Reading.ClearEach = true, each })
		d.run(message.Method{Name: selection.ArchiveBit}, 1, nil)
		if slices.Contains(d.taken, "/v/a") == each {
			t.Errorf("file by file: %v; takes %v", each, d.taken)
		}
	}
}

// C13, P7, X22: files are deleted when the server says so, and not those that changed
// since they were read.
func TestWhatChangedAfterItWasReadIsNotDeleted(t *testing.T) {
	for _, unlooked := range []bool{false, true} {
		d, _ := sunday(t, "ntfs", false)
		d.before = func(kind op.Kind, path string) error {
			if kind == op.Open && path == "/v/b" {
				d.before = nil
				d.wait(time.Second)
				d.ok(d.vol.WriteNew("/v/a", 100, 2))
			}
			return nil
		}
		d.ack = &message.Acknowledge{Delete: true}
		d.run(message.Method{}, 0, func(o *message.Order) { o.Delete, o.Unlooked = true, unlooked })
		want := "/v/b /v/dir/x /v/dir/y"
		if unlooked {
			want = "/v/a " + want
		}
		if got := strings.Join(d.deleted, " "); got != want {
			t.Errorf("deletes %s, not %s", got, want)
		}
		if _, there := holds(d.vol)["/v/a"]; there == unlooked {
			t.Errorf("/v/a is there: %v", there)
		}
		d.deleted = nil
		d.ack = &message.Acknowledge{}
		d.run(message.Method{}, 0, func(o *message.Order) { o.Delete = true })
		if len(d.deleted) > 0 {
			t.Errorf("deletes %v unasked", d.deleted)
		}
	}
}

// D12, P2: the reference is read before the snapshot is made. What changes between the
// two is in this image and the next; with a reference that is later it is in none.
func TestTheReferenceIsOlderThanTheSnapshot(t *testing.T) {
	for _, late := range []bool{false, true} {
		d, since := sunday(t, "ntfs", true)
		frozen := map[string]string{}
		made := false
		d.before = func(kind op.Kind, path string) error {
			switch {
			case kind == op.Freeze:
				made = true
				d.ok(d.vol.WriteNew("/v/dir/x", 100, 2))
				frozen = holds(d.vol)
			case made && kind != op.Freeze:
				d.before = nil
				d.ok(d.vol.WriteNew("/v/b", 100, 3))
				d.ok(d.vol.Touch("/v/b", since, 4))
				d.ok(d.vol.Delete("/v/a", 5))
			}
			return nil
		}
		j := d.run(message.Method{}, 0, func(o *message.Order) { o.Freeze, o.Journal.Late = message.Frozen, late })
		if diff := cmp.Diff(frozen, d.restored(j.Number)); diff != "" {
			t.Errorf("the image is not the snapshot: %s", diff)
		}
		d.wait(time.Hour)
		d.run(modified(since), j.Number, nil)
		if slices.Contains(d.taken, "/v/b") == late {
			t.Errorf("late %v: takes %v", late, d.taken)
		}
		if !late && !slices.Contains(d.taken, "/v/dir/x") {
			t.Errorf("what changed before the snapshot is not taken twice: %v", d.taken)
		}
	}
}

// X15: bits are cleared on the live volume. A write since the snapshot keeps its bit only
// when the file is compared with the snapshot's.
func TestABitSetAfterTheSnapshotIsComparedWithTheLiveVolume(t *testing.T) {
	for _, recheck := range []bool{false, true} {
		d, _ := sunday(t, "ntfs", true)
		d.ack = &message.Acknowledge{}
		d.before = func(kind op.Kind, path string) error {
			if kind == op.Open && path == "/v/b" {
				d.before = nil
				d.wait(time.Second)
				d.ok(d.vol.WriteNew("/v/a", 100, 2))
			}
			return nil
		}
		d.run(message.Method{}, 0, func(o *message.Order) {
			o.Freeze, o.ClearBits, o.Reading.Recheck = message.Frozen, true, recheck
		})
		d.run(message.Method{Name: selection.ArchiveBit}, 1, nil)
		if slices.Contains(d.taken, "/v/a") != recheck || slices.Contains(d.taken, "/v/b") {
			t.Errorf("looks again: %v; takes %v", recheck, d.taken)
		}
	}
}

// A job that gets no snapshot fails, unless it may read what cannot be frozen.
func TestAJobThatGetsNoSnapshotFails(t *testing.T) {
	for _, personality := range []string{"fat32", "ntfs"} {
		d, _ := sunday(t, personality, false)
		if personality == "ntfs" {
			d.vol.SlowFreeze(volume.FreezeLimit + 1)
		}
		backup.Run(d, message.Order{Job: 9, Writer: 2, Roots: []string{"/v"}, Freeze: message.Frozen})
		if d.failed == nil || d.failed.Status != 156 {
			t.Errorf("%s: %+v", personality, d.failed)
		}
	}
	d, _ := sunday(t, "fat32", false)
	j := d.run(message.Method{}, 0, func(o *message.Order) { o.Freeze = message.Partial })
	if diff := cmp.Diff(holds(d.vol), d.restored(j.Number)); diff != "" {
		t.Error(diff)
	}
}

// D9: the table, and the decision for sizes between two rows.
func TestAJournalThatIsTurnedOnHasTheSizesOfTheTable(t *testing.T) {
	const gb = 1 << 30
	for _, c := range []struct{ volume, size, larger int64 }{
		{1 * gb, 1, 1}, {4 * gb, 1, 1}, {4*gb + 1, 8, 8}, {63 * gb, 8, 8}, {63*gb + 1, 8, 16}, {64 * gb, 8, 16},
		{64*gb + 1, 16, 16}, {127 * gb, 16, 16}, {127*gb + 1, 16, 32}, {128*gb - 1, 16, 32}, {128 * gb, 32, 32},
	} {
		for _, want := range []struct {
			journal message.Journal
			size    int64
		}{{message.Journal{}, c.size}, {message.Journal{LargerRow: true}, c.larger}, {message.Journal{OneSize: true}, 1}} {
			d := newDesk(t, "ntfs")
			d.vol.Reset(volume.Config{Path: "/v", Personality: "ntfs", Stamper: d, Size: c.volume})
			d.run(message.Method{}, 0, func(o *message.Order) {
				o.Journal = want.journal
				o.Journal.Enable = true
			})
			step := want.size << 20 / 8
			if want.size == 1 {
				step = 256 << 10
			}
			if s, err := d.vol.Journal().State(); err != nil || s.MaxSize != want.size<<20 || s.Delta != step {
				t.Errorf("%d bytes, %+v: %+v, %v", c.volume, want.journal, s, err)
			}
		}
	}
}
