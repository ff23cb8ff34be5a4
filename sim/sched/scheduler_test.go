package sched_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"runtime"
	"sort"
	"strings"
	"testing"

	"gapless/sim/sched"

	"github.com/google/go-cmp/cmp"
)

// world is a scheduler and what was said in it.
type world struct {
	*sched.Scheduler
	said []string
}

func newWorld(t *testing.T) *world {
	w := &world{Scheduler: sched.New()}
	t.Cleanup(w.Close)
	return w
}

func (w *world) say(what string) { w.said = append(w.said, fmt.Sprintf("%d %s", w.Now(), what)) }

func (w *world) expect(t *testing.T, want ...string) {
	t.Helper()
	if d := cmp.Diff(want, w.said); d != "" {
		t.Errorf("said (-want +got):\n%s", d)
	}
}

func TestStatementsActBeforeWakeUpsEachWithAllItSetsOff(t *testing.T) {
	w := newWorld(t)
	for _, name := range []string{"a", "b"} {
		w.Go(0, func() {
			w.Sleep(5)
			w.say("wake-up " + name)
			w.Go(0, func() { w.say("set off by wake-up " + name) })
		})
	}
	w.Run(0) // both now wait for 5
	for _, name := range []string{"1", "2"} {
		w.At(5, func() {
			w.say("statement " + name)
			w.Go(0, func() {
				w.say("set off by statement " + name)
				w.Go(0, func() { w.say("further set off by statement " + name) })
			})
		})
	}
	w.Run(10)
	w.expect(t,
		"5 statement 1", "5 set off by statement 1", "5 further set off by statement 1",
		"5 statement 2", "5 set off by statement 2", "5 further set off by statement 2",
		"5 wake-up a", "5 set off by wake-up a",
		"5 wake-up b", "5 set off by wake-up b")
}

func TestWakeUpsComeInTheOrderInWhichTheyWereAskedFor(t *testing.T) {
	w := newWorld(t)
	w.Go(0, func() { w.Sleep(3); w.say("first asked, then again"); w.Sleep(3); w.say("asked at 3") })
	w.Go(0, func() { w.Sleep(6); w.say("asked at 0") })
	w.Later(6, false, func() { w.say("asked before the run") })
	w.Run(10)
	w.expect(t, "3 first asked, then again", "6 asked before the run", "6 asked at 0", "6 asked at 3")
}

// A task's own sleep is the one thing that a fast path could let overtake others.
func TestASleepDoesNotOvertakeWhatIsDueBeforeOrWithIt(t *testing.T) {
	w := newWorld(t)
	w.At(4, func() { w.say("statement") })
	w.Go(0, func() {
		w.Sleep(3)
		w.say("task")
		w.Sleep(1)
		w.say("task")
		w.Go(0, func() { w.say("other") })
		w.Sleep(1)
		w.say("task")
	})
	w.Run(10)
	w.expect(t, "3 task", "4 statement", "4 task", "4 other", "5 task")
}

func TestASleepThatIsNotPositiveReturnsAtOnce(t *testing.T) {
	w := newWorld(t)
	w.Go(0, func() { w.Sleep(0); w.Sleep(-7); w.say("same turn") })
	w.Go(0, func() { w.say("next turn") })
	w.Run(10)
	w.expect(t, "0 same turn", "0 next turn")
}

// Each task starts two more: the list of those that are ready grows while it is in use.
func TestReadyTasksRunFirstInFirstOut(t *testing.T) {
	w := newWorld(t)
	next, last := 0, 0
	var start func()
	start = func() {
		i := last
		last++
		w.Go(0, func() {
			if i != next {
				t.Errorf("task %d runs in the place of %d", i, next)
			}
			next++
			if last < 500 {
				start()
				start()
			}
		})
	}
	start()
	w.Run(10)
	if next != last || last < 500 {
		t.Errorf("%d of %d tasks ran", next, last)
	}
}

func TestParkEndsByWakeOrByItsTimeout(t *testing.T) {
	w := newWorld(t)
	parked := w.Go(0, func() {
		w.say(fmt.Sprint(w.Park(5, false)))
		w.say(fmt.Sprint(w.Park(5, false)))
		w.say(fmt.Sprint(w.Park(0, false)))
		w.Sleep(20)
		w.say("slept through")
	})
	w.At(2, func() { w.Wake(parked); w.Wake(parked) })
	w.At(8, func() { w.Wake(parked) }) // it sleeps: no effect, not remembered
	w.Run(100)
	w.expect(t, "2 true", "7 false", "7 false", "27 slept through")
}

