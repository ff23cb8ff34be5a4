package image

import (
	"errors"
	"fmt"
	"io"

	"gapless/engine/catalog"
	"gapless/engine/frame"
	"gapless/engine/wire"
	"gapless/model/clock"
)

// ErrDamaged means that a fragment's bytes are not those that were written.
var ErrDamaged = errors.New("image is damaged")

// Reader reads the entries of one fragment in the order in which they were written.
type Reader struct {
	src    source
	frames frame.Reader
	clock  wire.Clock[clock.Client]
	count  uint64
	place  Place
	open   bool // the entry's blocks have not been passed over yet
	done   bool
}

// Place is where the blocks of an entry lie in its fragment: how many bytes from its
// beginning, and frames.
type Place struct {
	Off    int64
	Frames uint64
}

// NewReader starts to read a fragment; times are decoded by the clock of the client
// that was backed up.
func NewReader(extents []catalog.Extent, mount Mount, c wire.Clock[clock.Client]) *Reader {
	r := new(Reader)
	r.Reset(extents, mount, c)
	return r
}

// Reset makes the reader as NewReader does.
func (r *Reader) Reset(extents []catalog.Extent, mount Mount, c wire.Clock[clock.Client]) {
	*r = Reader{clock: c, src: newSource(extents, mount)}
	r.frames = frame.NewReader(&r.src)
}

// BlocksAt reads the blocks that lie at a place of a fragment, and says how their
// reading had ended. The reader only lends its memory: many files are read with one.
func (r *Reader) BlocksAt(extents []catalog.Extent, p Place, mount Mount, use func(b []byte) error) (End, error) {
	r.Reset(extents, mount, nil)
	r.place, r.count = p, p.Frames
	r.src.Skip(p.Off)
	return r.Blocks(use)
}

// Next gives the next entry, passing over blocks of the last one that were not
// read. It returns io.EOF behind the last entry of a whole fragment.
func (r *Reader) Next() (Entry, Place, error) {
	if r.open {
		if _, err := r.Blocks(nil); err != nil {
			return Entry{}, Place{}, err
		}
	}
	for !r.done {
		kind, payload, err := r.frame()
		if err != nil {
			return Entry{}, Place{}, err
		}
		switch {
		case kind == kindHead && r.count == 1:
		case kind == kindEntry && r.count > 1:
			e, err := decodeEntry(payload, r.clock)
			if err != nil {
				return Entry{}, Place{}, fmt.Errorf("%w: %w", ErrDamaged, err)
			}
			r.open = e.HasBlocks()
			return e, Place{Off: r.place.Off, Frames: r.count}, nil
		case kind == kindTail && r.count > 1:
			d := wire.Decode(payload)
			if n := d.Uint(); d.Err() != nil || n != r.count-1 {
				return Entry{}, Place{}, fmt.Errorf("%w: %d frames instead of %d", ErrDamaged, r.count-1, n)
			}
			r.done = true
		default:
			return Entry{}, Place{}, fmt.Errorf("%w: unexpected frame %q", ErrDamaged, kind)
		}
	}
	if r.src.left() > 0 {
		return Entry{}, Place{}, fmt.Errorf("%w: bytes behind its end", ErrDamaged)
	}
	return Entry{}, Place{}, io.EOF
}

// Blocks reads the blocks of the entry that Next gave, or those that
// BlocksAt reads, and says how their reading had ended. With a nil function it passes over
// their bytes without checking them.
func (r *Reader) Blocks(use func(b []byte) error) (End, error) {
	r.open = false
	for {
		kind, n, err := r.header()
		if err != nil {
			return Failed, err
		}
		if kind == kindBlock && use == nil {
			r.src.Skip(int64(n))
			continue
		}
		payload, err := r.payload()
		if err != nil {
			return Failed, err
		}
		switch {
		case kind == kindBlock:
			if err := use(payload); err != nil {
				return Failed, err
			}
		case kind == kindEnd && len(payload) == 1 && End(payload[0]) <= Failed:
			return End(payload[0]), nil
		default:
			return Failed, fmt.Errorf("%w: unexpected frame %q", ErrDamaged, kind)
		}
	}
}

func (r *Reader) frame() (byte, []byte, error) {
	kind, _, err := r.header()
	if err != nil {
		return 0, nil, err
	}
	payload, err := r.payload()
	return kind, payload, err
}

func (r *Reader) header() (byte, int, error) {
	kind, n, err := r.frames.Header()
	if err != nil {
		return 0, 0, damaged(err)
	}
	r.count++
	r.place.Off += int64(frame.HeaderLen + n)
	return kind, n, nil
}

func (r *Reader) payload() ([]byte, error) {
	b, err := r.frames.Payload()
	return b, damaged(err)
}

// damaged turns every end that is not a fragment's own into damage: a catalogued
// fragment is whole.
func damaged(err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, io.EOF): // never as io.EOF, which is the end of a whole fragment
		return fmt.Errorf("%w: it ends too early", ErrDamaged)
	case errors.Is(err, frame.ErrTorn), errors.Is(err, frame.ErrDamaged):
		return fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	return err
}
