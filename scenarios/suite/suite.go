// Package suite runs many setups, on as many cores as there are.
//
// Each run is a function of its setup alone, and a Runner belongs to one goroutine, so
// the only rule is that results come in the order of the work, whoever did it.
package suite

import (
	"context"
	"fmt"
	"runtime/debug"
	"sync"
	"sync/atomic"

	"gapless/scenarios"
)

// Panic is a failure of the harness or of the engine in it.
type Panic struct {
	Value any
	Stack []byte
}

func (p *Panic) Error() string { return fmt.Sprintf("panic: %v", p.Value) }

// Done is what came of one piece of work.
type Done[T any] struct {
	Value T
	Err   error // also a *Panic
	Began bool  // false when the work was interrupted before its turn
}

// Run does n pieces of work, each with a runner that nobody else uses meanwhile, on
// at most so many workers. When ctx ends, what has begun is finished and no more is
// begun. told, if not nil, is called after each piece, by one goroutine at a time.
func Run[T any](ctx context.Context, n, workers int, work func(r *scenarios.Runner, i int) (T, error), told func(i int, d *Done[T])) []Done[T] {
	crew := NewCrew(min(workers, n), scenarios.NewRunner, (*scenarios.Runner).Close)
	defer crew.Close()
	return Do(ctx, crew, n, work, told)
}

// Crew is workers that keep what they work with from one call of Do to the next: W is
// a Runner, or something with a Runner in it. It is not for concurrent use itself.
type Crew[W any] struct {
	tools []W
	made  func() W
	ended func(W)
}

// NewCrew hires so many workers, one at least. made makes what one of them works with,
// and ended is told of it when it is not needed any more.
func NewCrew[W any](workers int, made func() W, ended func(W)) *Crew[W] {
	c := &Crew[W]{tools: make([]W, max(1, workers)), made: made, ended: ended}
	for i := range c.tools {
		c.tools[i] = made()
	}
	return c
}

// Close ends the crew.
func (c *Crew[W]) Close() {
	for _, w := range c.tools {
		c.ended(w)
	}
	c.tools = nil
}

// Do has a crew do n pieces of work; see Run. A worker whose piece ends in a panic goes
// on with new tools: the old ones are in no known state.
func Do[W, T any](ctx context.Context, c *Crew[W], n int, work func(w W, i int) (T, error), told func(i int, d *Done[T])) []Done[T] {
	all := make([]Done[T], n)
	var next atomic.Int64
	var telling sync.Mutex
	var group sync.WaitGroup
	for k := range c.tools {
		group.Go(func() {
			for ctx.Err() == nil {
				i := int(next.Add(1)) - 1
				if i >= n {
					break
				}
				all[i] = one(c.tools[k], i, work)
				if _, broken := all[i].Err.(*Panic); broken {
					c.tools[k] = c.made()
				}
				if told != nil {
					telling.Lock()
					told(i, &all[i])
					telling.Unlock()
				}
			}
		})
	}
	group.Wait()
	return all
}

// one does one piece of work and catches its panic.
func one[W, T any](w W, i int, work func(W, int) (T, error)) (d Done[T]) {
	d.Began = true
	defer func() {
		if v := recover(); v != nil {
			d.Err = &Panic{Value: v, Stack: debug.Stack()}
		}
	}()
	d.Value, d.Err = work(w, i)
	return d
}