func TestAStatementOfTheSameInstantWakesBeforeTheTimeout(t *testing.T) {
	w := newWorld(t)
	parked := w.Go(0, func() { w.say(fmt.Sprint(w.Park(5, false))) })
	w.At(5, func() { w.Wake(parked) })
	w.Run(100)
	w.expect(t, "5 true")
}

func TestHowARunEnds(t *testing.T) {
	daemon := func(w *world) func() {
		return func() {
			for {
				w.Park(10, true)
			}
		}
	}
	for _, c := range []struct {
		name  string
		setUp func(w *world)
		end   sched.End
		now   int64
	}{
		{"nothing", func(w *world) {}, sched.Idle, 0},
		{"a wait without end", func(w *world) { w.Go(0, func() { w.Park(sched.Forever, false) }) }, sched.Idle, 0},
		{"a sleep without end", func(w *world) { w.Go(0, func() { w.Sleep(sched.Forever) }) }, sched.Idle, 0},
		{"a task ends", func(w *world) { w.Go(0, func() { w.Sleep(7) }) }, sched.Idle, 7},
		{"a daemon", func(w *world) { w.Go(0, daemon(w)) }, sched.OnlyPeriodic, 0},
		{"a daemon beside work", func(w *world) { w.Go(0, daemon(w)); w.Go(0, func() { w.Sleep(25) }) }, sched.OnlyPeriodic, 25},
		{"a daemon beside a statement", func(w *world) { w.Go(0, daemon(w)); w.At(31, func() {}) }, sched.OnlyPeriodic, 31},
		{"a cancelled timeout", func(w *world) {
			w.Go(0, daemon(w))
			task := w.Go(0, func() { w.Park(50, false) })
			w.At(12, func() { w.Wake(task) })
		}, sched.OnlyPeriodic, 12},
		{"a killed sleep", func(w *world) {
			w.Go(0, daemon(w))
			task := w.Go(0, func() { w.Sleep(50) })
			w.At(12, func() { w.Kill(task) })
		}, sched.OnlyPeriodic, 12},
		{"a loose function", func(w *world) { w.Later(9, true, func() { t.Error("came") }) }, sched.OnlyPeriodic, 0},
		{"a function", func(w *world) { w.Later(9, false, func() {}) }, sched.Idle, 9},
		{"at the horizon", func(w *world) { w.At(100, func() {}) }, sched.Idle, 100},
		{"behind the horizon", func(w *world) { w.At(101, func() {}) }, sched.Horizon, 100},
		{"a sleep behind the horizon", func(w *world) { w.Go(0, func() { w.Sleep(101); t.Error("woke up") }) }, sched.Horizon, 100},
		{"busy at one instant", func(w *world) {
			w.Limit = 1000
			var again func()
			again = func() { w.Go(0, again) }
			w.Go(0, again)
		}, sched.Exhausted, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(t)
			c.setUp(w)
			if end := w.Run(100); end != c.end || w.Now() != c.now {
				t.Errorf("ended by %v at %d, want %v at %d", end, w.Now(), c.end, c.now)
			}
		})
	}
}

func TestARunGoesOnBehindItsHorizon(t *testing.T) {
	w := newWorld(t)
	w.Go(0, func() {
		for range 3 {
			w.Sleep(40)
			w.say("tick")
		}
	})
	for until := int64(25); until <= 150; until += 25 {
		w.Run(until)
	}
	w.expect(t, "40 tick", "80 tick", "120 tick")
}

func TestOnEventIsToldEachInstantOnce(t *testing.T) {
	w := newWorld(t)
	w.OnEvent = func(at int64) { w.say("instant") }
	w.At(0, func() {})
	w.At(3, func() {})
	w.At(3, func() {})
	w.Go(0, func() { w.Sleep(3); w.Sleep(4) }) // the latter without a switch
	w.At(200, func() {})
	w.Run(100)
	w.expect(t, "0 instant", "3 instant", "7 instant")
	if w.Events() != 5 {
		t.Errorf("%d events, want 5", w.Events())
	}
}

