package catalog

import (
	"gapless/engine/wire"
	"gapless/model/clock"
)

// Stamp is a reading of a client's clock in that clock's own encoding. The server
// keeps it and cannot read it: only the client whose clock it is can. Empty for none.
type Stamp string

// StampOf is the encoding of a reading; empty for none.
func StampOf(t clock.Time[clock.Client]) Stamp {
	if t.IsZero() {
		return ""
	}
	var room [16]byte
	return Stamp(wire.Time(room[:0], t))
}

// Time decodes the stamp by the clock that it was read from.
func (s Stamp) Time(c wire.Clock[clock.Client]) (clock.Time[clock.Client], error) {
	if s == "" {
		return clock.Time[clock.Client]{}, nil
	}
	d := wire.DecodeString(string(s))
	t := wire.ReadTime(&d, c)
	return t, d.Err()
}

// Reference is what a client process reads at its start, before it reads any file and
// before any snapshot: what the next job is compared with. A job keeps that of its
// first start. C14, D12.
type Reference struct {
	Start  Stamp          // the client's clock
	Uptime clock.Duration // how long the client had been up
	Boot   uint64         // which start of the client that counts from; 0 where nobody knows
	Marks  []Mark         // of the volumes that have a change journal
}

// Mark is a position in a volume's change journal: what happened before it is older
// than the mark.
type Mark struct {
	Root     string // of the volume
	Journal  uint64 // the journal's identity
	Position int64
}

// Mark is the mark of a volume; ok is false when there is none.
func (r *Reference) Mark(root string) (m Mark, ok bool) {
	for _, m := range r.Marks {
		if m.Root == root {
			return m, true
		}
	}
	return Mark{}, false
}

func appendReference(b []byte, r *Reference) []byte {
	b = wire.String(b, string(r.Start))
	b = wire.Duration(b, r.Uptime)
	b = wire.Uint(b, r.Boot)
	b = wire.Uint(b, uint64(len(r.Marks)))
	for _, m := range r.Marks {
		b = wire.Int(wire.Uint(wire.String(b, m.Root), m.Journal), m.Position)
	}
	return b
}

func readReference(d *wire.Decoder) (r Reference) {
	r.Start, r.Uptime, r.Boot = Stamp(d.String()), d.Duration(), d.Uint()
	for range d.Count() {
		r.Marks = append(r.Marks, Mark{Root: d.String(), Journal: d.Uint(), Position: d.Int()})
	}
	return r
}
