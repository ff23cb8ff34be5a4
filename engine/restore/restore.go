// Package restore gives files back as they were at a restore point.
//
// A restore point is one job's image and those that it needs: the last full before it,
// the last cumulative behind that, and the incrementals since. The newest entry of each
// path counts, newest by backup time, not by when the job ended (N19). A path that was deleted between two images comes back unless an image says that it is
// gone, as those of methods do that look for it (D7).
package restore

import (
	"errors"
	"fmt"
	"io"
	"slices"

	"gapless/engine/catalog"
	"gapless/engine/image"
	"gapless/engine/selection"
	"gapless/engine/wire"
	"gapless/model"
	"gapless/model/clock"

	"github.com/spf13/afero"
)

// Options is what a product's rules say of restores.
type Options struct {
	// ByCompletion lays the images over each other in the order in which their jobs
	// ended. N19 broken.
	ByCompletion bool
	// OldestEntry takes the oldest entry of a path: a planted defect.
	OldestEntry bool
	// ByBase takes the images that each names as its base, back to one without. A later
	// image is then no part of a restore point whose job started after that image's and
	// ended before it. C16.
	ByBase bool
}

// Chain lists the jobs whose images make up the restore point of a job, in the order
// in which they are laid over each other. N19. It is empty when the job has no image.
func Chain(cat *catalog.Catalog, number int, o Options) []*catalog.Job {
	last := cat.Job(number)
	if last == nil || !last.Restorable() {
		return nil
	}
	if o.ByBase {
		return bases(cat, last)
	}
	var chain []*catalog.Job
	for _, j := range cat.Jobs() {
		if j.Policy == last.Policy && j.Client == last.Client && j.Restorable() && compare(cat, j, last, o) <= 0 {
			chain = append(chain, j)
		}
	}
	slices.SortFunc(chain, func(a, b *catalog.Job) int { return compare(cat, a, b, o) })
	return needed(chain)
}

// Spans reports whether a job's image is not of one point in time, so that what is
// restored is labelled so: a job that was resumed read each part as it was then. C14.
func Spans(j *catalog.Job) bool { return j != nil && j.Resumed }

// bases are a job and those that it builds on, the first one first. It is empty when one
// of them is no longer kept.
func bases(cat *catalog.Catalog, last *catalog.Job) (chain []*catalog.Job) {
	for j := last; j != nil; j = cat.Job(j.Base) {
		if !j.Restorable() {
			return nil
		}
		chain = append(chain, j)
	}
	slices.Reverse(chain)
	return chain
}

// needed are the last full, the last cumulative behind it, and what comes behind that.
// An image without a base is as good as a full.
func needed(chain []*catalog.Job) []*catalog.Job {
	full, cumulative := 0, 0
	for i, j := range chain {
		switch {
		case j.Kind == model.Full || j.Base == 0:
			full, cumulative = i, i
		case j.Kind == model.Cumulative:
			cumulative = i
		}
	}
	if len(chain) == 0 || full == cumulative {
		return chain[full:]
	}
	return append(chain[full:full+1:full+1], chain[cumulative:]...)
}

func compare(cat *catalog.Catalog, a, b *catalog.Job, o Options) int {
	n := age(cat, a).Compare(age(cat, b))
	if o.ByCompletion {
		n = a.Ended.Compare(b.Ended)
	}
	if n == 0 {
		n = a.Number - b.Number
	}
	return n
}

// age is an image's backup time, or that of an image that it builds on where that is
// later: the master's clock may have been set back between the two, and an image is
// no use without those that it builds on.
func age(cat *catalog.Catalog, j *catalog.Job) clock.Time[clock.Master] {
	t := j.Backup
	for b := cat.Job(j.Base); b != nil; b = cat.Job(b.Base) {
		if b.Backup.After(t) {
			t = b.Backup
		}
	}
	return t
}

// found is the newest entry of a path and where its blocks are, or those of the
// entry that it shares them with.
type found struct {
	image.Entry
	fragment *catalog.Fragment
	place    image.Place
	job      int
	unusable bool // its reading failed
	covered  bool // a newer entry is in its way
	met      int  // how many entries were met before it: the newer of two is the one met later
}

// Run restores the restore point of a job into an empty tree. An error says what is
// missing; what could be restored was.
func Run(cat *catalog.Catalog, number int, mount image.Mount, c wire.Clock[clock.Client], target afero.Fs, o Options) error {
	return Images(Chain(cat, number, o), number, mount, c, target, o)
}

// Images is Run with the chain of the job at hand. Besides the chain it reads nothing but
// the media on which its images lie.
func Images(chain []*catalog.Job, number int, mount image.Mount, c wire.Clock[clock.Client], target afero.Fs, o Options) error {
	if len(chain) == 0 {
		return fmt.Errorf("job %d has no image that can be restored", number)
	}
	entries, err := plan(chain, mount, c, o)
	if err != nil {
		return err
	}
	w := writer{files: target, mount: mount}
	var errs []error
	for i := range entries {
		if err := w.restore(&entries[i]); err != nil {
			errs = append(errs, fmt.Errorf("%s: %w", entries[i].Path, err))
		}
	}
	return errors.Join(append(errs, w.finish())...)
}

// plan reads the entries of all images and keeps the newest of each path, in the
// order in which paths were first met.
func plan(chain []*catalog.Job, mount image.Mount, c wire.Clock[clock.Client], o Options) ([]found, error) {
	files := 0
	for _, j := range chain {
		files += j.Taken
	}
	entries := make([]found, 0, files+files/8+4)                                          // and directories
	var index map[string]int                                                              // path to place in entries; nil where each path comes once
	if len(chain) > 1 || len(chain[0].Tries) > 1 || chain[0].Method == selection.Proven { // which may look twice
		index = map[string]int{}
	}
	var r image.Reader
	met := 0
	for _, j := range chain {
		var shared owners
		for i := range j.Image {
			r.Reset(j.Image[i].Extents, mount, c)
			err := scan(&r, &j.Image[i], func(f found) {
				f.job, f.met = j.Number, met
				met++
				shared.resolve(&f)
				if index == nil {
					entries = append(entries, f)
					return
				}
				at, ok := index[f.Path]
				switch {
				case !ok:
					index[f.Path] = len(entries)
					entries = append(entries, f)
				case !f.unusable && !o.OldestEntry:
					entries[at] = f
				}
			})
			if err != nil {
				return nil, fmt.Errorf("image of job %d, fragment %d: %w", j.Number, i+1, err)
			}
		}
	}
	settle(entries, index)
	return entries, nil
}

// owners are the entries of one image whose blocks other entries may share.
type owners map[string]found

// resolve finds the blocks of an entry that shares another's; without them, which an
// image never lacks, it is unusable.
func (o *owners) resolve(f *found) {
	if f.Inode == 0 {
		return
	}
	if f.HasBlocks() {
		if *o == nil {
			*o = owners{}
		}
		(*o)[f.Path] = *f
		return
	}
	owner, ok := (*o)[f.Same]
	f.fragment, f.place = owner.fragment, owner.place
	f.unusable = !ok || owner.unusable
}

// scan reads the entries of a fragment, passing over the blocks.
func scan(r *image.Reader, f *catalog.Fragment, use func(found)) error {
	for {
		e, place, err := r.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		out := found{Entry: e, fragment: f, place: place}
		if e.HasBlocks() {
			end, err := r.Blocks(nil)
			if err != nil {
				return err
			}
			out.unusable = end == image.Failed
			if end == image.Changing {
				out.Inode = 0 // what may be a mixture must not become what other names hold
			}
		}
		use(out)
	}
}
