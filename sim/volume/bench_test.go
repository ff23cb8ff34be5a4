package volume

import (
	"fmt"
	"testing"

	"gapless/model"
)

type noWitness struct{}

func (noWitness) Changed(string, *model.Version, int) {}

func BenchmarkSetUpThreeFiles(b *testing.B) {
	h, v := newHost(), New()
	cfg := Config{Path: "/data", Stamper: h, Witness: noWitness{}}
	mtime := h.Now()
	b.ReportAllocs()
	for b.Loop() {
		v.Reset(cfg)
		v.AddFile("/data/accounts.db", 64<<10, mtime, 1)
		v.AddFile("/data/zebra.txt", 1<<10, mtime, 2)
		v.AddFile("/data/notes.txt", 1<<10, mtime, 3)
	}
}

func BenchmarkCloneThreeFiles(b *testing.B) {
	v := built(b, 3)
	c := New()
	b.ReportAllocs()
	for b.Loop() {
		v.CloneInto(c)
	}
}

const many = 100_000

var paths = func() []string {
	out := make([]string, many)
	for k := range out {
		out[k] = fmt.Sprintf("/data/file-%06d.txt", k*7919%many)
	}
	return out
}()

func build(v *Volume, h *host, n int) {
	v.Reset(Config{Path: "/data", Stamper: h, Witness: noWitness{}})
	for _, p := range paths[:n] {
		v.AddFile(p, 1000, h.Now(), 1)
	}
}

func built(b *testing.B, n int) *Volume {
	v := New()
	build(v, newHost(), n)
	return v
}

func perFile(b *testing.B) {
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/many, "ns/file")
}

func BenchmarkBuild100kInOneDirectory(b *testing.B) {
	v, h := New(), newHost()
	for b.Loop() {
		build(v, h, many)
	}
	perFile(b)
}

func BenchmarkListStats100k(b *testing.B) {
	f := built(b, many).FS(nil)
	b.ReportAllocs()
	for b.Loop() {
		if list, _ := f.ListStats("/data"); len(list) != many {
			b.Fatal(len(list))
		}
	}
	perFile(b)
}

func BenchmarkSort100kNames(b *testing.B) {
	v, h := New(), newHost()
	for b.Loop() {
		b.StopTimer()
		build(v, h, many)
		b.StartTimer()
		v.order(Root)
	}
	perFile(b)
}

func BenchmarkStat100k(b *testing.B) {
	f := built(b, many).FS(nil)
	for b.Loop() {
		for _, p := range paths {
			if _, err := f.Stat(p); err != nil {
				b.Fatal(err)
			}
		}
	}
	perFile(b)
}

func BenchmarkRestoreInto100k(b *testing.B) {
	v, h := New(), newHost()
	block := model.Generate(1, 1000).Block(0, 1000)
	for b.Loop() {
		v.Reset(Config{Path: "/data", Stamper: h})
		f := v.FS(nil)
		for _, p := range paths {
			file, err := f.Create(p)
			if err != nil {
				b.Fatal(err)
			}
			file.(*File).WriteBlock(block)
			file.Close()
			f.SetTimes(p, Time{}, h.Now())
		}
	}
	perFile(b)
}

func BenchmarkWalk100k(b *testing.B) {
	v := built(b, many)
	for b.Loop() {
		v.WalkSorted(func(string, model.Version) {})
	}
	perFile(b)
}

func BenchmarkClone100k(b *testing.B) {
	v, c := built(b, many), New()
	for b.Loop() {
		v.CloneInto(c)
	}
	perFile(b)
}

func BenchmarkWriteNew(b *testing.B) {
	v := built(b, 3)
	b.ReportAllocs()
	for b.Loop() {
		v.WriteNew(paths[0], SameSize, 2)
		v.versions.used = 0
	}
}
