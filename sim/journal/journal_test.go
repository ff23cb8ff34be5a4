package journal

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"gapless/model"

	"github.com/google/go-cmp/cmp"
)

// file is a record of a file of that name, in the root.
func file(inode uint64, name string) *model.JournalRecord {
	return &model.JournalRecord{Inode: inode, Parent: 1, Name: name}
}

func created(t *testing.T, maxSize, delta int64) *Journal {
	t.Helper()
	j := New(1)
	if err := j.Create(maxSize, delta); err != nil {
		t.Fatal(err)
	}
	return j
}

// read lists the records from a position on: position, name, reasons.
func read(t *testing.T, j *Journal, from int64) (lines []string) {
	t.Helper()
	err := j.Records(from, func(r *model.JournalRecord) bool {
		lines = append(lines, fmt.Sprintf("%d %s %x", r.Position, r.Name, uint32(r.Reasons)))
		return true
	})
	if err != nil {
		t.Fatal(err)
	}
	return lines
}

func TestARecordIsAsLongAsNTFSHasIt(t *testing.T) {
	for name, want := range map[string]int64{ // fact 46
		"12345678": 80, "123456789012": 88, strings.Repeat("x", 32): 128, strings.Repeat("x", 255): 576,
		"äöüäöüäö": 80, "日本語日本語日本": 80, "𝄞𝄞𝄞𝄞": 80, "a": 64, "ab": 64, "abc": 72,
	} {
		if got := Size(name); got != want {
			t.Errorf("%s takes %d bytes, want %d", name, got, want)
		}
	}
}

// The example of the Windows documentation: fact 47.
func TestEachNewKindOfChangeIsRecordedOnceUntilTheFileIsClosed(t *testing.T) {
	j := created(t, 0, 0)
	f := file(7, "12345678")
	for _, how := range []model.JournalReason{
		model.DataOverwrite, model.DataOverwrite, model.BasicInfo, model.DataTruncate | model.DataOverwrite, model.BasicInfo,
	} {
		j.Changed(f, how, true)
	}
	j.Closed(f)
	j.Closed(f) // whoever only read it says nothing
	j.Changed(f, model.DataOverwrite, true)
	want := []string{"0 12345678 1", "80 12345678 8001", "160 12345678 8005", "240 12345678 80008005", "320 12345678 1"}
	if d := cmp.Diff(want, read(t, j, 0)); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff(want[3:], read(t, j, 240)); d != "" {
		t.Error(d)
	}
}

func TestARenameIsRecordedWithBothNamesHoweverOftenItComes(t *testing.T) {
	j := created(t, 0, 0)
	names := []string{"a", "b", "c"}
	j.Changed(file(7, "a"), model.DataExtend, true)
	for k := range 2 {
		j.Renaming(file(7, names[k]))
		j.Changed(file(7, names[k+1]), model.RenameNew, true)
	}
	j.Removed(file(7, "c"), true, true)
	want := []string{"0 a 2", "64 a 1002", "128 b 2002", "192 b 1002", "256 c 2002", "320 c 80002202"}
	if d := cmp.Diff(want, read(t, j, 0)); d != "" {
		t.Error(d)
	}
	if j.Accumulating() {
		t.Error("a file without a name is still open")
	}
}

func TestARecordDoesNotStraddleAPage(t *testing.T) {
	j := created(t, 0, 0)
	for k := range 52 { // 51 records of 80 bytes are 4080
		j.Changed(file(uint64(k), "12345678"), model.FileCreate, true)
	}
	got := read(t, j, 4000)
	if d := cmp.Diff([]string{"4000 12345678 100", "4096 12345678 100"}, got); d != "" {
		t.Error(d)
	}
}

// A journal of 8192 bytes and steps of 4096 may hold 12288. Each page holds 51
// records. When the fourth page begins it is larger than that, so it is cut down to
// less than 8192: two pages go.
func TestTheJournalIsTrimmedInItsStepsToBelowItsSize(t *testing.T) {
	j := created(t, 8192, 4096)
	add := func(n int) {
		for range n {
			j.Changed(file(9, "12345678"), model.FileCreate, false) // two records
			j.Crash()
		}
	}
	first := func(want int64) {
		t.Helper()
		s, err := j.State()
		if err != nil || s.First != want || s.Lowest != 0 {
			t.Errorf("the first position is %d (%v), the lowest %d; want %d and 0", s.First, err, s.Lowest, want)
		}
	}
	add(76) // 152 records: 51+51+50
	first(0)
	add(1) // 153, and the 154th is the first of the fourth page
	first(8192)
	for from, want := range map[int64]error{0: nil, 8192: nil, 8191: model.JournalEntryDeleted, 1: model.JournalEntryDeleted} {
		err := j.Records(from, func(r *model.JournalRecord) bool {
			if r.Position < 8192 {
				t.Errorf("from %d: a record at %d", from, r.Position)
			}
			return true
		})
		if !errors.Is(err, want) {
			t.Errorf("from %d: %v, want %v", from, err, want)
		}
	}
	if n := len(read(t, j, 0)); n != 52 {
		t.Errorf("%d records are left, want 52", n)
	}
}
