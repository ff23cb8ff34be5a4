package media_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"syscall"
	"testing"
	"time"
	"unsafe"

	"gapless/sim/media"
	"gapless/sim/op"

	"github.com/google/go-cmp/cmp"
)

// log is a gate that writes down what passes, and can refuse it.
type log struct {
	lines  []string
	refuse error
	spent  time.Duration
	during func()
}

func (l *log) Pass(kind op.Kind, path string) error {
	l.lines = append(l.lines, kind.String()+" "+path)
	return l.refuse
}

func (l *log) Spend(d time.Duration) {
	l.spent += d
	if l.during != nil {
		l.during()
	}
}

func contents(t *testing.T, m *media.Medium) string {
	t.Helper()
	v := m.View()
	var all []byte
	for int64(len(all)) < v.End() {
		b, err := v.Read(int64(len(all)), int(v.End()))
		if err != nil || len(b) == 0 {
			t.Fatalf("read at %d: %d bytes, %v", len(all), len(b), err)
		}
		all = append(all, b...)
	}
	return string(all)
}

// Random calls against a medium that is one slice of bytes, with all its clones.
func TestAMediumIsAStringOfBytes(t *testing.T) {
	type pair struct {
		m    *media.Medium
		want []byte
	}
	rng := rand.New(rand.NewPCG(1, 2))
	noise := make([]byte, 200_000)
	for i := range noise {
		noise[i] = byte(rng.Uint32())
	}
	sizes := []int{0, 1, 10, 100, 5000, 70_000}
	for range 60 {
		pairs := []*pair{{m: media.New("tape", nil, 0)}}
		for range 120 {
			p := pairs[rng.IntN(len(pairs))]
			from := rng.IntN(100_000)
			data := noise[from : from+rng.IntN(1+sizes[rng.IntN(len(sizes))])]
			switch rng.IntN(16) {
			case 0:
				off, n := rng.Int64N(int64(len(p.want))+1), rng.Int64N(3000)
				p.m.Corrupt(off, n)
				for i := off; i < min(off+n, int64(len(p.want))); i++ {
					p.want[i] = ^p.want[i]
				}
			case 1:
				lost := 0
				p.m.Crash(func(unsynced int64) int64 { keep := rng.Int64N(unsynced + 1); lost = int(unsynced - keep); return keep })
				p.want = p.want[:len(p.want)-lost]
			case 2:
				if len(pairs) < 4 {
					pairs = append(pairs, &pair{p.m.Clone("copy", nil), bytes.Clone(p.want)})
				}
			case 3:
				if rng.IntN(5) == 0 {
					p.m.Erase()
					p.want = nil
				}
			case 4:
				p.m.Sync()
			case 5, 6, 7, 8:
				p.m.Append(data, true)
				p.want = append(p.want, data...)
			default:
				p.m.Append(bytes.Clone(data), false)
				p.want = append(p.want, data...)
			}
			for _, p := range pairs {
				checkReads(t, rng, p.m, p.want)
			}
		}
	}
}

func checkReads(t *testing.T, rng *rand.Rand, m *media.Medium, want []byte) {
	t.Helper()
	if m.End() != int64(len(want)) {
		t.Fatalf("ends at %d, want %d", m.End(), len(want))
	}
	off := 0
	if rng.IntN(3) == 0 && len(want) > 0 {
		off = rng.IntN(len(want))
	}
	for off < len(want) {
		max := 1 + rng.IntN(100_000)
		b, err := m.Read(int64(off), max)
		if err != nil || len(b) == 0 || len(b) > min(max, len(want)-off) || !bytes.Equal(b, want[off:off+len(b)]) {
			t.Fatalf("read of %d at %d: %d bytes, %v, or other bytes", max, off, len(b), err)
		}
		off += len(b)
	}
	if b, err := m.Read(int64(off), 1); err != io.EOF || b != nil {
		t.Fatalf("read at the end: %v, %v", b, err)
	}
}

