package catalog

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"slices"

	"gapless/engine/frame"
	"gapless/engine/port"
	"gapless/engine/wire"
	"gapless/model"
	"gapless/model/clock"

	"github.com/spf13/afero"
)

// The kinds of frames in the log.
const (
	kindHead   = 'H' // first: what this file is
	kindJob    = 'J'
	kindMedium = 'M'
)

const (
	head     = "gapless catalogue 1"
	fileName = "catalogue"
)

// ErrDamaged means that the log holds bytes that were never written to it. The
// records before them are not used either: what the damage hides is unknown.
var ErrDamaged = errors.New("catalogue is damaged")

// Catalog is the state that a log describes.
type Catalog struct {
	file  afero.File // nil when opened for reading only
	buf   []byte
	jobs  []*Job // by number
	media []Medium
	end   int64 // of what was read of the log
	last  int   // the number of the job whose record is the newest in the log that was read; 0 for none
}

// Open reads the log in dir, making it when there is none, and cuts off a torn tail.
func Open(files afero.Fs, dir string, c wire.Clock[clock.Master]) (*Catalog, error) {
	if err := makeDir(files, dir); err != nil {
		return nil, err
	}
	name := path.Join(dir, fileName)
	f, err := files.OpenFile(name, os.O_RDWR|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		return nil, err
	}
	cat := &Catalog{file: f}
	good, size, err := cat.load(f, c)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	if good < size {
		if err := errors.Join(f.Truncate(good), f.Sync()); err != nil {
			return nil, err
		}
	}
	if good == 0 {
		return cat, cat.begin(files, dir)
	}
	return cat, nil
}

// begin writes the head of a new log and makes its name durable.
func (c *Catalog) begin(files afero.Fs, dir string) error {
	if err := c.append(kindHead, func(b []byte) []byte { return append(b, head...) }); err != nil {
		return err
	}
	if s, ok := files.(port.DirSyncer); ok {
		return s.SyncDir(dir)
	}
	return nil
}

// makeDir makes the log's directory when it is missing, durably.
func makeDir(files afero.Fs, dir string) error {
	if _, err := files.Stat(dir); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := files.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	if s, ok := files.(port.DirSyncer); ok {
		return s.SyncDir(path.Dir(dir))
	}
	return nil
}

// Read reads the log in dir without touching it. A log that is not there is empty.
func Read(files afero.Fs, dir string, c wire.Clock[clock.Master]) (*Catalog, error) {
	name := path.Join(dir, fileName)
	f, err := files.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		return &Catalog{}, nil
	}
	if err != nil {
		return nil, err
	}
	defer f.Close()
	cat := &Catalog{}
	if _, _, err := cat.load(f, c); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return cat, nil
}

// Follow reads what was appended to the log since the catalogue was read with Read.
// The log must not have been cut since.
func (c *Catalog) Follow(files afero.Fs, dir string, clk wire.Clock[clock.Master]) error {
	if c.end == 0 {
		again, err := Read(files, dir, clk)
		if err == nil {
			*c = *again
		}
		return err
	}
	f, err := files.Open(path.Join(dir, fileName))
	if err != nil {
		return err
	}
	defer f.Close()
	if _, err := f.Seek(c.end, io.SeekStart); err != nil {
		return err
	}
	_, _, err = c.load(f, clk)
	return err
}

// load reads the records from the log's position on; good is where the whole ones end.
func (c *Catalog) load(f afero.File, clk wire.Clock[clock.Master]) (good, size int64, err error) {
	info, err := f.Stat()
	if err != nil {
		return 0, 0, err
	}
	src := log{file: f, size: info.Size(), off: c.end}
	c.end, err = c.parse(&src, clk)
	return c.end, src.size, err
}

// parse replays a log. A frame that is cut short, or whose checksum fails with
// nothing behind it, is the tail that a crash tore, and so are zeros up to the end: a
// file that grew before its bytes were written. Anything else is damage. Only the
// newest record of each job is decoded, since it is the job's whole state.
func (c *Catalog) parse(src *log, clk wire.Clock[clock.Master]) (good int64, err error) {
	r := frame.NewReader(src)
	newest := make([][]byte, len(c.jobs), len(c.jobs)+8) // by job number less one; nil for no news
	for {
		good = src.off
		kind, _, err := r.Header()
		if err == nil {
			var payload []byte
			if payload, err = r.Payload(); err == nil {
				if newest, err = c.apply(kind, payload, good == 0, newest); err != nil {
					return good, fmt.Errorf("%w at byte %d: %w", ErrDamaged, good, err)
				}
				continue
			}
		}
		torn := errors.Is(err, io.EOF) || errors.Is(err, frame.ErrTorn) ||
			errors.Is(err, frame.ErrDamaged) && (src.off == src.size || src.zeros(good))
		if !torn {
			return good, fmt.Errorf("%w at byte %d: %w", ErrDamaged, good, err)
		}
		return good, c.decodeJobs(newest, clk)
	}
}

