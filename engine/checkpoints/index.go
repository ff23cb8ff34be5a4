package checkpoints

import (
	"fmt"
	"io/fs"
	"strconv"
	"strings"

	"gapless/engine/port"
	"gapless/engine/wire"
	"gapless/model"
	"gapless/model/clock"
)

// The keys of a backup. A checkpoint that is being written has only its mark.
//
//	POLICY/checkpoints/000002.begun
//	POLICY/checkpoints/000002.complete    its index
//	POLICY/blocks/000002/000017           the block that checkpoint 2 wrote as its 17th
func prefix(policy string) string         { return policy + "/checkpoints/" }
func markKey(policy string, n int) string { return prefix(policy) + six(n) + markEnd }
func indexKey(policy string, n int) string {
	return prefix(policy) + six(n) + indexEnd
}
func blocksOf(policy string, n int) string    { return policy + "/blocks/" + six(n) + "/" }
func blockKey(policy string, n, i int) string { return blocksOf(policy, n) + six(i) }

const (
	markEnd  = ".begun"
	indexEnd = ".complete"
)

// six writes a number so that keys sort by it.
func six(n int) string {
	s := strconv.Itoa(n)
	return "000000"[min(6, len(s)):] + s
}

// chain is what a repository holds of a backup.
type chain struct {
	begun    []int // by number
	complete []int // by number; begun, too
}

// newest is the newest complete checkpoint; 0 for none.
func (c *chain) newest() int {
	if len(c.complete) == 0 {
		return 0
	}
	return c.complete[len(c.complete)-1]
}

// readChain lists a backup's checkpoints.
func readChain(b port.Bucket, policy string) (c chain, err error) {
	keys, err := b.List(prefix(policy))
	if err != nil {
		return c, err
	}
	for _, key := range keys {
		name := key[len(prefix(policy)):]
		number, end, _ := strings.Cut(name, ".")
		n, err := strconv.Atoi(number)
		if err != nil {
			continue // no object of ours
		}
		if len(c.begun) == 0 || c.begun[len(c.begun)-1] != n {
			c.begun = append(c.begun, n)
		}
		if "."+end == indexEnd {
			c.complete = append(c.complete, n)
		}
	}
	return c, nil
}

// entry is one path of a checkpoint.
type entry struct {
	path     string
	kind     model.Kind
	mode     fs.FileMode
	modified clock.Time[clock.Client]
	changed  clock.Time[clock.Client]
	size     int64
	target   string
	blocks   []block
}

// block is an object that holds bytes of a file.
type block struct {
	key        string
	generation int // whose lock it has
}

// head says what an object is, so that no other is taken for an index.
const head = "gapless checkpoint 1"

func appendIndex(b []byte, entries []entry) []byte {
	b = wire.String(b, head)
	b = wire.Uint(b, uint64(len(entries)))
	for i := range entries {
		e := &entries[i]
		b = wire.String(b, e.path)
		b = wire.Uint(wire.Uint(b, uint64(e.kind)), uint64(e.mode))
		b = wire.Time(wire.Time(b, e.modified), e.changed)
		b = wire.String(wire.Int(b, e.size), e.target)
		b = wire.Uint(b, uint64(len(e.blocks)))
		for _, k := range e.blocks {
			b = wire.Uint(wire.String(b, k.key), uint64(k.generation))
		}
	}
	return b
}

func decodeIndex(b []byte, c wire.Clock[clock.Client]) ([]entry, error) {
	d := wire.Decode(b)
	if got := d.String(); got != head {
		return nil, fmt.Errorf("%q is no index of a checkpoint", got)
	}
	entries := make([]entry, d.Count())
	for i := range entries {
		e := &entries[i]
		e.path, e.kind, e.mode = d.String(), model.Kind(d.Uint()), fs.FileMode(d.Uint())&fs.ModePerm
		e.modified, e.changed = wire.ReadTime(&d, c), wire.ReadTime(&d, c)
		e.size, e.target = d.Int(), d.String()
		e.blocks = make([]block, d.Count())
		for k := range e.blocks {
			e.blocks[k] = block{d.String(), int(d.Uint())}
		}
	}
	return entries, d.Err()
}

// blocksIn lists the blocks of an index, without its times, which only the client's
// clock can read.
func blocksIn(b []byte) (keys []string, err error) {
	entries, err := decodeIndex(b, skipper{})
	for i := range entries {
		for _, k := range entries[i].blocks {
			keys = append(keys, k.key)
		}
	}
	return keys, err
}

// skipper passes over times.
type skipper struct{}

func (skipper) Decode(b []byte) (clock.Time[clock.Client], []byte, error) {
	return clock.Skip[clock.Client](b)
}
