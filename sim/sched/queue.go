package sched

// event is one entry of the queue: a statement or another function to call, or a
// task whose wait ends.
type event struct {
	at    int64
	order uint64  // unique; what decides at one instant
	w     *worker // whose wait ends; nil for a function
	fn    func()
	loose bool // whether a run may end without the function
}

// wakeUp is set in the order of all events but statements, which go first.
const wakeUp = 1 << 63

func (e *event) before(o *event) bool {
	return e.at < o.at || e.at == o.at && e.order < o.order
}

// stale reports whether the wait that e would have ended is over.
func (e *event) stale() bool { return e.w != nil && e.w.order != e.order }

// queue is a binary heap. Cancelled waits stay in it until they come up, or until
// they are the greater part of it.
type queue struct {
	heap  []event
	stale int
}

func (q *queue) push(e event) {
	q.heap = append(q.heap, e)
	q.up(len(q.heap) - 1)
}

// peek is the next event that has not been cancelled; nil when there is none.
func (q *queue) peek() *event {
	for len(q.heap) > 0 {
		if e := &q.heap[0]; !e.stale() {
			return e
		}
		q.stale--
		q.drop()
	}
	return nil
}

// drop removes the first event.
func (q *queue) drop() {
	last := len(q.heap) - 1
	q.heap[0] = q.heap[last]
	q.heap[last] = event{}
	q.heap = q.heap[:last]
	if last > 1 {
		q.down(0)
	}
}

// cancelled is called when an event that is still in the queue has become stale.
func (q *queue) cancelled() {
	q.stale++
	if q.stale < 32 || q.stale < len(q.heap)/2 {
		return
	}
	kept := q.heap[:0]
	for i := range q.heap {
		if !q.heap[i].stale() {
			kept = append(kept, q.heap[i])
		}
	}
	clear(q.heap[len(kept):])
	q.heap, q.stale = kept, 0
	for i := len(kept)/2 - 1; i >= 0; i-- {
		q.down(i)
	}
}

// move changes the instant of the event of that order. It looks at every event,
// since it is rarely asked for.
func (q *queue) move(order uint64, at int64) {
	for i := range q.heap {
		if q.heap[i].order == order {
			q.heap[i].at = at
			q.up(i)
			q.down(i)
			return
		}
	}
}

func (q *queue) reset() {
	clear(q.heap)
	q.heap, q.stale = q.heap[:0], 0
}

func (q *queue) up(i int) {
	h := q.heap
	e := h[i]
	for i > 0 {
		parent := (i - 1) / 2
		if !e.before(&h[parent]) {
			break
		}
		h[i] = h[parent]
		i = parent
	}
	h[i] = e
}

func (q *queue) down(i int) {
	h := q.heap
	e := h[i]
	for {
		child := 2*i + 1
		if child >= len(h) {
			break
		}
		if child+1 < len(h) && h[child+1].before(&h[child]) {
			child++
		}
		if !h[child].before(&e) {
			break
		}
		h[i] = h[child]
		i = child
	}
	h[i] = e
}

// ring is the list of tasks that are ready, first in, first out.
type ring struct {
	slots []Task // a power of two
	head  int
	count int
}

func (r *ring) push(t Task) {
	if r.count == len(r.slots) {
		grown := make([]Task, max(16, 2*r.count))
		for i := range r.count {
			grown[i] = r.slots[(r.head+i)&(r.count-1)]
		}
		r.slots, r.head = grown, 0
	}
	r.slots[(r.head+r.count)&(len(r.slots)-1)] = t
	r.count++
}

func (r *ring) pop() Task {
	t := r.slots[r.head]
	r.head = (r.head + 1) & (len(r.slots) - 1)
	r.count--
	return t
}
