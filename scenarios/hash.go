package scenarios

// hash sums a run up in one number: FNV-1a over its events, by words rather than
// bytes. It is the same wherever the run is made.
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

func (h *hash) text(s string) {
	x := uint64(*h)
	for i := range len(s) {
		x = (x ^ uint64(s[i])) * hashPrime
	}
	*h = hash(x)
	h.number(int64(len(s)))
}
