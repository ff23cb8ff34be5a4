package image

import (
	"testing"

	"gapless/engine/catalog"
	"gapless/engine/frame"
	"gapless/engine/port"
)

// framed makes frames of bytes that say kinds and payloads, so that the checksums do
// not keep a fuzzer out of what is behind them.
func framed(b []byte) (out []byte) {
	for len(b) >= 2 {
		n := min(int(b[1]), len(b)-2)
		out = frame.Append(out, b[0], b[2:2+n])
		b = b[2+n:]
	}
	return append(out, b...)
}

// unframed are the bytes of which framed makes a fragment again.
func unframed(fragment []byte) (out []byte) {
	r := frame.NewReader(frame.NewBytes(fragment))
	for {
		kind, n, err := r.Header()
		if err != nil {
			return out
		}
		payload, _ := r.Payload()
		out = append(append(out, kind, byte(n)), payload...)
	}
}

// Whatever lies on a medium, and whatever the catalogue says of where: reading never
// panics, always ends, and gives out no more bytes than there are.
func FuzzReader(f *testing.F) {
	b := fragment(tree)
	f.Add(b, 0, 0, false)
	f.Add(b, 40, 0, false)
	f.Add(b[:len(b)-1], 60, 1, false)
	f.Add(unframed(b), 0, 0, true)
	f.Add(unframed(b), 70, -3, true)
	f.Add([]byte("\x7fELF\x02\x01\x01 and so on"), 3, 1<<40, false)
	f.Fuzz(func(t *testing.T, b []byte, cut, more int, frames bool) {
		if frames {
			b = framed(b)
		}
		cut = min(max(cut, 0), len(b))
		extents := []catalog.Extent{{Medium: "t", Off: 0, Len: int64(cut)}, {Medium: "t", Off: int64(cut), Len: int64(len(b)-cut) + int64(more)}}
		mount := func(string) (port.Medium, error) { return tape(b), nil }
		for _, pass := range []bool{false, true} {
			got, places, err := load(extents, mount, pass)
			if len(got) > len(b)/frame.HeaderLen {
				t.Fatalf("%d entries in %d bytes", len(got), len(b))
			}
			size := 0
			for _, k := range got {
				size += len(k.Bytes) + len(k.Entry.Path) + len(k.Entry.Target) + len(k.Entry.Same)
			}
			if size > len(b) {
				t.Fatalf("%d bytes come out of %d", size, len(b))
			}
			if err != nil {
				continue
			}
			for i, k := range got { // what is accepted is found again by its place
				if k.Entry.HasBlocks() {
					var r Reader
					if _, err := r.BlocksAt(extents, places[i], mount, nil); err != nil {
						t.Fatalf("%s: %v", k.Entry.Path, err)
					}
				}
			}
		}
	})
}
