package volume

import (
	"fmt"
	"time"

	"gapless/model"
	"gapless/model/clock"
	"gapless/sim/op"
)

// host is a client with a clock that tests set.
type host struct {
	face *clock.Face[clock.Client]
	now  time.Time
}

var newYear = time.Date(2009, 1, 5, 0, 0, 0, 0, time.UTC)

func newHost() *host { return &host{clock.NewFace[clock.Client](1), newYear} }

func (h *host) Now() Time { return h.at(h.now) }

func (h *host) at(t time.Time) Time { return h.face.Time(t.UnixNano()) }

func (h *host) Stamp(tick, quantum int64, up bool) Time {
	t := h.Now().Truncate(clock.Of(time.Duration(tick)))
	if up {
		t = t.Add(clock.Of(time.Duration(quantum - 1)))
	}
	return t.Truncate(clock.Of(time.Duration(quantum)))
}

func (h *host) advance(d time.Duration) { h.now = h.now.Add(d) }

// truth is a witness that writes down lines.
type truth struct {
	told []string
	held map[string]*model.Version
}

func (w *truth) Changed(path string, v *model.Version, line int) {
	if w.held == nil {
		w.held = map[string]*model.Version{}
	}
	w.held[path] = v
	what := v.Kind.String()
	if v.Kind == model.File {
		what = fmt.Sprintf("file %d", v.Content.Size())
	}
	w.told = append(w.told, fmt.Sprintf("%d %s %s", line, path, what))
}

func (w *truth) take() []string {
	out := w.told
	w.told = nil
	return out
}

// gate is a gate that writes down what passes, and what it costs.
type gate struct {
	passed []string
	spent  []time.Duration
	fail   error
	before func(kind op.Kind, path string) // called before an operation happens
	during func(n int)                     // called when time goes by for the n-th time
}

func (g *gate) Pass(kind op.Kind, path string) error {
	if g.before != nil {
		g.before(kind, path)
	}
	g.passed = append(g.passed, kind.String()+" "+path)
	return g.fail
}

func (g *gate) Spend(d time.Duration) {
	g.spent = append(g.spent, d)
	if g.during != nil {
		g.during(len(g.spent))
	}
}

func (g *gate) total() time.Duration {
	var sum time.Duration
	for _, d := range g.spent {
		sum += d
	}
	return sum
}
