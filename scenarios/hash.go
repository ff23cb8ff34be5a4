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
	h.number(int64(len(s)))
	for ; len(s) >= 8; s = s[8:] {
		h.number(int64(s[0]) | int64(s[1])<<8 | int64(s[2])<<16 | int64(s[3])<<24 |
			int64(s[4])<<32 | int64(s[5])<<40 | int64(s[6])<<48 | int64(s[7])<<56)
	}
	rest := int64(0)
	for i := range len(s) {
		rest = rest<<8 | int64(s[i])
	}
	h.number(rest)
}
