package checkpoints

import (
	"errors"
	"testing"
	"time"

	"gapless/model"
	"gapless/model/clock"

	"github.com/google/go-cmp/cmp"
	"github.com/spf13/afero"
)

var master = clock.NewFace[clock.Master](1)

// written is a store with one of everything in it.
func written(t *testing.T) (afero.Fs, []byte) {
	t.Helper()
	files := afero.NewMemMapFs()
	s, err := OpenStore(files, "/db", master)
	if err != nil {
		t.Fatal(err)
	}
	err = errors.Join(
		s.putBackup(Backup{Policy: "p", Begun: 1, Since: master.Time(int64(time.Hour))}),
		s.putJob(Job{Number: 1, Policy: "p", Kind: model.Full, State: model.Active, Checkpoint: 1}),
		s.putError("p: first"), s.putMailed(), s.putError("p: second"),
		s.putJob(Job{Number: 1, Policy: "p", Kind: model.Full, State: model.Done, Status: 1, Checkpoint: 1, Named: []string{"/a", "/b"}, Taken: 3}),
		s.putBackup(Backup{Policy: "p", Begun: 2, Created: 2, Removed: 1, Generation: 3, Since: master.Time(int64(2 * time.Hour))}),
	)
	if err != nil {
		t.Fatal(err)
	}
	data, err := afero.ReadFile(files, "/db/"+storeName)
	if err != nil {
		t.Fatal(err)
	}
	return files, data
}

func TestAStoreRemembersTheNewestOfEach(t *testing.T) {
	files, _ := written(t)
	s, err := OpenStore(files, "/db", master)
	if err != nil {
		t.Fatal(err)
	}
	want := Backup{Policy: "p", Begun: 2, Created: 2, Removed: 1, Generation: 3, Since: master.Time(int64(2 * time.Hour))}
	if diff := cmp.Diff(want, s.Backup("p")); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(&Job{Number: 1, Policy: "p", Kind: model.Full, State: model.Done, Status: 1, Checkpoint: 1, Named: []string{"/a", "/b"}, Taken: 3}, s.Job(1)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"p: second"}, s.errors); diff != "" || s.Job(2) != nil || s.Job(0) != nil {
		t.Error(diff, s.Job(2))
	}
}

// A store that a crash cut off anywhere opens with the records before the cut, and
// goes on from there.
func TestAStoreThatWasCutOffAnywhereOpens(t *testing.T) {
	_, data := written(t)
	known := 0
	for n := range len(data) {
		files := afero.NewMemMapFs()
		if err := afero.WriteFile(files, "/db/"+storeName, data[:n], 0o600); err != nil {
			t.Fatal(err)
		}
		s, err := OpenStore(files, "/db", master)
		if err != nil {
			t.Fatalf("cut at %d: %v", n, err)
		}
		b := s.Backup("p")
		if b.Begun < known {
			t.Fatalf("cut at %d: checkpoint %d was known before", n, known)
		}
		known = b.Begun
		if err := s.putBackup(Backup{Policy: "q", Begun: 7}); err != nil {
			t.Fatal(err)
		}
		again, err := ReadStore(files, "/db", master)
		if err != nil || again.Backup("q").Begun != 7 || again.Backup("p").Begun != known {
			t.Fatalf("cut at %d: then %v, %+v", n, err, again)
		}
	}
	if known != 1 {
		t.Errorf("the longest cut knows checkpoint %d", known)
	}
}

func TestDamageInTheMiddleOfAStoreIsRefused(t *testing.T) {
	_, data := written(t)
	refused := 0
	for i := range len(data) - 40 {
		files := afero.NewMemMapFs()
		bad := append([]byte(nil), data...)
		bad[i] ^= 0x40
		_ = afero.WriteFile(files, "/db/"+storeName, bad, 0o600)
		if _, err := OpenStore(files, "/db", master); errors.Is(err, ErrDamaged) {
			refused++
		} else {
			t.Errorf("byte %d: %v", i, err)
		}
	}
	if refused == 0 {
		t.Error("nothing was refused")
	}
}