// apply takes one record; those of jobs it only keeps.
func (c *Catalog) apply(kind byte, payload []byte, first bool, newest [][]byte) ([][]byte, error) {
	if first != (kind == kindHead) {
		return nil, errors.New("not a catalogue")
	}
	switch kind {
	case kindHead:
		if string(payload) != head {
			return nil, fmt.Errorf("version %q is unknown", payload)
		}
	case kindJob:
		d := wire.Decode(payload)
		n := int(d.Uint())
		switch {
		case n < 1 || n > len(newest)+1:
			return nil, fmt.Errorf("job %d follows job %d", n, len(newest))
		case n == len(newest)+1:
			newest = append(newest, payload)
		default:
			newest[n-1] = payload
		}
		c.last = n
	case kindMedium:
		m, err := decodeMedium(payload)
		if err != nil {
			return nil, err
		}
		c.keepMedium(m)
	default:
		return nil, fmt.Errorf("unknown kind %q of record", kind)
	}
	return newest, nil
}

func (c *Catalog) decodeJobs(records [][]byte, clk wire.Clock[clock.Master]) error {
	c.jobs = slices.Grow(c.jobs, len(records)-len(c.jobs))
	for i, b := range records {
		if b == nil {
			continue
		}
		j, err := decodeJob(b, clk)
		if err != nil {
			return fmt.Errorf("%w: job %d: %w", ErrDamaged, i+1, err)
		}
		c.keepJob(j)
	}
	return nil
}

func (c *Catalog) keepJob(j *Job) {
	if j.Number == len(c.jobs)+1 {
		c.jobs = append(c.jobs, j)
		return
	}
	c.jobs[j.Number-1] = j
}

func (c *Catalog) keepMedium(m Medium) {
	i, found := slices.BinarySearchFunc(c.media, m.Name, func(m Medium, name string) int {
		switch {
		case m.Name < name:
			return -1
		case m.Name > name:
			return 1
		}
		return 0
	})
	if found {
		c.media[i] = m
		return
	}
	c.media = slices.Insert(c.media, i, m)
}

// NextNumber is the number of the next job.
func (c *Catalog) NextNumber() int { return len(c.jobs) + 1 }

// Jobs lists all jobs by number.
func (c *Catalog) Jobs() []*Job { return c.jobs }

// Newest is the job of which the log that was opened speaks last; nil for none. It is
// the only one whose state may have been made durable without anybody being told.
func (c *Catalog) Newest() *Job { return c.Job(c.last) }

// Job is the job of that number; nil for none.
func (c *Catalog) Job(number int) *Job {
	if number < 1 || number > len(c.jobs) {
		return nil
	}
	return c.jobs[number-1]
}

// Medium is what is known of a medium.
func (c *Catalog) Medium(name string) Medium {
	for _, m := range c.media {
		if m.Name == name {
			return m
		}
	}
	return Medium{Name: name}
}

// Holds reports whether a medium holds a part of an image that is still kept, or may
// become one.
func (c *Catalog) Holds(medium string) bool {
	for _, j := range c.jobs {
		if j.Expired || j.State == model.Done && j.Status > 1 {
			continue
		}
		for _, f := range j.Image {
			for _, e := range f.Extents {
				if e.Medium == medium {
					return true
				}
			}
		}
	}
	return false
}

// PutJob makes a job's state durable.
func (c *Catalog) PutJob(j *Job) error {
	if err := c.append(kindJob, func(b []byte) []byte { return encodeJob(b, j) }); err != nil {
		return err
	}
	c.keepJob(j)
	return nil
}

// PutMedium makes a medium's state durable.
func (c *Catalog) PutMedium(m Medium) error {
	if err := c.append(kindMedium, func(b []byte) []byte { return encodeMedium(b, m) }); err != nil {
		return err
	}
	c.keepMedium(m)
	return nil
}

func (c *Catalog) append(kind byte, encode func([]byte) []byte) error {
	b, start := frame.Begin(c.buf[:0])
	b = encode(b)
	frame.End(b, start, kind)
	c.buf = b
	if _, err := c.file.Write(b); err != nil {
		return fmt.Errorf("write to the catalogue: %w", err)
	}
	if err := c.file.Sync(); err != nil {
		return fmt.Errorf("sync the catalogue: %w", err)
	}
	return nil
}

// Close closes the log.
func (c *Catalog) Close() error {
	if c.file == nil {
		return nil
	}
	return c.file.Close()
}
