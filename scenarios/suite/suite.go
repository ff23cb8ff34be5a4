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
	all := make([]Done[T], n)
	var next atomic.Int64
	var telling sync.Mutex
	var group sync.WaitGroup
	for range max(1, min(workers, n)) {
		group.Go(func() {
			runner := scenarios.NewRunner()
			for ctx.Err() == nil {
				i := int(next.Add(1)) - 1
				if i >= n {
					break
				}
				all[i] = one(runner, i, work)
				if _, broken := all[i].Err.(*Panic); broken {
					runner = scenarios.NewRunner() // the old one's world is in no known state
				}
				if told != nil {
					telling.Lock()
					told(i, &all[i])
					telling.Unlock()
				}
			}
			runner.Close()
		})
	}
	group.Wait()
	return all
}

// one does one piece of work and catches its panic.
func one[T any](r *scenarios.Runner, i int, work func(*scenarios.Runner, int) (T, error)) (d Done[T]) {
	d.Began = true
	defer func() {
		if v := recover(); v != nil {
			d.Err = &Panic{Value: v, Stack: debug.Stack()}
		}
	}()
	d.Value, d.Err = work(r, i)
	return d
}
