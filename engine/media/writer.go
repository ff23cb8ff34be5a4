package media

import (
	"errors"
	"fmt"
	"slices"
	"syscall"
	"time"

	"gapless/engine/catalog"
	"gapless/engine/defect"
	"gapless/engine/message"
	"gapless/engine/port"
	"gapless/engine/wire"
	"gapless/model/clock"
)

// The status codes with which a writer gives up.
const (
	statusWrite = 84  // media write error
	statusFull  = 129 // no medium with room is left
)

// Process is the port that a writer runs on.
type Process = port.Process[clock.Media]

// writer is one run of the writer.
type writer struct {
	Process
	planted defect.Planted
	choices []message.Choice // those not yet opened
	pool    *pool            // what is chosen from instead; nil for none
	fresh   bool             // the next medium must be one to be overwritten
	name    string
	medium  port.Medium             // nil before the first byte
	last    clock.Time[clock.Media] // when the last byte was written, where a pool counts time
	used    []port.Medium
	extents []catalog.Extent // of the fragment being written
	looks   []catalog.Extent // how far media must reach at the end
	lacking []string         // those that did not at the start
}

// fault is what ends a writer early: a status for the server.
type fault struct {
	status int
	err    error
}

func (f *fault) Error() string { return f.err.Error() }

// Run does what the order says, until the client or the server ends.
func Run(p Process, order message.WriterOrder) {
	w := &writer{Process: p, planted: order.Planted, choices: order.Media}
	if order.Pool.Own {
		w.pool = &pool{Pool: order.Pool, clock: p, tried: map[string]bool{}}
		w.fresh = order.Pool.Fresh
		opened := message.Opened{}
		if w.looks = slices.Clone(order.Pool.Looks); order.Pool.Untimed {
			w.lacking = w.missing(w.looks)
			opened.Missing = w.lacking
		} else {
			opened.At = clock.Assume[clock.Client](p.Now(), "the server records its own clock, and the client compares its files' times with that")
		}
		if w.Send(w.Starter(), opened) != nil {
			return
		}
	}
	for {
		from, m, err := w.Receive(clock.Forever)
		if err != nil {
			_ = w.leave()
			return
		}
		if err := w.handle(from, m); err != nil {
			_ = w.leave()
			var f *fault
			if errors.As(err, &f) {
				_ = w.Send(w.Starter(), message.MediaFailed{Status: f.status, Why: f.Error()})
			}
			return
		}
	}
}

func (w *writer) handle(from int64, m any) error {
	switch m := m.(type) {
	case message.Batch:
		if err := w.putAll(m.Parts); err != nil {
			return err
		}
		return w.Send(from, message.Stored{})
	case message.Close:
		if err := w.putAll(m.Parts); err != nil {
			return err
		}
		if w.pool != nil && w.pool.Untimed {
			w.reach(w.extents)
			if err := w.lookAgain(); m.Last && err != nil {
				return err
			}
		}
		if err := w.close(m.Fragment); err != nil {
			return err
		}
		return w.Send(from, message.Closed{})
	}
	return nil
}

func (w *writer) putAll(parts [][]byte) error {
	for _, p := range parts {
		if err := w.put(p); err != nil {
			return err
		}
	}
	return nil
}

// put appends p, on the next medium what the last one had no room for.
func (w *writer) put(p []byte) error {
	for len(p) > 0 {
		if w.medium == nil {
			if err := w.mount(); err != nil {
				return err
			}
		}
		before := w.medium.End()
		err := w.medium.Append(p, true)
		n := w.medium.End() - before
		w.wrote(before, n)
		switch {
		case err == nil:
			return nil
		case !errors.Is(err, syscall.ENOSPC):
			return &fault{statusWrite, fmt.Errorf("write to %s: %w", w.name, err)}
		}
		p = p[n:]
		if err := w.leave(); err != nil {
			return err
		}
		if w.planted == defect.SpanForgotten {
			w.extents = nil
		}
		if err := w.Send(w.Starter(), message.MediumFull{Medium: w.name}); err != nil {
			return err
		}
	}
	return nil
}

