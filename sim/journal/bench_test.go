package journal

import (
	"fmt"
	"testing"

	"gapless/model"
)

const many = 400_000

// filled has so many records of files whose names have 22 characters.
func filled(b *testing.B) *Journal {
	j := New(1)
	if err := j.Create(1<<30, 1<<20); err != nil {
		b.Fatal(err)
	}
	for k := range many / 2 {
		j.Changed(&model.JournalRecord{Inode: uint64(k), Parent: 1, Name: names[k%len(names)]}, model.DataOverwrite, false)
	}
	return j
}

var names = func() (all []string) {
	for k := range 1000 {
		all = append(all, fmt.Sprintf("accounts-%08d.dat", k))
	}
	return all
}()

func perRecord(b *testing.B) {
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/many, "ns/record")
}

func BenchmarkWrite400k(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		filled(b)
	}
	perRecord(b)
}

func BenchmarkRead400k(b *testing.B) {
	j := filled(b)
	b.ReportAllocs()
	for b.Loop() {
		n := 0
		err := j.Records(0, func(r *model.JournalRecord) bool {
			if r.Reasons&model.Closed == 0 {
				n++
			}
			return true
		})
		if err != nil || n != many/2 {
			b.Fatal(n, err)
		}
	}
	perRecord(b)
}

func BenchmarkReadTheLast100Of400k(b *testing.B) {
	j := filled(b)
	s, _ := j.State()
	b.ReportAllocs()
	for b.Loop() {
		n := 0
		j.Records(s.Next-100*Size(names[0]), func(*model.JournalRecord) bool {
			n++
			return true
		})
		if n < 98 {
			b.Fatal(n)
		}
	}
}
