package media

import (
	"fmt"
	"io"
	"math"
	"math/bits"
	"syscall"
	"time"

	"gapless/sim/op"
)

// Medium is an append-only store of bytes. Each call of its host is one operation,
// which passes the gate with the medium's name as the path. Make one with New.
type Medium struct {
	// Rate is how many bytes a true second moves to or from the medium; 0 for without
	// limit.
	Rate int64
	// Latency is the true time that each operation takes besides.
	Latency time.Duration
	// OnOverwrite is told of each stretch that is no longer there: erased, or torn off
	// by a crash.
	OnOverwrite func(off, length int64)
	// Watcher, if not nil, is told of each append that wrote something.
	Watcher Watcher

	name     string
	gate     op.Gate
	capacity int64
	rope     rope
	cursor   cursor
	synced   int64
	gone     bool
	changes  int64
	bad      badSpot
}

// Watcher is told where a medium ends behind each append, when it has happened.
type Watcher interface{ Appended(end int64) }

// badSpot makes appends fail.
type badSpot struct {
	after int64 // bytes that can still be written
	times int   // appends that will fail; 0 for none
}

// New is an empty medium of a host with that gate; nil for a free one. Capacity is in
// bytes; 0 for without limit.
func New(name string, gate op.Gate, capacity int64) *Medium {
	m := new(Medium)
	m.Reset(name, gate, capacity)
	return m
}

// Reset makes the medium as New does, in the memory that it has.
func (m *Medium) Reset(name string, gate op.Gate, capacity int64) {
	if gate == nil {
		gate = op.Free{}
	}
	m.rope.reset()
	*m = Medium{name: name, gate: gate, capacity: capacity, rope: m.rope}
}

// Name is the medium's name.
func (m *Medium) Name() string { return m.name }

// End is the offset behind the last byte.
func (m *Medium) End() int64 { return m.rope.end() }

// Capacity is the number of bytes that it can hold; 0 for without limit.
func (m *Medium) Capacity() int64 { return m.capacity }

// Synced is the offset up to which a crash of the host loses nothing.
func (m *Medium) Synced() int64 { return m.synced }

// Changes counts what happened to bytes that were on the medium: all but appends.
func (m *Medium) Changes() int64 { return m.changes }

// Append writes p at the end. When shared is set p is never written to again, and
// is kept. Where it fails, with syscall.ENOSPC when the medium is full or
// syscall.EIO at a bad spot, what fits before has been written. While the time that
// it takes goes by nothing is written yet.
func (m *Medium) Append(p []byte, shared bool) error {
	if err := m.pass(op.Append, len(p)); err != nil {
		return err
	}
	n, err := m.room(int64(len(p)))
	if shared {
		m.rope.keep(p[:n])
	} else {
		m.rope.copy(p[:n])
	}
	if n > 0 && m.Watcher != nil {
		m.Watcher.Appended(m.End())
	}
	return err
}

// room is how many of n bytes can be written, and why not all.
func (m *Medium) room(n int64) (int64, error) {
	var err error
	if m.capacity > 0 && n > m.capacity-m.End() {
		n, err = m.capacity-m.End(), m.failed("append to", syscall.ENOSPC)
	}
	if m.bad.times == 0 || n <= m.bad.after {
		m.bad.after -= n // of no matter without a bad spot
		return n, err
	}
	n, m.bad.after = m.bad.after, 0
	m.bad.times--
	return n, m.failed("append to", syscall.EIO)
}

// Sync returns when all that was appended survives a crash of the host.
func (m *Medium) Sync() error {
	if err := m.pass(op.Sync, 0); err != nil {
		return err
	}
	m.synced = m.End()
	return nil
}

// Read is a view of at most max bytes from off on, which is never written to again;
// io.EOF at the end. It is the medium's own memory, and ends where one append ended at
// the latest.
func (m *Medium) Read(off int64, max int) ([]byte, error) {
	n := len(m.cursor.read(&m.rope, off, max))
	if err := m.pass(op.Read, n); err != nil {
		return nil, err
	}
	return readAt(&m.rope, &m.cursor, m.name, off, max)
}

