package image

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"testing"

	"gapless/engine/catalog"
	"gapless/engine/port"
	"gapless/engine/wire"
	"gapless/model"
	"gapless/model/clock"

	"github.com/google/go-cmp/cmp"
)

var client = clock.NewFace[clock.Client](0)

// tape is a medium that can only be read.
type tape []byte

func (m tape) Read(off int64, max int) ([]byte, error) {
	switch {
	case off < 0 || max < 0:
		return nil, errors.New("an impossible place")
	case off >= int64(len(m)):
		return nil, io.EOF
	}
	return m[off:min(int64(len(m)), off+int64(max))], nil
}
func (tape) End() int64                { panic("not asked for") }
func (tape) Capacity() int64           { panic("not asked for") }
func (tape) Append([]byte, bool) error { panic("not asked for") }
func (tape) Sync() error               { panic("not asked for") }
func (tape) Erase() error              { panic("not asked for") }

// kept is one entry with its bytes.
type kept struct {
	Entry Entry
	Bytes string
	End   End
}

var tree = []kept{
	{Entry: Entry{Path: "/data", Kind: model.Dir, Mode: 0o755, Modified: client.Time(5)}},
	{Entry: Entry{Path: "/data/a", Kind: model.File, Mode: 0o644, Modified: client.Time(-5), Volume: 1, Inode: 7}, Bytes: "hello, world"},
	{Entry: Entry{Path: "/data/b", Kind: model.File, Mode: 0o600, Modified: client.Time(1 << 60), Volume: 1, Inode: 7, Same: "/data/a"}},
	{Entry: Entry{Path: "/data/c", Kind: model.Symlink, Mode: 0o777, Modified: client.Time(1), Target: "a"}},
	{Entry: Entry{Path: "/data/d", Kind: model.File}, End: Changing},
	{Entry: Entry{Path: "/data/gone"}},
	{Entry: Entry{Path: "/data/ü e", Kind: model.File, Modified: client.Time(9)}, Bytes: "half", End: Failed},
}

// fragment is a tree as bytes, in blocks of at most three.
func fragment(tree []kept) []byte {
	var s Stream
	s.Begin(3, 1)
	for _, k := range tree {
		s.Entry(&k.Entry)
		if k.Entry.HasBlocks() {
			for b := []byte(k.Bytes); len(b) > 0; b = b[min(3, len(b)):] {
				s.Block(b[:min(3, len(b))])
			}
			s.End(k.End)
		}
	}
	s.Finish()
	size := s.Size()
	b := bytes.Join(s.Take(nil), nil)
	if len(b) != size || s.Size() != 0 || s.Parts() != 0 {
		panic("the stream does not know its size")
	}
	return b
}

// load reads a fragment; with a nil function for blocks where pass says so.
func load(extents []catalog.Extent, mount Mount, pass bool) (tree []kept, places []Place, err error) {
	r := NewReader(extents, mount, client)
	for {
		e, p, err := r.Next()
		if errors.Is(err, io.EOF) {
			return tree, places, nil
		}
		if err != nil {
			return tree, places, err
		}
		k := kept{Entry: e}
		if e.HasBlocks() && !pass {
			k.End, err = r.Blocks(func(b []byte) error { k.Bytes += string(b); return nil })
			if err != nil {
				return tree, places, err
			}
		}
		tree, places = append(tree, k), append(places, p)
	}
}

func tapes(parts ...[]byte) ([]catalog.Extent, Mount) {
	var extents []catalog.Extent
	media := map[string]tape{}
	for i, p := range parts {
		name := fmt.Sprint("t", i)
		media[name] = append([]byte("xy"), p...)
		extents = append(extents, catalog.Extent{Medium: name, Off: 2, Len: int64(len(p))})
	}
	return extents, func(name string) (port.Medium, error) { return media[name], nil }
}

