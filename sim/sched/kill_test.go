package sched_test

import (
	"testing"

	"gapless/sim/sched"
)

func TestKillUnwindsWhereverATaskWaits(t *testing.T) {
	for _, c := range []struct {
		name string
		wait func(w *world)
	}{
		{"sleep", func(w *world) { w.Sleep(50) }},
		{"sleep without end", func(w *world) { w.Sleep(sched.Forever) }},
		{"park", func(w *world) { w.Park(50, false) }},
		{"periodic park", func(w *world) { w.Park(50, true) }},
		{"park without end", func(w *world) { w.Park(sched.Forever, false) }},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(t)
			task := w.Go(0, func() {
				defer w.say("outer")
				defer w.say("inner")
				c.wait(w)
				t.Error("went on")
			})
			w.At(2, func() { w.say("kill"); w.Kill(task); w.say("killed"); w.Kill(task) })
			w.At(60, func() {})
			w.Run(100)
			w.expect(t, "2 kill", "2 inner", "2 outer", "2 killed")
			if task.Alive() {
				t.Error("the task lives")
			}
		})
	}
}

func TestKillOfATaskThatNeverRan(t *testing.T) {
	w := newWorld(t)
	task := w.Go(0, func() { t.Error("ran") })
	w.Kill(task)
	w.Go(0, func() { w.say("its successor") })
	w.Run(10)
	w.expect(t, "0 its successor")
}

func TestKillOfATaskThatWasJustWoken(t *testing.T) {
	w := newWorld(t)
	task := w.Go(0, func() { defer w.say("unwound"); w.Park(50, false); t.Error("went on") })
	w.At(2, func() { w.Wake(task); w.Kill(task) })
	w.Run(10)
	w.expect(t, "2 unwound")
}

func TestATaskThatKillsItselfEndsAtItsNextCall(t *testing.T) {
	w := newWorld(t)
	w.Go(0, func() {
		defer w.say("unwound")
		w.Kill(w.Current())
		w.say("still here")
		w.CheckKilled()
		t.Error("went on")
	})
	w.Run(10)
	w.expect(t, "0 still here", "0 unwound")
}

func TestCallsOfAKilledTaskPanicAgainWithoutEffect(t *testing.T) {
	w := newWorld(t)
	other := w.Go(1, func() { w.Park(20, false); w.say("the other lives") })
	try := func(call func()) func() {
		return func() {
			defer func() {
				if recover() == nil {
					t.Error("a call did not panic")
				}
				w.CheckKilled() // as a call further up would do
			}()
			call()
		}
	}
	calls := []func(){
		func() { w.Sleep(5) }, func() { w.Sleep(0) }, func() { w.Park(5, false) }, func() { w.Wake(other) },
		func() { w.Kill(other) }, func() { w.KillOwner(1) }, func() { w.At(3, func() { t.Error("acted") }) },
		func() { w.Later(3, false, func() { t.Error("called") }) }, func() { w.Aside(func() { t.Error("aside") }) },
		func() { w.Go(0, func() { t.Error("ran") }) }, func() { w.Retime(other, 7) },
	}
	deferred := w.Go(0, func() {
		defer w.say("all calls made")
		for _, call := range calls {
			defer try(call)()
		}
		w.Sleep(50)
	})
	w.At(2, func() { w.Kill(deferred) })
	w.Run(100)
	w.expect(t, "2 all calls made", "20 the other lives")
}

func TestKillOwnerTakesItsTasksInStartOrder(t *testing.T) {
	w := newWorld(t)
	for i, owner := range []int{1, 2, 1, 2, 1} {
		name := string(rune('a' + i))
		w.Go(owner, func() {
			defer w.say(name)
			w.Sleep(int64(50 - i))
		})
	}
	w.At(2, func() { w.KillOwner(1); w.say("killed") })
	w.At(3, func() { w.KillOwner(3) })
	w.Run(10)
	w.expect(t, "2 a", "2 c", "2 e", "2 killed")
}

func TestATaskCanKillItsOwnOwner(t *testing.T) {
	w := newWorld(t)
	w.Go(1, func() { defer w.say("first"); w.Sleep(50) })
	w.Go(1, func() { defer w.say("second"); w.KillOwner(1); w.say("marked"); w.Sleep(0); t.Error("went on") })
	w.Go(1, func() { t.Error("ran") })
	w.Run(10)
	w.expect(t, "0 first", "0 marked", "0 second")
}

func TestAnOldHandleDoesNothingToTheTasksSuccessor(t *testing.T) {
	w := newWorld(t)
	old := w.Go(0, func() {})
	w.Run(0)
	w.Go(0, func() { w.say("woken: " + map[bool]string{true: "yes", false: "no"}[w.Park(5, false)]) })
	w.Run(0)
	w.Wake(old)
	w.Kill(old)
	w.Retime(old, 99)
	w.Run(100)
	w.expect(t, "5 woken: no")
}

func TestAsideActsAsAStatementAndItsKillTakesEffectBehindIt(t *testing.T) {
	w := newWorld(t)
	other := w.Go(1, func() { w.Park(sched.Forever, false); w.say("the other was woken") })
	w.Go(0, func() {
		defer w.say("unwound")
		me := w.Current()
		w.Aside(func() {
			if !w.Current().IsZero() {
				t.Error("a statement has a task")
			}
			w.Kill(me)
			w.Wake(other)
			w.say("aside")
		})
		t.Error("went on")
	})
	w.Run(10)
	w.expect(t, "0 aside", "0 unwound", "0 the other was woken")
}

func TestResetKillsEverything(t *testing.T) {
	w := newWorld(t)
	w.Go(0, func() { defer w.say("unwound"); w.Sleep(50) })
	w.At(50, func() { t.Error("acted") })
	w.OnEvent = func(int64) { t.Error("told") }
	w.Run(10)
	w.Go(0, func() { t.Error("ran") })
	w.Reset(1000)
	w.Go(0, func() { w.Sleep(5); w.say("next run") })
	if end := w.Run(2000); end != sched.Idle {
		t.Errorf("ended by %v", end)
	}
	w.expect(t, "10 unwound", "1005 next run")
}