// The heap, with cancelled and moved waits, against a plain sort.
func TestEventsComeInOrderWhateverIsCancelled(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for range 200 {
		w := newWorld(t)
		var got, want []string
		var tasks []sched.Task
		for i := range 100 {
			at := 2 + rng.Int64N(40)
			want = append(want, fmt.Sprintf("%02d %03d", at, i))
			tasks = append(tasks, w.Go(0, func() {
				if !w.Park(at, false) {
					got = append(got, fmt.Sprintf("%02d %03d", w.Now(), i))
				}
			}))
		}
		w.Run(1)
		kept := want[:0]
		for i, task := range tasks {
			switch rng.IntN(4) {
			case 0, 1:
				w.Wake(task)
				continue
			case 2:
				at := 2 + rng.Int64N(40)
				w.Retime(task, at)
				want[i] = fmt.Sprintf("%02d %03d", at, i)
			}
			kept = append(kept, want[i])
		}
		sort.Strings(kept)
		w.Run(100)
		if d := cmp.Diff(kept, got); d != "" {
			t.Fatalf("(-want +got):\n%s", d)
		}
	}
}

func TestOnlyATaskCanWait(t *testing.T) {
	w := newWorld(t)
	w.At(1, func() { w.Sleep(1) })
	defer func() {
		if p := recover(); !strings.Contains(fmt.Sprint(p), "outside of a task") {
			t.Errorf("panicked with %v", p)
		}
	}()
	w.Run(10)
}

func TestATasksPanicComesOutOfRun(t *testing.T) {
	w := newWorld(t)
	cause := errors.New("the engine is broken")
	other := w.Go(0, func() {
		defer w.say("unwound")
		w.Sleep(50)
	})
	w.Go(0, func() { w.Sleep(1); breakDown(cause) })
	p := panicOf(func() { w.Run(10) })
	failure, ok := p.(*sched.Panic)
	if !ok || !errors.Is(failure, cause) || !strings.Contains(string(failure.Stack), "breakDown") {
		t.Fatalf("panicked with %v", p)
	}
	if other.Alive() {
		t.Error("the other task lives")
	}
	w.expect(t, "1 unwound")

	w.said = nil
	w.Reset(0)
	w.Go(0, func() { w.say("again") })
	w.Run(10)
	w.expect(t, "0 again")
}

func TestAPanicWhileUnwindingComesOutOfRun(t *testing.T) {
	w := newWorld(t)
	task := w.Go(0, func() {
		defer func() { panic("clumsy") }()
		w.Sleep(50)
	})
	w.Go(0, func() { w.Sleep(1); w.Kill(task); w.Sleep(1); t.Error("the killer went on") })
	p := panicOf(func() { w.Run(10) })
	if failure, ok := p.(*sched.Panic); !ok || failure.Value != "clumsy" {
		t.Fatalf("panicked with %v", p)
	}
}

func breakDown(err error) { panic(err) }

func panicOf(fn func()) (p any) {
	defer func() { p = recover() }()
	fn()
	return nil
}

func TestCloseLeavesNoGoroutine(t *testing.T) {
	before := runtime.NumGoroutine()
	s := sched.New()
	for i := range 20 {
		s.Go(i, func() { s.Sleep(int64(i)); s.Park(sched.Forever, false) })
	}
	s.Run(10)
	s.Go(0, func() {}) // never runs
	s.Close()
	if n := runtime.NumGoroutine(); n != before {
		t.Errorf("%d goroutines, want %d", n, before)
	}
	ran := false
	s.Go(0, func() { ran = true })
	s.Run(10)
	s.Close()
	if n := runtime.NumGoroutine(); n != before || !ran {
		t.Errorf("after another run: %d goroutines, want %d; ran: %v", n, before, ran)
	}
}

// t.Fatal in a task ends the test, and leaves no goroutine behind.
func TestGoexitInATaskLeavesRun(t *testing.T) {
	before := runtime.NumGoroutine()
	s := sched.New()
	done := make(chan bool)
	go func() {
		defer func() { done <- true }()
		s.Go(0, func() { s.Sleep(5) })
		s.Go(0, func() { runtime.Goexit() })
		s.Run(10)
		t.Error("Run returned")
	}()
	<-done
	s.Reset(0)
	again := false
	for range 2 {
		s.Go(0, func() { again = true })
	}
	if s.Run(10); !again {
		t.Error("the next task did not run")
	}
	s.Close()
	for range 100 { // the goroutine above ends in its own time
		runtime.Gosched()
	}
	if n := runtime.NumGoroutine(); n > before {
		t.Errorf("%d goroutines, want %d", n, before)
	}
}

func TestStartingATaskAllocatesNothing(t *testing.T) {
	s := sched.New()
	defer s.Close()
	task := func() { s.Sleep(3) }
	n := testing.AllocsPerRun(100, func() {
		s.Reset(0)
		for range 10 {
			s.Go(0, task)
		}
		s.Run(2) // leaves them to be killed
	})
	if n != 0 {
		t.Errorf("%v allocations", n)
	}
}