func TestAnAppendThatIsNotSharedIsCopied(t *testing.T) {
	m := media.New("tape", nil, 0)
	p := []byte("once")
	m.Append(p, false)
	copy(p, "then")
	if got := contents(t, m); got != "once" {
		t.Errorf("%q", got)
	}
}

func TestSharedBytesAreHandedOutWithoutCopying(t *testing.T) {
	m := media.New("tape", nil, 0)
	p := []byte("header and data")
	m.Append([]byte("xx"), false)
	m.Append(p, true)
	b, err := m.Read(9, 4)
	if err != nil || unsafe.SliceData(b) != &p[7] {
		t.Errorf("%q, %v: not the bytes that were appended", b, err)
	}
	if cap(b) != len(b) {
		t.Error("an append to the view would write to the medium")
	}
}

func TestRecordsCopiedInARowLieInOneSlice(t *testing.T) {
	m := media.New("tape", nil, 0)
	for range 100 {
		m.Append([]byte("record "), false)
	}
	m.Read(0, 700)
	if n := testing.AllocsPerRun(10, func() { m.Read(3, 690) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
	a, _ := m.Read(0, 700)
	b, _ := m.Read(7, 7)
	if &a[7] != &b[0] {
		t.Error("the records were put together for the read")
	}
}

func TestAFullMediumTakesWhatFits(t *testing.T) {
	m := media.New("tape", nil, 10)
	if err := m.Append([]byte("1234567890"), false); err != nil {
		t.Errorf("up to its capacity: %v", err)
	}
	m.Erase()
	m.Append([]byte("123456"), true)
	for range 2 {
		err := m.Append([]byte("abcdef"), true)
		if !errors.Is(err, syscall.ENOSPC) || contents(t, m) != "123456abcd" {
			t.Errorf("%v: %q", err, contents(t, m))
		}
	}
	if err := m.Append(nil, false); err != nil {
		t.Errorf("nothing: %v", err)
	}
	if err := m.Append([]byte("x"), false); err == nil || err.Error() != "append to tape: no space left on device" {
		t.Errorf("%v", err)
	}
}

func TestABadSpotFailsAppendsThatReachIt(t *testing.T) {
	for _, c := range []struct {
		name     string
		after    int64
		times    int
		capacity int64
		want     string // o: written, E: EIO, S: ENOSPC
		contents string
	}{
		{"at once", 0, 1, 0, "Eooo", "abcabcabc"},
		{"at once, twice", 0, 2, 0, "EEoo", "abcabc"},
		{"for good", 0, 0, 0, "EEEE", ""},
		{"inside", 4, 1, 0, "oEoo", "abcaabcabc"},
		{"at a boundary", 3, 1, 0, "oEoo", "abcabcabc"},
		{"beyond", 99, 1, 0, "oooo", "abcabcabcabc"},
		{"before the end of the medium", 4, 1, 6, "oESS", "abcaab"},
		{"behind the end of the medium", 9, 1, 5, "oSSS", "abcab"},
	} {
		t.Run(c.name, func(t *testing.T) {
			m := media.New("tape", nil, c.capacity)
			m.FailWrite(c.after, c.times)
			got := ""
			for range 4 {
				switch err := m.Append([]byte("abc"), false); {
				case err == nil:
					got += "o"
				case errors.Is(err, syscall.EIO):
					got += "E"
				case errors.Is(err, syscall.ENOSPC):
					got += "S"
				}
			}
			if got != c.want || contents(t, m) != c.contents {
				t.Errorf("%s %q, want %s %q", got, contents(t, m), c.want, c.contents)
			}
		})
	}
}

func TestACrashTearsOffWhatIsNotSynced(t *testing.T) {
	for _, c := range []struct {
		name string
		keep func(int64) int64
		want string
		gone string
	}{
		{"nothing kept", nil, "synced", "6+8"},
		{"torn", func(unsynced int64) int64 { return unsynced - 5 }, "syncedlos", "9+5"},
		{"all kept", func(unsynced int64) int64 { return unsynced }, "syncedlost end", ""},
		{"too much", func(int64) int64 { return 99 }, "syncedlost end", ""},
		{"too little", func(int64) int64 { return -1 }, "synced", "6+8"},
	} {
		t.Run(c.name, func(t *testing.T) {
			m := media.New("tape", nil, 0)
			gone := ""
			m.OnOverwrite = func(off, length int64) { gone += fmt.Sprintf("%d+%d", off, length) }
			m.Append([]byte("synced"), false)
			m.Sync()
			m.Append([]byte("lost end"), false)
			m.Crash(c.keep)
			if got := contents(t, m); got != c.want || gone != c.gone || m.Synced() != m.End() {
				t.Errorf("%q, gone %s, synced to %d; want %q, %s", got, gone, m.Synced(), c.want, c.gone)
			}
			m.Crash(nil)
			m.Append([]byte("!"), false)
			if got := contents(t, m); got != c.want+"!" {
				t.Errorf("then %q", got)
			}
		})
	}
}

func TestEraseTellsWhatIsGone(t *testing.T) {
	m := media.New("tape", nil, 0)
	var gone []int64
	m.OnOverwrite = func(off, length int64) { gone = append(gone, off, length) }
	m.Erase()
	m.Append([]byte("old"), false)
	m.Sync()
	old, _ := m.Read(0, 3)
	m.Erase()
	if m.End() != 0 || m.Synced() != 0 {
		t.Errorf("ends at %d, synced to %d", m.End(), m.Synced())
	}
	m.Append([]byte("new"), false)
	if string(old) != "old" {
		t.Error("what was read was written over")
	}
	if d := cmp.Diff([]int64{0, 3}, gone); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

func TestEachCallPassesTheGate(t *testing.T) {
	l := &log{}
	m := media.New("tape", l, 0)
	m.Append([]byte("abc"), false)
	m.Sync()
	m.Read(0, 2)
	m.View().Read(0, 2)
	m.Erase()
	if d := cmp.Diff([]string{"append tape", "sync tape", "read tape", "erase tape"}, l.lines); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	if l.spent != 0 {
		t.Errorf("spent %v", l.spent)
	}

	m.Append([]byte("abc"), false)
	l.refuse = errors.New("refused")
	_, readErr := m.Read(0, 2)
	for i, err := range []error{m.Append([]byte("x"), false), m.Sync(), readErr, m.Erase()} {
		if err != l.refuse {
			t.Errorf("call %d: %v", i, err)
		}
	}
	if contents(t, m) != "abc" || m.Synced() != 0 {
		t.Error("a refused call took effect")
	}
}

func TestTimeGoesByBeforeAnythingIsWritten(t *testing.T) {
	l := &log{}
	m := media.New("tape", l, 0)
	m.Rate, m.Latency = 3, time.Second
	l.during = func() {
		if m.End() != 0 {
			t.Error("written already")
		}
	}
	m.Append([]byte("ab"), false)
	if want := time.Second + 666_666_667; l.spent != want {
		t.Errorf("spent %v, want %v", l.spent, want)
	}
	l.spent, l.during = 0, nil
	m.Read(0, 100) // two bytes
	m.Sync()
	if want := 2*time.Second + 666_666_667; l.spent != want {
		t.Errorf("spent %v, want %v", l.spent, want)
	}
	l.during = m.Fail
	if err := m.Append([]byte("x"), false); !errors.Is(err, syscall.ENODEV) {
		t.Errorf("failed meanwhile: %v", err)
	}
}

func TestAFailedMediumFailsEveryCallAndItsView(t *testing.T) {
	m := media.New("tape", nil, 0)
	m.Append([]byte("abc"), false)
	m.Fail()
	_, readErr := m.Read(0, 1)
	for i, err := range []error{m.Append([]byte("x"), false), m.Sync(), readErr, m.Erase()} {
		if !errors.Is(err, syscall.ENODEV) {
			t.Errorf("call %d: %v", i, err)
		}
	}
	if _, err := m.View().Read(0, 1); !errors.Is(err, syscall.ENODEV) {
		t.Errorf("a view: %v", err)
	}
	if m.Heal(nil); !m.Gone() {
		t.Error("healing brought it back")
	}
}

func TestAViewCannotChangeItsMedium(t *testing.T) {
	m := media.New("tape", nil, 9)
	m.Append([]byte("abc"), false)
	v := m.View()
	if !errors.Is(v.Append([]byte("x"), false), syscall.EROFS) || !errors.Is(v.Erase(), syscall.EROFS) || v.Sync() != nil {
		t.Error("a view takes changes")
	}
	if v.End() != 3 || v.Capacity() != 9 || contents(t, m) != "abc" {
		t.Error("a view differs from its medium")
	}
}

func TestReadRefusesWhatIsNoRange(t *testing.T) {
	m := media.New("tape", nil, 0)
	m.Append([]byte("abc"), false)
	for _, c := range []struct {
		off int64
		max int
	}{{-1, 1}, {0, -1}} {
		if _, err := m.Read(c.off, c.max); !errors.Is(err, syscall.EINVAL) {
			t.Errorf("read %d, %d: %v", c.off, c.max, err)
		}
	}
}

func TestResetIsANewMediumInOldMemory(t *testing.T) {
	m := media.New("tape", nil, 5)
	record := []byte("record")
	m.Rate, m.OnOverwrite = 7, func(int64, int64) { t.Error("told") }
	m.FailWrite(0, 0)
	m.Fail()
	m.Reset("disk", nil, 0)
	if m.Name() != "disk" || m.Capacity() != 0 || m.Rate != 0 || m.End() != 0 || m.Synced() != 0 {
		t.Errorf("%+v", m)
	}
	n := testing.AllocsPerRun(10, func() {
		m.Reset("disk", nil, 0)
		for range 1000 {
			if m.Append(record, false) != nil {
				t.Error("failed")
			}
		}
	})
	if n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func TestACloneKeepsItsBytesWhenTheMediumIsReset(t *testing.T) {
	m := media.New("tape", nil, 0)
	m.Append([]byte("abc"), false)
	m.Sync()
	m.Append([]byte("def"), false)
	c := m.Clone("copy", nil)
	m.Append([]byte("ghi"), false)
	c.Append([]byte("xyz"), false)
	m.Reset("tape", nil, 0)
	m.Append([]byte("0123456789"), false)
	if got := contents(t, c); got != "abcdefxyz" || c.Synced() != 3 {
		t.Errorf("%q, synced to %d", got, c.Synced())
	}
}

// What was on a medium is as it was for as long as nothing is counted.
func TestChangesCountsAllButAppends(t *testing.T) {
	m := media.New("m", nil, 0)
	steps := []struct {
		what string
		do   func()
		want int64
	}{
		{"append", func() { m.Append([]byte("abc"), true) }, 0},
		{"sync", func() { m.Sync() }, 0},
		{"a crash that loses nothing", func() { m.Crash(nil) }, 0},
		{"append", func() { m.Append([]byte("def"), true) }, 0},
		{"a crash that tears", func() { m.Crash(nil) }, 1},
		{"corrupt", func() { m.Corrupt(0, 1) }, 2},
		{"heal", func() { m.Heal(op.Free{}) }, 2},
		{"erase", func() { m.Erase() }, 3},
		{"fail", func() { m.Fail() }, 4},
	}
	for _, s := range steps {
		if s.do(); m.Changes() != s.want {
			t.Errorf("%s: %d changes, want %d", s.what, m.Changes(), s.want)
		}
	}
}
