package catalog

import (
	"fmt"
	"path"
	"slices"

	"gapless/engine/durable"
	"gapless/engine/wire"
	"gapless/model"
	"gapless/model/clock"

	"github.com/spf13/afero"
)

// The kinds of records in the log.
const (
	kindJob     = 'J'
	kindMedium  = 'M'
	kindListing = 'L'
)

// The head changes whenever a record does: version 1 had neither references nor what only
// Backup Exec has.
const (
	head     = "gapless catalogue 2"
	fileName = "catalogue"
)

// ErrDamaged means that the log holds bytes that were never written to it. The
// records before them are not used either: what the damage hides is unknown.
var ErrDamaged = durable.ErrDamaged

// Catalog is the state that a log describes.
type Catalog struct {
	log      *durable.Log // nil when opened for reading only
	jobs     []*Job       // by number
	media    []Medium
	listings [][]part // by job number less one; shorter when the last ones listed nothing
	end      int64    // of what was read of the log
	last     int      // the number of the job whose record is the newest in the log that was read; 0 for none
}

func nameIn(dir string) durable.Name { return durable.Name{Dir: dir, File: fileName, Head: head} }

// Open reads the log in dir, making it when there is none, and cuts off a torn tail.
func Open(files afero.Fs, dir string, c wire.Clock[clock.Master]) (*Catalog, error) {
	cat := &Catalog{}
	read := cat.reading(c)
	var err error
	cat.log, err = durable.Open(files, nameIn(dir), read.apply, func() error { return read.done(dir) })
	if err != nil {
		return nil, err
	}
	return cat, nil
}

// Read reads the log in dir without touching it. A log that is not there is empty.
func Read(files afero.Fs, dir string, c wire.Clock[clock.Master]) (*Catalog, error) {
	cat := &Catalog{}
	if err := cat.Follow(files, dir, c); err != nil {
		return nil, err
	}
	return cat, nil
}

// Follow reads what was appended to the log since the catalogue was read with Read.
// The log must not have been cut since.
func (c *Catalog) Follow(files afero.Fs, dir string, clk wire.Clock[clock.Master]) error {
	read := c.reading(clk)
	end, err := durable.Read(files, nameIn(dir), c.end, read.apply)
	if err != nil {
		return err
	}
	c.end = end
	return read.done(dir)
}

// reading is the log as far as it was read. Only the newest record of each job is
// decoded, since it is the job's whole state.
type reading struct {
	*Catalog
	newest [][]byte // by job number less one; nil for no news
	clock  wire.Clock[clock.Master]
}

func (c *Catalog) reading(clk wire.Clock[clock.Master]) *reading {
	return &reading{c, make([][]byte, len(c.jobs), len(c.jobs)+8), clk}
}

// apply takes one record; those of jobs it only keeps.
func (r *reading) apply(kind byte, payload []byte) error {
	switch kind {
	case kindJob:
		d := wire.Decode(payload)
		n := int(d.Uint())
		switch {
		case n < 1 || n > len(r.newest)+1:
			return fmt.Errorf("job %d follows job %d", n, len(r.newest))
		case n == len(r.newest)+1:
			r.newest = append(r.newest, payload)
		default:
			r.newest[n-1] = payload
		}
		r.last = n
	case kindMedium:
		m, err := decodeMedium(payload, r.clock)
		if err != nil {
			return err
		}
		r.keepMedium(m)
	case kindListing:
		d := wire.Decode(payload)
		n, fragment := int(d.Uint()), int(d.Uint())
		if n < 1 || n > len(r.newest) {
			return fmt.Errorf("listing of job %d, of which there is nothing", n)
		}
		r.keepListing(n, part{fragment, payload})
	default:
		return fmt.Errorf("unknown kind %q of record", kind)
	}
	return nil
}

// done decodes what was kept.
func (r *reading) done(dir string) error {
	if err := r.decodeJobs(r.newest, r.clock); err != nil {
		return fmt.Errorf("%s: %w", path.Join(dir, fileName), err)
	}
	return nil
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
		if !j.Expired && (j.State != model.Done || j.Status <= 1) && j.On(medium) {
			return true
		}
	}
	return false
}

// On reports whether a part of the job's image lies on a medium.
func (j *Job) On(medium string) bool {
	for _, f := range j.Image {
		for _, e := range f.Extents {
			if e.Medium == medium {
				return true
			}
		}
	}
	return false
}

// PutJob makes a job's state durable.
func (c *Catalog) PutJob(j *Job) error {
	if err := c.log.Append(kindJob, func(b []byte) []byte { return encodeJob(b, j) }); err != nil {
		return err
	}
	c.keepJob(j)
	return nil
}

// PutMedium makes a medium's state durable.
func (c *Catalog) PutMedium(m Medium) error {
	if err := c.log.Append(kindMedium, func(b []byte) []byte { return encodeMedium(b, m) }); err != nil {
		return err
	}
	c.keepMedium(m)
	return nil
}

// Close closes the log.
func (c *Catalog) Close() error {
	if c.log == nil {
		return nil
	}
	return c.log.Close()
}

// Emptied takes all images off a medium that was erased: what had a part there cannot
// be restored any more.
func (c *Catalog) Emptied(medium string) error {
	for _, j := range c.jobs {
		if j.Expired || !j.On(medium) {
			continue
		}
		j.Expired = true
		if err := c.PutJob(j); err != nil {
			return err
		}
	}
	return nil
}

// Shares reports whether an image that is still kept has parts on both media.
func (c *Catalog) Shares(a, b string) bool {
	for _, j := range c.jobs {
		if !j.Expired && j.On(a) && j.On(b) {
			return true
		}
	}
	return false
}