// leave gives a medium up, and says when it was written to last: that starts its protection
// anew, whatever becomes of the fragment. C10.
func (w *writer) leave() error {
	medium := w.medium
	if w.medium = nil; medium == nil || w.last.IsZero() {
		return nil
	}
	w.pool.filled(w.name, w.last)
	return w.Send(w.Starter(), message.LeftAt{Medium: w.name, At: reading(w.last)})
}

// wrote notes bytes of the fragment. Bytes of another job may lie between them.
func (w *writer) wrote(off, n int64) {
	if n == 0 {
		return
	}
	if w.pool != nil && !w.pool.Untimed {
		w.last = w.Now()
	}
	if k := len(w.extents) - 1; k >= 0 {
		if last := &w.extents[k]; last.Medium == w.name && last.Off+last.Len == off {
			last.Len += n
			return
		}
	}
	w.extents = append(w.extents, catalog.Extent{Medium: w.name, Off: off, Len: n})
}

// mount opens the next medium.
func (w *writer) mount() error {
	if w.pool != nil {
		return w.mountOf(w.pool)
	}
	if len(w.choices) == 0 {
		return &fault{statusFull, errors.New("no medium with room is left")}
	}
	next := w.choices[0]
	w.choices = w.choices[1:]
	m, err := w.Library().Mount(next.Name)
	if err != nil {
		return &fault{statusWrite, fmt.Errorf("mount %s: %w", next.Name, err)}
	}
	if next.Erase {
		if err := m.Erase(); err != nil {
			return &fault{statusWrite, fmt.Errorf("erase %s: %w", next.Name, err)}
		}
		if err := w.Send(w.Starter(), message.Erased{Medium: next.Name}); err != nil {
			return err
		}
	}
	w.name, w.medium = next.Name, m
	w.used = append(w.used, m)
	return nil
}

// mountOf opens the next medium of a pool. One that cannot be used is passed over.
func (w *writer) mountOf(p *pool) error {
	for {
		now := w.Now()
		t, c, within := p.next(now, w.fresh)
		if t == nil {
			_ = w.Send(w.Starter(), message.NoMedium{Within: within})
			return errNoMedium
		}
		p.tried[t.Name] = true
		m, err := w.Library().Mount(t.Name)
		switch {
		case err != nil:
		case c == appendable || m.End() == 0:
			err = m.Sync() // whether it can be used at all
		default:
			err = m.Erase()
		}
		if err != nil {
			w.Reports().Note(w.Host(), fmt.Sprintf("%s is passed over: %v", t.Name, err))
			continue
		}
		w.name, w.medium, w.fresh, w.last = t.Name, m, true, clock.Time[clock.Media]{}
		w.used = append(w.used, m)
		return w.Send(w.Starter(), message.Mounted{Medium: t.Name, At: reading(now), Erased: c != appendable})
	}
}

// errNoMedium ends a writer that has told the server so.
var errNoMedium = errors.New("no medium may be written to")

func reading(t clock.Time[clock.Media]) catalog.Reading { return catalog.Reading(wire.Time(nil, t)) }

// close makes the fragment durable and says where it lies.
func (w *writer) close(fragment int) error {
	for _, m := range w.used {
		if w.planted == defect.MediaUnsynced {
			break
		}
		if err := m.Sync(); err != nil {
			return &fault{statusWrite, fmt.Errorf("sync %s: %w", w.name, err)}
		}
	}
	w.used = w.used[:0]
	if w.medium != nil {
		w.used = append(w.used, w.medium)
	}
	extents := w.extents
	w.extents = nil
	written := message.Written{Fragment: fragment, Extents: extents}
	if w.pool != nil && !w.pool.Untimed {
		written.At = reading(w.Now())
	}
	return w.Send(w.Starter(), written)
}

// heard is how long an eraser waits for the server's word.
var heard = clock.Of(5 * time.Minute)

// Erase empties a medium once the server knows of it: should the server die meanwhile,
// no later job may build on what was there.
func Erase(p Process, order message.Erase) {
	m, err := p.Library().Mount(order.Medium)
	if err == nil {
		if p.Send(p.Starter(), message.Erasing(order)) != nil {
			return
		}
		if _, _, gone := p.Receive(heard); gone != nil {
			return
		}
		err = m.Erase()
	}
	if err != nil {
		_ = p.Send(p.Starter(), message.MediaFailed{Status: statusWrite, Why: fmt.Sprintf("erase %s: %v", order.Medium, err)})
	}
}
