package catalog

import (
	"cmp"
	"fmt"
	"io/fs"
	"slices"

	"gapless/engine/wire"
	"gapless/model"
)

// Seen is what a job saw of one path. A job lists what differs from the listing that
// it was given to compare with, and with none everything. D7.
type Seen struct {
	Path     string
	Kind     model.Kind  // Absent: it was in the listing and is no more
	Mode     fs.FileMode // permission bits
	Archive  bool        // the archive bit
	Doubtful bool        // what the image holds may not be what the path held: to be taken again
	Open     bool        // the change journal did not say that it was closed
	Volume   uint64      // with Inode the file's identity
	Inode    uint64
	Size     int64 // bytes
	Read     Stamp // the client's clock just before it was looked at
	Modified Stamp
	Changed  Stamp  // empty where the volume has no change time
	Target   string // of a symlink
}

// part is the listing of one fragment, as it lies in the log: it is decoded when
// somebody asks for it.
type part struct {
	fragment int
	payload  []byte
}

// keepListing takes one record of a listing. One for a fragment of which the job's record
// never came is replaced when the fragment is made again.
func (c *Catalog) keepListing(job int, p part) {
	for len(c.listings) < job {
		c.listings = append(c.listings, nil)
	}
	c.listings[job-1] = append(c.listings[job-1], p)
}

// PutListing makes durable what a job saw for one fragment of its image, by number. It
// counts once the job's record has that fragment, and so comes before that. D7.
func (c *Catalog) PutListing(job, fragment int, seen []Seen) error {
	payload := appendListing(nil, job, fragment, seen)
	if err := c.log.Append(kindListing, func(b []byte) []byte { return append(b, payload...) }); err != nil {
		return err
	}
	c.keepListing(job, part{fragment, payload})
	return nil
}

// Listing is what was there for a job, sorted by path: what it listed itself so far,
// laid over the listing of its base. It is empty when none of them listed anything.
func (c *Catalog) Listing(number int) ([]Seen, error) {
	var chain []*Job
	for j := c.Job(number); j != nil && !slices.Contains(chain, j); j = c.Job(j.Base) {
		chain = append(chain, j)
	}
	var all []Seen
	at := map[string]int{}
	for i := len(chain) - 1; i >= 0; i-- {
		j := chain[i]
		err := c.eachSeen(j, func(s Seen) {
			i, ok := at[s.Path]
			if !ok {
				i = len(all)
				at[s.Path] = i
				all = append(all, s)
			}
			all[i] = s
		})
		if err != nil {
			return nil, err
		}
	}
	all = slices.DeleteFunc(all, func(s Seen) bool { return s.Kind == model.Absent })
	slices.SortFunc(all, func(a, b Seen) int { return cmp.Compare(a.Path, b.Path) })
	return all, nil
}

// eachSeen decodes what a job listed, fragment by fragment.
func (c *Catalog) eachSeen(j *Job, use func(Seen)) error {
	if j.Number > len(c.listings) {
		return nil
	}
	parts := c.listings[j.Number-1]
	for f := range j.Image {
		for _, p := range slices.Backward(parts) { // the last of a fragment counts
			if p.fragment != f {
				continue
			}
			if err := decodeListing(p.payload, use); err != nil {
				return fmt.Errorf("%w: listing of job %d: %w", ErrDamaged, j.Number, err)
			}
			break
		}
	}
	return nil
}

func appendListing(b []byte, job, fragment int, seen []Seen) []byte {
	b = wire.Uint(wire.Uint(b, uint64(job)), uint64(fragment))
	b = wire.Uint(b, uint64(len(seen)))
	for i := range seen {
		s := &seen[i]
		b = wire.Uint(wire.Uint(wire.String(b, s.Path), uint64(s.Kind)), uint64(s.Mode))
		b = wire.Bool(wire.Bool(wire.Bool(b, s.Archive), s.Doubtful), s.Open)
		b = wire.Int(wire.Uint(wire.Uint(b, s.Volume), s.Inode), s.Size)
		b = wire.String(wire.String(wire.String(b, string(s.Read)), string(s.Modified)), string(s.Changed))
		b = wire.String(b, s.Target)
	}
	return b
}

func decodeListing(payload []byte, use func(Seen)) error {
	d := wire.Decode(payload)
	_, _ = d.Uint(), d.Uint()
	for range d.Count() {
		s := Seen{
			Path: d.String(), Kind: model.Kind(d.Uint()), Mode: fs.FileMode(d.Uint()),
			Archive: d.Bool(), Doubtful: d.Bool(), Open: d.Bool(),
			Volume: d.Uint(), Inode: d.Uint(), Size: d.Int(),
			Read: Stamp(d.String()), Modified: Stamp(d.String()), Changed: Stamp(d.String()), Target: d.String(),
		}
		if s.Kind > model.Symlink {
			return wire.ErrShort
		}
		use(s)
	}
	return d.Err()
}
