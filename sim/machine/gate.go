package machine

import (
	"time"

	"gapless/sim/op"
)

// hook is something to do just before an operation.
type hook struct {
	kind op.Kind
	path string // "" for any
	left int    // how many matching operations come until it acts
	act  func()
}

// Pass lets an operation of the host happen. It never fails one; it does not return
// when a hook stopped the task that is about to do it.
func (n *Node) Pass(kind op.Kind, path string) error {
	n.net.sched.CheckKilled()
	n.ops++
	n.opsOf[kind]++
	if n.net.observer != nil {
		n.net.observer.Op(n.number, kind, path)
	}
	if len(n.hooks) > 0 {
		n.fire(kind, path)
	}
	return nil
}

// Spend lets true time go by for the operation; none for a statement, which takes
// no time.
func (n *Node) Spend(d time.Duration) {
	if !n.net.sched.Current().IsZero() {
		n.net.sched.Sleep(int64(d))
	}
}

// Hook has act called just before the nth operation from now on, counted from 1, of
// a kind (op.Any for every kind) on a path ("" for every path). It acts as a statement
// in the middle of the task, once; if it kills the task, the operation does not happen.
func (n *Node) Hook(kind op.Kind, nth int, path string, act func()) {
	n.hooks = append(n.hooks, hook{kind, path, max(1, nth), act})
}

// Ops is how many operations of the host have passed.
func (n *Node) Ops() int { return n.ops }

// OpsOf is how many operations of a kind have passed; op.Any counts every kind.
func (n *Node) OpsOf(kind op.Kind) int {
	if kind == op.Any {
		return n.ops
	}
	return n.opsOf[kind]
}

// fire counts an operation for all hooks, and then has those act whose turn it is:
// they may add hooks, and operations of theirs count too.
func (n *Node) fire(kind op.Kind, path string) {
	var due []func()
	kept := n.hooks[:0]
	for _, h := range n.hooks {
		if (h.kind == op.Any || h.kind == kind) && (h.path == "" || h.path == path) {
			h.left--
		}
		if h.left == 0 {
			due = append(due, h.act)
		} else {
			kept = append(kept, h)
		}
	}
	clear(n.hooks[len(kept):])
	n.hooks = kept
	if len(due) == 0 {
		return
	}
	n.net.sched.Aside(func() {
		for _, act := range due {
			act()
		}
	})
}
