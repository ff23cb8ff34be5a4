package osdisk

import (
	"errors"
	"fmt"
	"io"
	"os"
	"testing"
	"time"
	_ "time/tzdata" // for machines without a zone database

	"gapless/model/clock"
)

const probe = "probe" // a program that is a function of the test

func init() {
	programs[probe] = func(a *actor, args any) { args.(func(*actor))(a) }
}

// run runs a program on a machine of its own and returns when all have ended.
func run(t *testing.T, program func(a *actor)) {
	t.Helper()
	m := NewMachine("here", t.TempDir(), newWatch(1, nil))
	_, ended, err := m.Boot(probe, program)
	if err != nil {
		t.Fatal(err)
	}
	<-ended
	m.Stop()
}

// start has a process start another.
func start(t *testing.T, a *actor, program func(a *actor)) int64 {
	t.Helper()
	pid, err := a.Start("here", probe, program)
	if err != nil {
		t.Error(err)
	}
	return pid
}

func TestMessagesComeInTheirOrder(t *testing.T) {
	run(t, func(a *actor) {
		child := start(t, a, func(a *actor) {
			for i := range 3 {
				_ = a.Send(a.Starter(), i)
			}
		})
		for i := range 3 {
			if from, m, err := a.Receive(clock.Forever); from != child || m != any(i) || err != nil {
				t.Errorf("message %d: from %d, %v, %v", i, from, m, err)
			}
		}
		if from, _, err := a.Receive(clock.Forever); from != child || !errors.Is(err, io.EOF) {
			t.Errorf("the child's end: from %d, %v", from, err)
		}
	})
}

func TestAWaitForAMessageEnds(t *testing.T) {
	run(t, func(a *actor) {
		for _, d := range []time.Duration{-time.Second, 0, time.Microsecond} {
			if _, _, err := a.Receive(clock.Of(d)); !errors.Is(err, os.ErrDeadlineExceeded) {
				t.Errorf("within %v: %v", d, err)
			}
		}
		_ = a.m.Send(a.pid, "first")
		if _, m, err := a.Receive(clock.Duration{}); m != any("first") || err != nil {
			t.Errorf("a message that is there: %v, %v", m, err)
		}
	})
}

func TestLinkedProcessesHearOfAnEnd(t *testing.T) {
	run(t, func(a *actor) {
		early := start(t, a, func(*actor) {})
		_, _, _ = a.Receive(clock.Forever)
		late := start(t, a, func(a *actor) {
			a.Link(early)
			from, _, err := a.Receive(clock.Forever)
			_ = a.Send(a.Starter(), fmt.Sprint(from, err))
		})
		want := fmt.Sprint(early, io.EOF)
		if from, m, err := a.Receive(clock.Forever); from != late || m != any(want) || err != nil {
			t.Errorf("a link to what has ended: from %d, %v, %v; want %v", from, m, err, want)
		}
	})
}

func TestAKilledProcessEndsAtItsNextPortCall(t *testing.T) {
	for name, call := range map[string]func(a *actor){
		"receive": func(a *actor) { _, _, _ = a.Receive(clock.Forever) },
		"sleep":   func(a *actor) { a.Sleep(clock.Of(time.Hour)) },
		"files": func(a *actor) {
			for {
				_, _ = a.Files().Stat("/")
			}
		},
		"itself": func(a *actor) { a.Kill(a.pid) },
	} {
		t.Run(name, func(t *testing.T) {
			var survived, opened bool
			run(t, func(a *actor) {
				child := start(t, a, func(a *actor) {
					f, err := a.Files().Create(t.TempDir() + "/f")
					opened = err == nil && len(a.files.open) == 1
					_ = a.Send(a.Starter(), f)
					call(a)
					survived = true
				})
				_, m, _ := a.Receive(clock.Forever)
				a.Kill(child)
				if _, err := m.(*file).File.Stat(); !errors.Is(err, os.ErrClosed) {
					t.Errorf("a file of a killed process: %v", err)
				}
				if from, _, err := a.Receive(clock.Forever); from != child || !errors.Is(err, io.EOF) {
					t.Errorf("its end: from %d, %v", from, err)
				}
				a.Kill(child) // nothing
			})
			if survived || !opened {
				t.Errorf("survived %v, opened a file %v", survived, opened)
			}
		})
	}
}

func TestTwoThatKillEachOtherBothEnd(t *testing.T) {
	run(t, func(a *actor) {
		ready := make(chan struct{})
		child := start(t, a, func(a *actor) {
			<-ready
			a.Kill(a.Starter())
		})
		close(ready)
		a.Kill(child)
	})
}

func TestWhatNeverWasCannotBeReached(t *testing.T) {
	run(t, func(a *actor) {
		if err := a.Send(99, "x"); err == nil {
			t.Error("a message to a process that never was is no error")
		}
		if _, err := a.Start("elsewhere", probe, nil); err == nil {
			t.Error("another host can be reached")
		}
		if _, err := a.Start("here", "none", nil); err == nil {
			t.Error("an unknown program starts")
		}
	})
}

func TestTheNextTimeOfDayIsLocal(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		from                  string
		weekday, hour, minute int
		want                  string
	}{
		{"2026-06-01T10:00:00+02:00", -1, 11, 30, "2026-06-01T11:30:00+02:00"},
		{"2026-06-01T11:30:00+02:00", -1, 11, 30, "2026-06-02T11:30:00+02:00"}, // after, not at
		{"2026-06-01T10:00:00+02:00", 0, 3, 0, "2026-06-07T03:00:00+02:00"},    // a Monday, to Sunday
		{"2026-12-31T23:59:59+01:00", -1, 23, 0, "2027-01-01T23:00:00+01:00"},  // over the year
		{"2026-10-24T04:00:00+02:00", -1, 4, 0, "2026-10-25T04:00:00+01:00"},   // a day of 25 hours
		{"2026-03-28T04:00:00.5+01:00", -1, 4, 0, "2026-03-29T04:00:00+02:00"}, // of 23
	} {
		from, _ := time.Parse(time.RFC3339, c.from)
		want, _ := time.Parse(time.RFC3339, c.want)
		if got := next(from.In(berlin), c.weekday, c.hour, c.minute); !got.Equal(want) {
			t.Errorf("after %s: %v, want %v", c.from, got, want)
		}
	}
}
