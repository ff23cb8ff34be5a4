package scenarios

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"testing"
	"time"

	"gapless/engine/backup"
	"gapless/engine/catalog"
	"gapless/engine/message"
	"gapless/engine/port"
	"gapless/engine/restore"
	"gapless/model"
	"gapless/model/clock"
	"gapless/sim/op"
	"gapless/sim/volume"

	"github.com/spf13/afero"
)

// desk is a client process at work without a world: a volume, a clock that stands
// still unless the test moves it, and a server that does what the test says.
type desk struct {
	t      testing.TB
	face   *clock.Face[clock.Client]
	master *clock.Face[clock.Master]
	now    int64 // the client's clock
	up     int64 // its uptime
	vol    *volume.Volume
	cat    *catalog.Catalog
	tapes  map[string][]byte
	before func(kind op.Kind, path string) error // an operation of the client; nil for nothing

	order   message.Order
	reached []message.Reached
	answers []any
	tape    []byte
	ack     *message.Acknowledge
	ref     catalog.Reference
	failed  *message.Failed
	notes   []string
	taken   []string // what was decided to be taken
	deleted []string
	stop    int // how many fragments of the first activation there are; 0 for all
}

func newDesk(t testing.TB, personality string) *desk {
	d := &desk{
		t: t, face: clock.NewFace[clock.Client](1), master: clock.NewFace[clock.Master](0), tapes: map[string][]byte{},
		now: time.Date(2009, 1, 5, 0, 0, 0, 0, time.UTC).UnixNano(), up: int64(time.Hour), vol: volume.New(),
	}
	cfg := volume.Config{Path: "/v", Personality: personality, Number: 1, Stamper: d}
	if personality == "ntfs" {
		cfg.Applications = d
	}
	d.vol.Reset(cfg)
	var err error
	if d.cat, err = catalog.Open(afero.NewMemMapFs(), "/c", d.master); err != nil {
		t.Fatal(err)
	}
	return d
}

func (d *desk) ok(err error) {
	d.t.Helper()
	if err != nil {
		d.t.Fatal(err)
	}
}

func (d *desk) wait(t time.Duration) { d.now, d.up = d.now+int64(t), d.up+int64(t) }

// Stamp implements volume.Stamper.
func (d *desk) Stamp(tick, quantum int64, up bool) volume.Time {
	t := d.face.Time(d.now).Truncate(clock.Of(time.Duration(tick)))
	if up {
		t = t.Add(clock.Of(time.Duration(quantum - 1)))
	}
	return t.Truncate(clock.Of(time.Duration(quantum)))
}

// Pass implements op.Gate.
func (d *desk) Pass(kind op.Kind, path string) error {
	if d.before != nil {
		return d.before(kind, path)
	}
	return nil
}

func (d *desk) Spend(time.Duration) {}

// Hold and Froze implement volume.Applications.
func (d *desk) Hold(string, time.Duration) {}
func (d *desk) Froze(*volume.Snapshot)     {}

// The process port.
func (d *desk) Now() clock.Time[clock.Client] { return d.face.Time(d.now) }
func (d *desk) Uptime() clock.Duration        { return clock.Of(time.Duration(d.up)) }
func (d *desk) Boot() uint64                  { return 1 }
func (d *desk) Decode(b []byte) (clock.Time[clock.Client], []byte, error) {
	return d.face.Decode(b)
}
func (d *desk) FromWall(t time.Time) clock.Time[clock.Client] { return d.face.Time(t.UnixNano()) }
func (d *desk) Next(t clock.Time[clock.Client], _, _, _ int) clock.Time[clock.Client] {
	return t
}
func (d *desk) Host() string                              { return "client" }
func (d *desk) Sleep(t clock.Duration)                    { d.wait(t.Std()) }
func (d *desk) Start(string, string, any) (int64, error)  { return 0, errors.ErrUnsupported }
func (d *desk) Starter() int64                            { return 1 }
func (d *desk) Link(int64)                                {}
func (d *desk) Unlink(int64)                              {}
func (d *desk) Kill(int64)                                {}
func (d *desk) Files() afero.Fs                           { return volume.NewMounts(d.vol.FS(d)) }
func (d *desk) Library() port.Library                     { return nil }
func (d *desk) Reports() port.Reports                     { return d }
func (d *desk) Job(model.Job)                             {}
func (d *desk) Catalogued(model.Fragment, clock.Duration) {}
func (d *desk) SnapshotRead(int, int, port.Snapshot)      {}
func (d *desk) Mail(string)                               {}
func (d *desk) Deleting(int, string)                      {}
func (d *desk) Deleted(_ int, path string)                { d.deleted = append(d.deleted, path) }
func (d *desk) Note(_, text string)                       { d.notes = append(d.notes, text) }
func (d *desk) ClientStarted(int, int, clock.Time[clock.Client], clock.Time[clock.Client]) {
}
func (d *desk) Decided(x model.Decision) {
	if x.Taken {
		d.taken = append(d.taken, x.Path)
	}
}

