package frame

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"testing"
)

type frame struct {
	kind    byte
	payload string
}

// read reads frames until something ends it.
func read(b []byte) (all []frame, err error) {
	r := NewReader(NewBytes(b))
	for {
		kind, n, err := r.Header()
		if err != nil {
			return all, err
		}
		p, err := r.Payload()
		if err != nil {
			return all, err
		}
		if len(p) != n {
			return all, errors.New("the header gives another length")
		}
		all = append(all, frame{kind, string(p)})
	}
}

var written = []frame{{'A', "one"}, {'B', ""}, {'C', string(bytes.Repeat([]byte{0, 255}, 50))}}

func encoded() (b []byte, ends []int) {
	for i, f := range written {
		if i%2 == 0 {
			b = Append(b, f.kind, []byte(f.payload))
		} else {
			var start int
			b, start = Begin(b)
			b = append(b, f.payload...)
			End(b, start, f.kind)
		}
		ends = append(ends, len(b))
	}
	return b, ends
}

func TestFramesComeBackAndATornTailIsToldFromTheEnd(t *testing.T) {
	b, ends := encoded()
	for n := range len(b) + 1 {
		whole, want := 0, error(ErrTorn)
		for _, end := range ends {
			if n >= end {
				whole++
			}
		}
		if n == 0 || n == ends[max(whole-1, 0)] {
			want = io.EOF
		}
		got, err := read(b[:n])
		if !errors.Is(err, want) || len(got) != whole {
			t.Errorf("cut at %d: %d frames and %v, want %d and %v", n, len(got), err, whole, want)
		}
		for i, f := range got {
			if f != written[i] {
				t.Errorf("cut at %d: frame %d is %v", n, i, f)
			}
		}
	}
}

func TestEveryBitIsVouchedFor(t *testing.T) {
	b, ends := encoded()
	for i := range b {
		for bit := range 8 {
			c := bytes.Clone(b)
			c[i] ^= 1 << bit
			got, err := read(c)
			if !errors.Is(err, ErrDamaged) {
				t.Fatalf("bit %d of byte %d: %v", bit, i, err)
			}
			for k := range got {
				if ends[k] > i {
					t.Fatalf("bit %d of byte %d: frame %d is given out", bit, i, k)
				}
			}
		}
	}
}

func TestAnImpossibleLengthIsDamage(t *testing.T) {
	b := []byte{'A'}
	b = binary.LittleEndian.AppendUint32(b, MaxPayload+1)
	b = binary.LittleEndian.AppendUint64(b, 0)
	b = binary.LittleEndian.AppendUint32(b, headSum(b))
	if _, err := read(b); !errors.Is(err, ErrDamaged) {
		t.Error(err)
	}
}
