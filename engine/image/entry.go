package image

import (
	"io/fs"

	"gapless/engine/wire"
	"gapless/model"
	"gapless/model/clock"
)

// Entry is what an image says of one path; of the kind Absent, that the path is no more
// since the images that this one builds on. D7.
type Entry struct {
	Path     string
	Kind     model.Kind
	Mode     fs.FileMode // permission bits
	Modified clock.Time[clock.Client]
	Target   string // of a symlink
	Volume   uint64 // with Inode the file's identity, when it has several names
	Inode    uint64 // 0 when it has one name only
	Same     string // the path of this image whose blocks are also this file's; empty for own blocks
}

// End says how the reading of a file ended.
type End byte

const (
	Whole    End = iota // to its end, and nothing about the file changed meanwhile
	Changing            // to its end, but the file changed while it was read
	Failed              // not to its end: the blocks are not to be used
)

func appendEntry(b []byte, e *Entry) []byte {
	b = wire.String(b, e.Path)
	b = wire.Uint(b, uint64(e.Kind))
	b = wire.Uint(b, uint64(e.Mode))
	b = wire.Time(b, e.Modified)
	b = wire.String(b, e.Target)
	b = wire.Uint(wire.Uint(b, e.Volume), e.Inode)
	return wire.String(b, e.Same)
}

func decodeEntry(b []byte, c wire.Clock[clock.Client]) (Entry, error) {
	d := wire.Decode(b)
	e := Entry{
		Path: d.String(), Kind: model.Kind(d.Uint()), Mode: fs.FileMode(d.Uint()) & fs.ModePerm,
		Modified: wire.ReadTime(&d, c), Target: d.String(), Volume: d.Uint(), Inode: d.Uint(), Same: d.String(),
	}
	if err := d.Err(); err != nil {
		return e, err
	}
	if e.Kind > model.Symlink || len(e.Path) == 0 || e.Path[0] != '/' {
		return e, wire.ErrShort
	}
	return e, nil
}