// Send takes what the server and the writer are told. The writer is number 2.
func (d *desk) Send(pid int64, m any) error {
	switch m := m.(type) {
	case message.Started:
		d.ref = m.Reference
	case message.Reached:
		d.reached = append(d.reached, m)
	case message.Failed:
		d.failed = &m
	case message.Batch:
		d.tape = append(d.tape, bytes.Join(m.Parts, nil)...)
		d.answers = append(d.answers, message.Stored{})
	case message.Close:
		d.tape = append(d.tape, bytes.Join(m.Parts, nil)...)
		d.tapes[fmt.Sprintf("%d.%d", d.order.Job, m.Fragment)] = d.tape
		d.tape = nil
		d.answers = append(d.answers, message.Closed{})
	}
	return nil
}

func (d *desk) Receive(clock.Duration) (int64, any, error) {
	if len(d.answers) > 0 {
		a := d.answers[0]
		d.answers = d.answers[1:]
		return 2, a, nil
	}
	if d.ack != nil {
		a := *d.ack
		d.ack = nil
		return 1, a, nil
	}
	return 0, nil, os.ErrDeadlineExceeded
}

func (d *desk) ReceivePeriodic(t clock.Duration) (int64, any, error) { return d.Receive(t) }

// run is a job that builds on another; 0 for a full.
func (d *desk) run(m message.Method, base int, adjust func(o *message.Order)) *catalog.Job {
	d.t.Helper()
	j := &catalog.Job{
		Number: d.cat.NextNumber(), Policy: "p", Client: "client", Kind: model.Incremental, State: model.Active, Base: base,
		Backup: d.master.Time(int64(d.cat.NextNumber())), Tries: []catalog.Try{{}},
	}
	switch base {
	case 0:
		j.Kind = model.Full
	case 1:
		j.Kind = model.Cumulative
	}
	if base > 0 {
		var err error
		m.Base = d.cat.Job(base).Reference
		m.Known, err = d.cat.Listing(base)
		d.ok(err)
	}
	d.order = message.Order{
		Job: j.Number, Writer: 2, Roots: []string{"/v"}, Method: m, Patience: clock.Of(time.Minute),
		Journal: message.Journal{Enable: true, Read: true}, Reading: message.Reading{Watch: true},
	}
	if adjust != nil {
		adjust(&d.order)
	}
	d.activate(j)
	return j
}

// activate runs the client process of a job once, and keeps what it made.
func (d *desk) activate(j *catalog.Job) {
	d.t.Helper()
	d.reached, d.failed, d.notes, d.taken = nil, nil, nil, nil
	backup.Run(d, d.order)
	if d.failed != nil {
		d.t.Fatalf("job %d: %s", j.Number, d.failed.Why)
	}
	if len(j.Image) == 0 {
		j.Reference = d.ref // C14
	}
	if d.order.Try == 0 && d.stop > 0 && d.stop < len(d.reached) {
		d.reached = d.reached[:d.stop]
	}
	d.keep(j)
}

// again activates a job once more that ended early, as a server does whose jobs know
// what they have by what they listed, and list everything again. C1.
func (d *desk) again(j *catalog.Job) {
	d.t.Helper()
	d.order.Try, d.order.Fragment = d.order.Try+1, len(j.Image)
	if j.Base == 0 {
		d.order.Method.Base = j.Reference
	}
	var err error
	d.order.Method.Known, err = d.cat.Listing(j.Number)
	d.ok(err)
	j.Tries = append(j.Tries, catalog.Try{})
	d.activate(j)
}

// keep puts a job into the catalogue as a server does.
func (d *desk) keep(j *catalog.Job) {
	j.State = model.Done
	d.ok(d.cat.PutJob(j))
	for _, r := range d.reached {
		d.ok(d.cat.PutListing(j.Number, r.Fragment, r.Seen))
		name := fmt.Sprintf("%d.%d", j.Number, r.Fragment)
		extent := catalog.Extent{Medium: name, Len: int64(len(d.tapes[name]))}
		j.Image = append(j.Image, catalog.Fragment{Extents: []catalog.Extent{extent}})
		j.Named = append(j.Named, r.Named...)
	}
	d.ok(d.cat.PutJob(j))
}

// roll is a medium that can only be read.
type roll []byte

func (m roll) Read(off int64, max int) ([]byte, error) {
	if off >= int64(len(m)) {
		return nil, io.EOF
	}
	return m[off:min(int64(len(m)), off+int64(max))], nil
}
func (roll) End() int64                { panic("not asked for") }
func (roll) Capacity() int64           { panic("not asked for") }
func (roll) Append([]byte, bool) error { panic("not asked for") }
func (roll) Sync() error               { panic("not asked for") }
func (roll) Erase() error              { panic("not asked for") }

// holds is a tree as text: what is restored, or what is there.
func holds(v *volume.Volume) map[string]string {
	tree := map[string]string{}
	v.WalkSorted(func(path string, held model.Version) {
		what := fmt.Sprintf("%v %v %s", held.Kind, held.Mode, held.Target)
		if held.Kind == model.File {
			what += fmt.Sprintf(" %x at %s", held.Content.Bytes(), held.Modified)
		}
		tree[path] = what
	})
	return tree
}

// restored is what the restore point of a job gives back.
func (d *desk) restored(job int) map[string]string {
	d.t.Helper()
	v := volume.New()
	v.Reset(volume.Config{Path: "/v", Number: 2, Stamper: d})
	mount := func(name string) (port.Medium, error) { return roll(d.tapes[name]), nil }
	d.ok(restore.Run(d.cat, job, mount, d, volume.NewMounts(v.FS(nil)), restore.Options{}))
	return holds(v)
}
