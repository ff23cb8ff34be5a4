package media_test

import (
	"testing"

	"gapless/sim/media"
)

// BenchmarkAppendRecords writes small records that are copied.
func BenchmarkAppendRecords(b *testing.B) {
	m := media.New("tape", nil, 0)
	record := make([]byte, 100)
	b.SetBytes(int64(len(record)))
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		if i%1000 == 0 {
			m.Reset("tape", nil, 0)
		}
		m.Append(record, false)
	}
}

// BenchmarkAppendShared writes blocks that are kept as they are.
func BenchmarkAppendShared(b *testing.B) {
	m := media.New("tape", nil, 0)
	block := make([]byte, 64<<10)
	b.SetBytes(int64(len(block)))
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		if i%1000 == 0 {
			m.Reset("tape", nil, 0)
		}
		m.Append(block, true)
	}
}

// filled is a thousand files: a header each, and a block.
func filled() *media.Medium {
	m := media.New("tape", nil, 0)
	block, header := make([]byte, 64<<10), make([]byte, 100)
	for range 1000 {
		m.Append(header, false)
		m.Append(block, true)
	}
	return m
}

// BenchmarkReadSequential reads headers and blocks in turns.
func BenchmarkReadSequential(b *testing.B) {
	m := filled()
	sizes, off := [2]int{100, 64 << 10}, int64(0)
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		if off == m.End() {
			off = 0
		}
		p, _ := m.Read(off, sizes[i%2])
		off += int64(len(p))
	}
}

// BenchmarkReadRandom reads headers here and there.
func BenchmarkReadRandom(b *testing.B) {
	m := filled()
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		m.Read(int64(i*617%1000)*(100+64<<10), 100)
	}
}
