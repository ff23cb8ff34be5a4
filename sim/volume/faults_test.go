package volume

import (
	"errors"
	"io"
	"os"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/spf13/afero"
)

func TestSlowFileTakesExactlyItsTime(t *testing.T) {
	for _, c := range []struct {
		size  int64
		d     time.Duration
		reads int // with a buffer of 1 MiB, the end not counted
	}{
		{0, time.Hour, 0}, {1, time.Hour, 1}, {16384, time.Second, 1}, {16385, time.Second, 2}, {64 << 10, 3 * time.Hour, 4},
		{64 * 16384, 7, 64}, {64*16384 + 1, time.Second + 1, 33}, {10<<20 + 1, time.Hour + 13, 59},
	} {
		for _, blocks := range []bool{false, true} {
			v, h := mounted(t, Config{Latency: time.Minute, Rate: 1})
			must(t, v.AddFile("/data/a", c.size, h.Now(), 1))
			v.SetSlow("/data/a", c.d)
			g := &gate{}
			f, err := v.FS(g).Open("/data/a")
			must(t, err)
			g.spent = nil
			reads, size, buf := 0, int64(0), make([]byte, 1<<20)
			for {
				n := 0
				if blocks {
					var b []byte
					b, err = f.(*File).NextBlock(1 << 20)
					n = len(b)
				} else {
					n, err = f.Read(buf)
				}
				if err == io.EOF {
					break
				}
				must(t, err)
				reads++
				size += int64(n)
			}
			if g.total() != c.d || size != c.size || !blocks && reads != c.reads || len(g.spent) > 64 {
				t.Errorf("size %d, blocks %v: %v for %d bytes in %d reads and %d waits; want %v in %d reads",
					c.size, blocks, g.total(), size, reads, len(g.spent), c.d, c.reads)
			}
		}
	}
}

func TestSlowFileWithAShortBufferPaysForEachStepOnce(t *testing.T) {
	v, h := mounted(t, Config{})
	must(t, v.AddFile("/data/a", 40000, h.Now(), 1))
	v.SetSlow("/data/a", 3*time.Second)
	g := &gate{}
	f, err := v.FS(g).Open("/data/a")
	must(t, err)
	var sizes []int
	for {
		n, err := f.Read(make([]byte, 12000))
		if err == io.EOF {
			break
		}
		must(t, err)
		sizes = append(sizes, n)
	}
	if d := cmp.Diff([]int{12000, 4384, 12000, 4384, 7232}, sizes); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff([]time.Duration{time.Second, time.Second, time.Second}, g.spent); d != "" {
		t.Error(d)
	}
}

func TestChangeInASlowReadGivesAMixture(t *testing.T) {
	v, h := mounted(t, Config{})
	must(t, v.AddFile("/data/a", 3*16384, h.Now(), 1))
	old := mustRead(t, v, "/data/a")
	v.SetSlow("/data/a", 3*time.Hour)
	g := &gate{during: func(n int) {
		if n == 2 { // during the second step, whose bytes are taken at its end
			must(t, v.WriteNew("/data/a", SameSize, 2))
		}
	}}
	f, err := v.FS(g).Open("/data/a")
	must(t, err)
	got, err := io.ReadAll(f)
	must(t, err)
	v.SetSlow("/data/a", 0)
	now := mustRead(t, v, "/data/a")
	if want := old[:16384] + now[16384:]; string(got) != want || old[16384:] == now[16384:] {
		t.Error("the bytes are not one step of the old and two of the new content")
	}
}

func mustRead(t *testing.T, v *Volume, path string) string {
	t.Helper()
	b, err := afero.ReadFile(v.FS(nil), path)
	must(t, err)
	return string(b)
}

func TestFailingReadsAndWrites(t *testing.T) {
	v, h := mounted(t, Config{Personality: "ntfs"})
	must(t, v.AddFile("/data/a", 3, h.Now(), 1))
	f, err := v.FS(nil).OpenFile("/data/a", os.O_RDWR, 0)
	must(t, err)
	var got []bool
	fails := func(_ any, err error) {
		got = append(got, errors.Is(err, syscall.EIO))
	}
	v.FailRead("/data/A", 2)
	v.FailWrite("/data/a", 1)
	fails(f.Read(make([]byte, 1)))
	fails(f.(*File).NextBlock(1))
	fails(f.Read(make([]byte, 1)))
	fails(f.Write([]byte("x")))
	fails(f.Write([]byte("x")))
	v.FailRead("/data/a", 0)
	for range 3 {
		fails(f.ReadAt(make([]byte, 1), 0))
	}
	if d := cmp.Diff([]bool{true, true, false, true, false, true, true, true}, got); d != "" {
		t.Error(d)
	}
}
