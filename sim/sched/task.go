package sched

// Go starts fn as a task that is ready now. Owner is the number by which KillOwner
// finds it.
func (s *Scheduler) Go(owner int, fn func()) Task {
	s.CheckKilled()
	var w *worker
	if n := len(s.idle); n > 0 {
		w = s.idle[n-1]
		s.idle = s.idle[:n-1]
	} else {
		w = newWorker(s)
		s.workers = append(s.workers, w)
	}
	w.state, w.owner, w.fn = fresh, owner, fn
	w.older, w.newer = s.newest, nil
	if s.newest != nil {
		s.newest.newer = w
	} else {
		s.oldest = w
	}
	s.newest = w
	t := Task{w, w.run}
	s.ready.push(t)
	return t
}

// Current is the task that runs; the zero Task while a statement acts.
func (s *Scheduler) Current() Task {
	if s.current == nil {
		return Task{}
	}
	return Task{s.current, s.current.run}
}

// CheckKilled panics with a private value when the current task was killed. Every
// call that a task makes into the world starts with it.
func (s *Scheduler) CheckKilled() {
	if s.current != nil && s.current.killed {
		panic(unwind)
	}
}

// Sleep waits for d nanoseconds, without end for Forever; not at all when d is not
// positive.
func (s *Scheduler) Sleep(d int64) {
	w := s.waiter("Sleep")
	if d <= 0 {
		return
	}
	at, limited := s.after(d)
	if limited && s.undisturbed(at) {
		s.steps++
		s.advance(at)
		return
	}
	w.state = sleeping
	if limited {
		s.ask(w, at, false)
	}
	w.block()
}

// Park waits for a Wake, at most for timeout nanoseconds, and reports whether it
// came. Without a positive timeout it returns at once. The timeout of a periodic
// wait keeps no run going.
func (s *Scheduler) Park(timeout int64, periodic bool) (woken bool) {
	w := s.waiter("Park")
	if timeout <= 0 {
		return false
	}
	w.state, w.woken = parked, false
	if at, limited := s.after(timeout); limited {
		s.ask(w, at, periodic)
	}
	w.block()
	return w.woken
}

// Wake makes a task that is in Park ready. It has no effect on others, and is not
// remembered.
func (s *Scheduler) Wake(t Task) {
	s.CheckKilled()
	w := t.w
	if w == nil || w.run != t.run || w.state != parked {
		return
	}
	s.forget(w)
	w.state, w.woken = ready, true
	s.ready.push(t)
}

// Retime moves the end of a task's Sleep, or of its Park, to another instant, or
// now if that is past. Among other wake-ups of that instant its turn stays that of
// the time at which it was asked for. It has no effect on a task that waits without
// end.
func (s *Scheduler) Retime(t Task, at int64) {
	s.CheckKilled()
	if w := t.w; w != nil && w.run == t.run && w.order != 0 {
		s.queue.move(w.order, max(at, s.now))
	}
}

// Kill ends a task: it is unwound before Kill returns. A task that is running, which
// is the current one or one that waits for an Aside, is unwound by its next
// call into the scheduler, such as CheckKilled.
func (s *Scheduler) Kill(t Task) {
	s.CheckKilled()
	if t.w != nil && t.w.run == t.run {
		s.kill(t.w)
	}
}

// KillOwner kills all tasks of an owner in the order in which they were started.
func (s *Scheduler) KillOwner(owner int) {
	s.CheckKilled()
	for w := s.oldest; w != nil; {
		newer := w.newer
		if w.owner == owner {
			s.kill(w)
		}
		w = newer
	}
}

func (s *Scheduler) kill(w *worker) {
	switch w.state {
	case running:
		w.killed = true
	case fresh:
		s.retire(w)
		s.idle = append(s.idle, w)
	default:
		s.forget(w)
		w.killed = true
		s.resume(w)
	}
}

func (s *Scheduler) killAll() {
	for s.oldest != nil {
		s.kill(s.oldest)
	}
}

// retire ends a worker's task, and makes old handles on it void.
func (s *Scheduler) retire(w *worker) {
	if w.older != nil {
		w.older.newer = w.newer
	} else {
		s.oldest = w.newer
	}
	if w.newer != nil {
		w.newer.older = w.older
	} else {
		s.newest = w.older
	}
	w.older, w.newer, w.fn = nil, nil, nil
	w.run++
	w.state, w.killed = idle, false
}

// waiter is the current task, which is about to wait.
func (s *Scheduler) waiter(call string) *worker {
	if s.current == nil {
		panic("sched: " + call + " outside of a task; a statement takes no time")
	}
	s.CheckKilled()
	return s.current
}

// after is the instant d from now, unless it is beyond what can be counted.
func (s *Scheduler) after(d int64) (at int64, limited bool) {
	at = s.now + d
	return at, d != Forever && at >= s.now
}

// undisturbed reports whether nothing else can happen up to and including at.
func (s *Scheduler) undisturbed(at int64) bool {
	if s.ready.count > 0 || at > s.until || s.failure != nil || s.Limit > 0 && s.steps >= s.Limit {
		return false
	}
	e := s.queue.peek()
	return e == nil || e.at > at
}

// ask puts the end of a worker's wait into the queue.
func (s *Scheduler) ask(w *worker, at int64, periodic bool) {
	s.asked++
	w.order, w.periodic = s.asked|wakeUp, periodic
	if !periodic {
		s.lasting++
	}
	s.queue.push(event{at: at, order: w.order, w: w})
}

// forget cancels the end of a worker's wait.
func (s *Scheduler) forget(w *worker) {
	if w.order == 0 {
		return
	}
	if !w.periodic {
		s.lasting--
	}
	w.order = 0
	s.queue.cancelled()
}
