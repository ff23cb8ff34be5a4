package catalog

import (
	"gapless/engine/wire"
	"gapless/model"
	"gapless/model/clock"
)

// Job is what the catalogue knows of one job and of the image that it makes.
type Job struct {
	Number int
	Policy string
	Client string
	Kind   model.JobKind
	Method string
	State  model.JobState
	Status int

	Backup   clock.Time[clock.Master] // the image's backup time, N18; zero until active
	Base     int                      // the job whose image it builds on; 0 for none
	BaseTime clock.Time[clock.Master] // that image's backup time
	Waiting  clock.Time[clock.Master] // since when it is incomplete
	Ended    clock.Time[clock.Master] // when it became done
	Tries    []Try
	Position Position
	Image    []Fragment
	Named    []string // paths named as not, or not safely, backed up
	Taken    int      // files in the image
	Expired  bool     // the image is no longer kept

	// Reference is that of the job's first start, C14; it counts once the job succeeded.
	Reference Reference

	// Written is for how long servers had been up when the image grew last, by no clock
	// that anybody sets. Only Gapless's own server counts it. G1.
	Written clock.Duration

	// What only Backup Exec has.
	Recorded clock.Time[clock.Client] // the server's clock at the first start, taken for the client's, D17
	Server   string                   // the host whose media it writes to, C5
	Resumed  bool                     // it went on from a checkpoint, C1
	Restarts int                      // by itself, C4
}

// Try is one activation of a job.
type Try struct {
	Active clock.Time[clock.Master] // when the job went active
	Offset clock.Duration
	Delta  clock.Duration // what the client was sent; zero where nothing was, N1
}

// Position is how far a checkpoint has come in the walk of a job's volumes: the path
// last done, and the index of its volume. The zero Position is the beginning. N14.
type Position struct {
	Root int
	Path string
}

// Fragment is the part of an image between two checkpoints.
type Fragment struct {
	Extents []Extent
}

// Extent is a stretch of one medium in bytes.
type Extent struct {
	Medium   string
	Off, Len int64
}

// Restorable reports whether the job left an image that restores may use: it ended
// with success or partial success and is still kept. N19.
func (j *Job) Restorable() bool {
	return j.Kind.Backup() && j.State == model.Done && j.Status <= 1 && !j.Expired
}

// Medium is what the catalogue knows of one medium. All but Full is for products that
// measure periods.
type Medium struct {
	Name      string
	Full      bool
	Closed    bool                     // not appendable, C9
	Allocated Reading                  // when it was written to from its beginning, C10
	Written   Reading                  // when it was written to last, C10
	Heard     clock.Time[clock.Master] // when the server heard of that
	Job       int                      // that wrote to it last
	Place     Place
}

// Reading is a reading of the clock of the host that writes to a medium, in that
// clock's own encoding: only that host can read it. Empty for none.
type Reading string

// Place is where a medium is.
type Place uint8

const (
	AsConfigured Place = iota
	Inserted
	Removed
)

func encodeJob(b []byte, j *Job) []byte {
	b = wire.Uint(b, uint64(j.Number))
	b = wire.String(b, j.Policy)
	b = wire.String(b, j.Client)
	b = wire.String(b, string(j.Kind))
	b = wire.String(b, j.Method)
	b = wire.String(b, string(j.State))
	b = wire.Int(b, int64(j.Status))
	b = wire.Time(b, j.Backup)
	b = wire.Uint(b, uint64(j.Base))
	b = wire.Time(b, j.BaseTime)
	b = wire.Time(b, j.Waiting)
	b = wire.Time(b, j.Ended)
	b = wire.Uint(b, uint64(len(j.Tries)))
	for _, t := range j.Tries {
		b = wire.Duration(wire.Duration(wire.Time(b, t.Active), t.Offset), t.Delta)
	}
	b = wire.String(wire.Uint(b, uint64(j.Position.Root)), j.Position.Path)
	b = wire.Uint(b, uint64(len(j.Image)))
	for _, f := range j.Image {
		b = wire.Uint(b, uint64(len(f.Extents)))
		for _, e := range f.Extents {
			b = wire.Int(wire.Int(wire.String(b, e.Medium), e.Off), e.Len)
		}
	}
	b = wire.Strings(b, j.Named)
	b = wire.Uint(b, uint64(j.Taken))
	b = wire.Bool(b, j.Expired)
	b = appendReference(b, &j.Reference)
	b = wire.String(wire.Time(b, j.Recorded), j.Server)
	b = wire.Uint(wire.Bool(b, j.Resumed), uint64(j.Restarts))
	return wire.Duration(b, j.Written)
}

// record is the memory of a decoded job: few have more of anything than it has room
// for.
type record struct {
	job     Job
	tries   [2]Try
	image   [2]Fragment
	extents [2]Extent
}

func decodeJob(b []byte, c wire.Clock[clock.Master]) (*Job, error) {
	d := wire.Decode(b)
	r := new(record)
	j := &r.job
	*j = Job{
		Number: int(d.Uint()), Policy: d.String(), Client: d.String(), Kind: model.JobKind(d.String()),
		Method: d.String(), State: model.JobState(d.String()), Status: int(d.Int()),
		Backup: wire.ReadTime(&d, c), Base: int(d.Uint()), BaseTime: wire.ReadTime(&d, c),
		Waiting: wire.ReadTime(&d, c), Ended: wire.ReadTime(&d, c),
	}
	j.Tries = r.tries[:0]
	for range d.Count() {
		j.Tries = append(j.Tries, Try{Active: wire.ReadTime(&d, c), Offset: d.Duration(), Delta: d.Duration()})
	}
	j.Position = Position{Root: int(d.Uint()), Path: d.String()}
	j.Image = r.image[:0]
	room := r.extents[:]
	for range d.Count() {
		var f Fragment
		m := d.Count()
		if m <= len(room) {
			f.Extents, room = room[:0:m], room[m:]
		}
		for range m {
			f.Extents = append(f.Extents, Extent{Medium: d.String(), Off: d.Int(), Len: d.Int()})
		}
		j.Image = append(j.Image, f)
	}
	j.Named, j.Taken, j.Expired = d.Strings(), int(d.Uint()), d.Bool()
	j.Reference = readReference(&d)
	j.Recorded, j.Server = wire.ReadTime(&d, clock.Anybody[clock.Client]{}), d.String()
	j.Resumed, j.Restarts, j.Written = d.Bool(), int(d.Uint()), d.Duration()
	return j, d.Err()
}

func encodeMedium(b []byte, m Medium) []byte {
	b = wire.Bool(wire.Bool(wire.String(b, m.Name), m.Full), m.Closed)
	b = wire.String(wire.String(b, string(m.Allocated)), string(m.Written))
	return wire.Uint(wire.Uint(wire.Time(b, m.Heard), uint64(m.Job)), uint64(m.Place))
}

func decodeMedium(b []byte, c wire.Clock[clock.Master]) (Medium, error) {
	d := wire.Decode(b)
	m := Medium{
		Name: d.String(), Full: d.Bool(), Closed: d.Bool(), Allocated: Reading(d.String()), Written: Reading(d.String()),
		Heard: wire.ReadTime(&d, c), Job: int(d.Uint()), Place: Place(d.Uint()),
	}
	return m, d.Err()
}