func readAt(r *rope, c *cursor, name string, off int64, max int) ([]byte, error) {
	switch {
	case off < 0 || max < 0:
		return nil, fmt.Errorf("read %s at %d: %w", name, off, syscall.EINVAL)
	case off >= r.end():
		return nil, io.EOF
	}
	return c.read(r, off, max), nil
}

// Erase empties the medium, at once and for good.
func (m *Medium) Erase() error {
	if err := m.pass(op.Erase, 0); err != nil {
		return err
	}
	m.cut(0)
	return nil
}

// Crash is what a crash of the host does: of the bytes that are not synced only the
// first keep(unsynced) stay. A nil keep keeps none. What stays is on the medium for
// good.
func (m *Medium) Crash(keep func(unsynced int64) int64) {
	end := m.synced
	if unsynced := m.End() - m.synced; keep != nil && unsynced > 0 {
		end += min(max(keep(unsynced), 0), unsynced)
	}
	m.cut(end)
	m.synced = end
}

// cut takes away all bytes from end on.
func (m *Medium) cut(end int64) {
	lost := m.End() - end
	if lost <= 0 {
		return
	}
	m.changes++
	m.rope.truncate(end)
	m.synced = min(m.synced, end)
	if m.OnOverwrite != nil {
		m.OnOverwrite(end, lost)
	}
}

// FailWrite has the next times appends that reach a bad spot, after more bytes from
// here, fail with syscall.EIO: what lies before the spot is written. When times is
// not positive all do from then on.
func (m *Medium) FailWrite(after int64, times int) {
	if times <= 0 {
		times = math.MaxInt
	}
	m.bad = badSpot{after, times}
}

// Fail makes the medium unusable for good, also in a View: every call fails with
// syscall.ENODEV.
func (m *Medium) Fail() {
	m.changes++
	m.gone = true
}

// Gone reports whether Fail was called.
func (m *Medium) Gone() bool { return m.gone }

// Corrupt inverts n bytes from off on, as far as there are any. Nobody is told.
func (m *Medium) Corrupt(off, n int64) {
	m.changes++
	m.rope.flip(max(off, 0), min(off+n, m.End()))
}

// Clone is a medium with the same bytes, synced alike, and without faults or a
// watcher, of a host with that gate. The two share memory, and change each by itself.
func (m *Medium) Clone(name string, gate op.Gate) *Medium {
	c := New(name, gate, m.capacity)
	c.Rate, c.Latency, c.rope, c.synced = m.Rate, m.Latency, m.rope.clone(), m.synced
	return c
}

// pass has an operation on n bytes happen, unless it fails before it does anything.
func (m *Medium) pass(kind op.Kind, n int) error {
	if err := m.gate.Pass(kind, m.name); err != nil {
		return err
	}
	if d := m.takes(n); d > 0 {
		m.gate.Spend(d)
	}
	if m.gone {
		return m.failed(kind.String(), syscall.ENODEV)
	}
	return nil
}

// takes is the time for n bytes, rounded up to a nanosecond.
func (m *Medium) takes(n int) time.Duration {
	d := m.Latency
	if m.Rate > 0 && n > 0 {
		hi, lo := bits.Mul64(uint64(n), uint64(time.Second))
		lo, carry := bits.Add64(lo, uint64(m.Rate-1), 0)
		q, _ := bits.Div64(hi+carry, lo, uint64(m.Rate))
		d += time.Duration(q)
	}
	return d
}

func (m *Medium) failed(what string, err error) error {
	return fmt.Errorf("%s %s: %w", what, m.name, err)
}

// Heal ends all faults that were injected, but for a medium that is gone, and gives
// the medium to a host with that gate.
func (m *Medium) Heal(gate op.Gate) {
	*m = Medium{name: m.name, gate: gate, Rate: m.Rate, Latency: m.Latency, OnOverwrite: m.OnOverwrite,
		capacity: m.capacity, rope: m.rope, cursor: m.cursor, synced: m.synced, gone: m.gone, changes: m.changes}
}