func TestAFragmentComesBackHoweverItIsSplit(t *testing.T) {
	b := fragment(tree)
	var reader Reader
	for i := range len(b) + 1 {
		for _, j := range []int{i, min(len(b), i+1), min(len(b), i+20), len(b)} {
			extents, mount := tapes(b[:i], b[i:j], b[j:])
			got, places, err := load(extents, mount, false)
			if err != nil {
				t.Fatalf("split at %d and %d: %v", i, j, err)
			}
			if d := cmp.Diff(tree, got); d != "" {
				t.Fatalf("split at %d and %d: %s", i, j, d)
			}
			for n, k := range tree {
				if !k.Entry.HasBlocks() {
					continue
				}
				at := kept{Entry: k.Entry}
				at.End, err = reader.BlocksAt(extents, places[n], mount, func(b []byte) error { at.Bytes += string(b); return nil })
				if d := cmp.Diff(k, at); d != "" || err != nil {
					t.Fatalf("split at %d and %d, %s by its place: %v\n%s", i, j, k.Entry.Path, err, d)
				}
			}
		}
	}
}

func TestBlocksThatNobodyWantsArePassedOver(t *testing.T) {
	extents, mount := tapes(fragment(tree))
	got, _, err := load(extents, mount, true)
	if err != nil || len(got) != len(tree) {
		t.Fatalf("%d entries, %v", len(got), err)
	}
	for i := range got {
		if d := cmp.Diff(tree[i].Entry, got[i].Entry); d != "" {
			t.Error(d)
		}
	}
}

func TestAFragmentThatIsNotWholeIsDamaged(t *testing.T) {
	b := fragment(tree)
	for n := range b {
		extents, mount := tapes(b[:n])
		if _, _, err := load(extents, mount, false); !errors.Is(err, ErrDamaged) {
			t.Fatalf("cut at %d: %v", n, err)
		}
		extents[0].Len = int64(len(b)) // the medium is shorter than the catalogue says
		if _, _, err := load(extents, mount, false); !errors.Is(err, ErrDamaged) {
			t.Fatalf("medium cut at %d: %v", n, err)
		}
		c := bytes.Clone(b)
		c[n] ^= 4
		extents, mount = tapes(c)
		if _, _, err := load(extents, mount, false); !errors.Is(err, ErrDamaged) {
			t.Fatalf("byte %d changed: %v", n, err)
		}
	}
	extents, mount := tapes(append(b, 0))
	if _, _, err := load(extents, mount, false); !errors.Is(err, ErrDamaged) {
		t.Errorf("a byte behind its end: %v", err)
	}
}

func TestFramesInAnotherOrderAreDamage(t *testing.T) {
	entry := func(s *Stream) { s.Entry(&Entry{Path: "/a", Kind: model.File}) }
	for what, make := range map[string]func(s *Stream){
		"no head":   func(s *Stream) { entry(s); s.End(Whole); s.Finish() },
		"two heads": func(s *Stream) { s.Begin(1, 0); s.Begin(1, 0); s.Finish() },
		"no end of a file": func(s *Stream) {
			s.Begin(1, 0)
			entry(s)
			s.Block([]byte("x"))
			entry(s)
			s.End(Whole)
			s.Finish()
		},
		"a block without one": func(s *Stream) { s.Begin(1, 0); s.Block([]byte("x")); s.Finish() },
		"an unknown end":      func(s *Stream) { s.Begin(1, 0); entry(s); s.End(9); s.Finish() },
		"a frame is missing":  func(s *Stream) { s.Begin(1, 0); s.frames++; s.Finish() },
		"no kind of file": func(s *Stream) {
			s.Begin(1, 0)
			s.Entry(&Entry{Path: "/a", Kind: model.Symlink + 1})
			s.Finish()
		},
		"a path that is none": func(s *Stream) { s.Begin(1, 0); s.Entry(&Entry{Path: "a", Kind: model.Dir}); s.Finish() },
		"an entry cut short": func(s *Stream) {
			s.Begin(1, 0)
			s.put(kindEntry, func(b []byte) []byte { return wire.String(b, "/a") })
			s.Finish()
		},
	} {
		var s Stream
		make(&s)
		extents, mount := tapes(bytes.Join(s.Take(nil), nil))
		if _, _, err := load(extents, mount, false); !errors.Is(err, ErrDamaged) {
			t.Errorf("%s: %v", what, err)
		}
	}
}

func TestAMediumThatCannotBeReadIsNoDamage(t *testing.T) {
	away := errors.New("the tape is away")
	extents, _ := tapes(fragment(tree))
	_, _, err := load(extents, func(string) (port.Medium, error) { return nil, away }, false)
	if !errors.Is(err, away) || errors.Is(err, ErrDamaged) {
		t.Error(err)
	}
}
