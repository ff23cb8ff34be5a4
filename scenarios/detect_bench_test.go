package scenarios

import (
	"fmt"
	"testing"
	"time"

	"gapless/engine/backup"
	"gapless/engine/message"
)

// Of 100,000 files 100 changed since the base, and the journal holds 400,000 records:
// the client process of an incremental by journal against one that scans. D8.
func BenchmarkFindingOfChanges(b *testing.B) {
	d := newDesk(b, "ntfs")
	old := d.Now()
	for i := range 100_000 {
		d.ok(d.vol.AddFile(fmt.Sprintf("/v/%03d/%03d", i/1000, i%1000), 100, old, 1))
	}
	d.ok(d.vol.Journal().Create(64<<20, 8<<20))
	records := 0
	for records < 400_000 { // each change and its closing
		d.ok(d.vol.SetMode(fmt.Sprintf("/v/%03d/%03d", records%100, records/100%1000), 0o600, 2))
		d.ok(d.vol.SetMode(fmt.Sprintf("/v/%03d/%03d", records%100, records/100%1000), 0o644, 2))
		records += 4
	}
	d.wait(time.Hour)
	since := d.Now()
	s, err := d.vol.Journal().State()
	d.ok(err)
	d.run(message.Method{Name: "modified-time", Date: d.face.Time(1 << 62)}, 0, nil) // takes nothing, leaves a mark
	d.wait(time.Hour)
	for i := range 100 {
		d.ok(d.vol.WriteNew(fmt.Sprintf("/v/%03d/%03d", i, i), 100, 3))
	}
	m := modified(since)
	m.Base = d.cat.Job(1).Reference
	for _, way := range []string{"journal", "scan"} {
		b.Run(way, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				d.taken, d.reached, d.notes = d.taken[:0], nil, nil
				d.order = message.Order{
					Job: 2, Writer: 2, Roots: []string{"/v"}, Method: m, Journal: message.Journal{Read: way == "journal"},
				}
				backup.Run(d, d.order)
			}
			files := 0
			for _, r := range d.reached {
				files += r.Taken
			}
			if files != 100 {
				b.Fatalf("%d files are taken; notes %v", files, d.notes)
			}
			b.ReportMetric(float64(s.Next-s.First)/72, "records")
		})
	}
}
