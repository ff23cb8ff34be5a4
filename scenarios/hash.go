package scenarios

import "github.com/zeebo/xxh3"

// hash sums a run up in one number: the multiplications of FNV-1a over its events, by
// words rather than bytes. It is the same wherever the run is made.
type hash uint64

const (
	hashStart = 0xcbf29ce484222325
	hashPrime = 0x100000001b3
)

func newHash() hash { return hashStart }

func (h *hash) number(v int64) {
	x := (uint64(*h) ^ uint64(v)) * hashPrime
	*h = hash(x ^ x>>29)
}

func (h *hash) text(s string) { h.number(int64(xxh3.HashString(s))) }
