package clock

import "encoding/binary"

// Assumption is a product's belief that two hosts' clocks agree, and why it holds it.
type Assumption struct {
	From, To string // roles
	Why      string
}

// Assume takes a reading of one host's clock for a reading of any host of role To.
// It is for products that do compare two clocks as if they were one; the run's
// report lists why.
func Assume[To, From any](t Time[From], why string) Time[To] {
	if t.src == nil {
		return Time[To]{}
	}
	var to To
	role := roleName(to)
	if t.src.assumed != nil {
		t.src.assumed(Assumption{From: t.src.role, To: role, Why: why})
	}
	return Time[To]{ns: t.ns, src: assumedSources[role], term: t.term}
}

// assumedSources holds the clock of any host of a role; it is never written to.
var assumedSources = map[string]*Source{
	"true":   {role: "true", number: anyHost},
	"master": {role: "master", number: anyHost},
	"media":  {role: "media", number: anyHost},
	"client": {role: "client", number: anyHost},
}

// Anybody decodes times that were assumed, and so belong to no host: whoever has them
// can read them.
type Anybody[H any] struct{}

// Decode reads an assumed time that AppendBinary wrote and gives the bytes behind it.
// It refuses a time of a host.
func (Anybody[H]) Decode(b []byte) (Time[H], []byte, error) {
	t, rest, err := Skip[H](b)
	if err != nil {
		return t, b, err
	}
	ns, number := int64(binary.LittleEndian.Uint64(b)), binary.LittleEndian.Uint16(b[8:])
	switch {
	case number == noReading && ns == 0:
		return t, rest, nil
	case number != anyHost:
		return t, b, ErrEncoding
	}
	var role H
	return Time[H]{ns: ns, src: assumedSources[roleName(role)]}, rest, nil
}
