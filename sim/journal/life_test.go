package journal

import (
	"strings"
	"testing"

	"gapless/model"

	"github.com/google/go-cmp/cmp"
)

func state(t *testing.T, j *Journal) model.JournalState {
	t.Helper()
	s, err := j.State()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestAJournalIsUsedOnlyWhileItIsActive(t *testing.T) {
	j := New(1)
	use := func(want error) {
		t.Helper()
		_, err := j.State()
		if err != want {
			t.Errorf("asked for its state: %v, want %v", err, want)
		}
		if err := j.Records(0, func(*model.JournalRecord) bool { return true }); err != want {
			t.Errorf("read: %v, want %v", err, want)
		}
	}
	use(model.JournalNotActive)
	if err := j.Delete(); err != model.JournalNotActive {
		t.Error(err)
	}
	j.Changed(file(1, "a"), model.FileCreate, false)
	j.Create(0, 0)
	use(nil)
	if n := len(read(t, j, 0)); n != 0 {
		t.Errorf("%d records of before it was created", n)
	}
	j.Fail()
	use(model.JournalUnreadable)
	j.Heal()
	use(nil)
	j.Fail()
	j.Delete()
	use(model.JournalDeleteInProgress)
	if err := j.Create(0, 0); err != model.JournalDeleteInProgress {
		t.Error(err)
	}
	j.Deleted()
	use(model.JournalNotActive)
	j.Create(0, 0)
	use(nil)
}

func TestIdentitiesAndPositions(t *testing.T) {
	j := created(t, 1<<20, 256<<10)
	f := file(7, "12345678")
	j.Changed(f, model.FileCreate, true)
	first := state(t, j)
	if d := cmp.Diff(model.JournalState{ID: first.ID, Next: 80, MaxSize: 1 << 20, Delta: 256 << 10}, first); d != "" {
		t.Error(d)
	}

	j.Create(2<<20, 0) // only the sizes
	if got := state(t, j); got.ID != first.ID || got.MaxSize != DefaultDelta || got.Delta != DefaultDelta || got.Next != 80 {
		t.Errorf("after it was created again: %+v", got)
	}

	j.Restamp() // counting goes on, the records stay, what was open has to be said again
	j.Changed(f, model.FileCreate, true)
	second := state(t, j)
	if second.ID == first.ID || second.First != 0 || second.Lowest != 80 || second.Next != 160 {
		t.Errorf("restamped: %+v after %+v", second, first)
	}

	j.Delete()
	j.Deleted()
	j.Create(0, 0)
	third := state(t, j)
	if third.ID == first.ID || third.ID == second.ID || third.First != 0 || third.Next != 0 || third.Lowest != 0 {
		t.Errorf("created anew: %+v", third)
	}

	j.Delete()
	j.Deleted()
	if err := j.CreateFrom(0, 0, 5000); err != nil { // the next page
		t.Error(err)
	}
	if s := state(t, j); s.ID == third.ID || s.First != 8192 || s.Next != 8192 || s.Lowest != 8192 {
		t.Errorf("created with higher numbers: %+v", s)
	}
	if j.CreateFrom(0, 0, 0) == nil {
		t.Error("it was created while it was active")
	}
	other := created(t, 0, 0)
	other.Reset(2)
	other.Create(0, 0)
	if a, b := state(t, created(t, 0, 0)).ID, state(t, other).ID; a == b {
		t.Errorf("the journals of two volumes are both %d", a)
	}
}

func TestACopyGoesItsOwnWay(t *testing.T) {
	j := created(t, 0, 0)
	for range 3 * perChunk / 2 {
		j.Changed(file(1, "12345678"), model.FileCreate, false)
	}
	j.Changed(file(2, "both"), model.FileCreate, true)
	c := j.Clone()
	j.Changed(file(2, "old"), model.DataExtend, true)
	c.Changed(file(2, "new"), model.FileCreate|model.DataTruncate, false)
	mine := read(t, j, 0)
	if last := mine[len(mine)-1]; !strings.HasSuffix(last, " old 102") {
		t.Errorf("the original ends with %s", last)
	}
	j.Delete()
	j.Deleted()
	j.Create(0, 0)
	j.Changed(file(3, "again"), model.FileCreate, true)
	got := read(t, c, 0)
	want := 2*(3*perChunk/2) + 3
	if len(got) != want {
		t.Fatalf("the copy has %d records, want %d", len(got), want)
	}
	for k, name := range []string{"both 100", "new 104", "new 80000104"} {
		if line := got[want-3+k]; !strings.HasSuffix(line, " "+name) {
			t.Errorf("the copy ends with %s, want %s", line, name)
		}
	}
	if len(read(t, j, 0)) != 1 {
		t.Error("the original kept what was deleted")
	}
}

func TestRecordsWrittenDuringARead(t *testing.T) {
	j := created(t, 0, 0)
	j.Changed(file(1, "a"), model.FileCreate, true)
	n := 0
	j.Records(0, func(r *model.JournalRecord) bool {
		n++
		j.Changed(file(1, "a"), 1<<n, true)
		return n < 100
	})
	if n != 1 {
		t.Errorf("a read that writes saw %d records, want the one that was there", n)
	}
	if n := len(read(t, j, 0)); n != 2 {
		t.Errorf("%d records, want 2", n)
	}
}
