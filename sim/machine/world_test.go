package machine_test

import (
	"errors"
	"fmt"
	"io"
	"math"
	"net"
	"os"
	"testing"
	"time"

	"gapless/model/clock"
	"gapless/sim/machine"
	"gapless/sim/op"
	"gapless/sim/sched"

	"github.com/google/go-cmp/cmp"
)

type (
	server      = machine.Process[clock.Master]
	agent       = machine.Process[clock.Client]
	machineHost = machine.Host[clock.Client]
)

// world is a master and two clients, and what was said in it. Times are relative
// to day 1.
type world struct {
	t      *testing.T
	sched  *sched.Scheduler
	net    *machine.Network
	master *machine.Host[clock.Master]
	a, b   *machine.Host[clock.Client]
	said   []string
}

func newWorld(t *testing.T) *world {
	w := &world{t: t, sched: sched.New()}
	t.Cleanup(w.sched.Close)
	w.net = machine.New(w.sched)
	w.reset()
	return w
}

func (w *world) reset() {
	w.sched.Reset(day1)
	w.net.Reset()
	w.master = machine.AddHost[clock.Master](w.net, "master", machine.Config{})
	w.a = machine.AddHost[clock.Client](w.net, "a", machine.Config{})
	w.b = machine.AddHost[clock.Client](w.net, "b", machine.Config{})
	w.said = nil
}

func (w *world) say(format string, args ...any) {
	w.said = append(w.said, fmt.Sprintf("%d ", w.sched.Now()-day1)+fmt.Sprintf(format, args...))
}

// at has a statement act.
func (w *world) at(t int64, act func()) { w.sched.At(day1+t, act) }

// serve boots run on the master.
func (w *world) serve(run func(p *server)) int64 {
	w.t.Helper()
	w.master.Program("server", func(p *server, args any) { run(p) })
	pid, err := w.master.Boot("server", nil)
	if err != nil {
		w.t.Fatal(err)
	}
	return pid
}

// hear says everything that a process receives until nothing comes any more.
func (w *world) hear(name string, p interface {
	Receive(clock.Duration) (int64, any, error)
}) {
	for {
		from, m, err := p.Receive(clock.Forever)
		w.say("%s hears %v from %d: %v", name, m, from, word(err))
	}
}

// word is an error in short.
func word(err error) string {
	switch {
	case err == nil:
		return "ok"
	case err == io.EOF:
		return "EOF"
	case errors.Is(err, net.ErrClosed):
		return "closed"
	case errors.Is(err, os.ErrDeadlineExceeded):
		return "late"
	}
	return err.Error()
}

func (w *world) run(want ...string) sched.End {
	w.t.Helper()
	end := w.sched.Run(day1 + int64(time.Hour))
	if d := cmp.Diff(want, w.said); d != "" {
		w.t.Errorf("said (-want +got):\n%s", d)
	}
	return end
}

func ns(d int64) clock.Duration { return clock.Of(time.Duration(d)) }

// recorder is an observer that writes everything down.
type recorder struct{ w *world }

func (r recorder) ProcessStarted(pid int64, host, program string) {
	r.w.say("start %d: %s on %s", pid, program, host)
}
func (r recorder) ProcessEnded(pid int64, killed bool) { r.w.say("end %d, killed: %v", pid, killed) }
func (r recorder) Message(from, to int64, m any, err error) {
	r.w.say("%d takes %v from %d: %v", to, m, from, word(err))
}
func (r recorder) Op(host int, kind op.Kind, path string) {
	r.w.say("op of %d: %v %s", host, kind, path)
}

func TestAnObserverSeesAllInOrder(t *testing.T) {
	w := newWorld(t)
	w.net.Observe(recorder{w})
	w.a.Program("agent", func(p *agent, args any) { p.Send(p.Starter(), args) })
	w.serve(func(p *server) {
		p.Start("a", "agent", "hello")
		p.Receive(clock.Forever)
	})
	w.run(
		"0 start 1: server on master",
		"0 op of 0: start a",
		"0 start 2: agent on a",
		"0 op of 1: send master",
		"0 end 2, killed: false",
		"0 op of 0: receive a",
		"0 1 takes hello from 2: ok",
		"0 end 1, killed: false")
}

func TestMessagesArriveFirstInFirstOut(t *testing.T) {
	w := newWorld(t)
	const many = 100
	w.a.Program("agent", func(p *agent, args any) {
		for i := range many {
			p.Send(p.Starter(), i)
			if i%7 == 0 {
				p.Sleep(ns(1))
			}
		}
	})
	next := 0
	w.serve(func(p *server) {
		pid, _ := p.Start("a", "agent", nil)
		p.Sleep(ns(5))
		for {
			from, m, err := p.Receive(clock.Forever)
			if err == io.EOF {
				return
			}
			if m != next || from != pid {
				t.Errorf("got %v from %d, want %d from %d", m, from, next, pid)
			}
			next++
		}
	})
	w.run()
	if next != many {
		t.Errorf("%d messages, want %d", next, many)
	}
}

func TestAMailboxThatGrowsInUseKeepsItsOrder(t *testing.T) {
	w := newWorld(t)
	w.serve(func(p *server) {
		next := 0
		for i := range 60 {
			p.Send(p.Pid(), i)
			if i%3 == 0 {
				if _, m, _ := p.Receive(ns(0)); m != next {
					t.Errorf("got %v, want %d", m, next)
				}
				next++
			}
		}
		for ; next < 60; next++ {
			if _, m, _ := p.Receive(ns(0)); m != next {
				t.Errorf("got %v, want %d", m, next)
			}
		}
	})
	w.run()
}

func TestLatencyIsTheSumOfBothHostsAndKeepsASendersOrder(t *testing.T) {
	w := newWorld(t)
	w.master.SetLatency(100)
	w.a.SetLatency(10)
	w.a.Program("agent", func(p *agent, args any) {
		p.Send(p.Starter(), "slow")
		p.Sleep(ns(50))
		p.Send(p.Starter(), "fast")
		p.Send(p.Pid(), "to itself")
		_, m, _ := p.Receive(ns(0))
		w.say("agent: %v", m)
	})
	w.at(20, func() { w.master.SetLatency(0) })
	w.serve(func(p *server) {
		p.Start("a", "agent", nil)
		w.hear("server", p)
	})
	w.run("50 agent: to itself",
		"110 server hears slow from 2: ok",
		"110 server hears fast from 2: ok", // not before the slow one
		"110 server hears <nil> from 2: EOF")
}

// A statement acts before what is due at its instant, so a sender can be at work
// while an earlier message of its own is due now and has not arrived.
func TestAMessageWithoutLatencyDoesNotOvertakeOneThatIsDueNow(t *testing.T) {
	w := newWorld(t)
	w.a.SetLatency(10)
	server := w.serve(func(p *server) { w.hear("server", p) })
	w.a.Program("agent", func(p *agent, args any) {
		p.Send(server, "first")
		p.Receive(clock.Forever)
		p.Send(server, "second")
		p.Sleep(ns(1))
		p.Send(server, "third")
	})
	w.a.Program("poke", func(p *agent, args any) { p.Send(args.(int64), "go on") })
	pid, _ := w.a.Boot("agent", nil)
	w.at(10, func() { w.a.SetLatency(0); w.a.Boot("poke", pid) })
	w.run("10 server hears first from 2: ok",
		"10 server hears second from 2: ok",
		"11 server hears third from 2: ok")
}

func TestReceiveTimeouts(t *testing.T) {
	for _, c := range []struct {
		within clock.Duration
		want   string
	}{
		{ns(0), "0 late"},
		{ns(-1), "0 late"},
		{ns(9), "9 late"},
		{ns(10), "10 ok"}, // the statement comes before the timeout
		{ns(11), "10 ok"},
		{clock.Forever, "10 ok"},
	} {
		t.Run(c.within.String(), func(t *testing.T) {
			w := newWorld(t)
			pid := w.serve(func(p *server) {
				_, _, err := p.Receive(c.within)
				w.say("%s", word(err))
			})
			w.a.Program("agent", func(p *agent, args any) { p.Send(pid, "hello") })
			w.at(10, func() { w.a.Boot("agent", nil) })
			w.run(c.want)
		})
	}
}

func TestReceivePeriodicKeepsNoRunGoing(t *testing.T) {
	w := newWorld(t)
	w.serve(func(p *server) {
		for {
			_, m, err := p.ReceivePeriodic(ns(30))
			w.say("%v %s", m, word(err))
		}
	})
	w.a.Program("agent", func(p *agent, args any) { p.Sleep(ns(40)); p.Send(1, "hello") })
	w.a.Boot("agent", nil)
	if end := w.run("30 <nil> late", "40 hello ok"); end != sched.OnlyPeriodic {
		t.Errorf("ended by %v", end)
	}
}

func TestWaitsFollowTheRateAlsoWhenItChangesAndNeverSteps(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(h *machine.Host[clock.Client])
		want   string
	}{
		{"true clock", func(h *machine.Host[clock.Client]) {}, "1000"},
		{"stepped", func(h *machine.Host[clock.Client]) { h.Step(1e12) }, "1000"},
		// At 400, 600 are left: at 1.5 they take 400, at 0.5 1200.
		{"faster", func(h *machine.Host[clock.Client]) { h.SetDrift(500_000_000) }, "800"},
		{"slower", func(h *machine.Host[clock.Client]) { h.SetDrift(-500_000_000) }, "1600"},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(t)
			w.a.Program("sleeper", func(p *agent, args any) { p.Sleep(ns(1000)); w.say("awake") })
			w.a.Program("receiver", func(p *agent, args any) { p.Receive(ns(1000)); w.say("timeout") })
			w.b.Program("sleeper", func(p *agent, args any) { p.Sleep(ns(999)); w.say("other host") })
			w.a.Boot("sleeper", nil)
			w.a.Boot("receiver", nil)
			w.b.Boot("sleeper", nil)
			w.at(400, func() { c.change(w.a) })
			want := []string{c.want + " awake", c.want + " timeout"}
			if c.want == "800" {
				want = append(want, "999 other host")
			} else {
				want = append([]string{"999 other host"}, want...)
			}
			w.run(want...)
		})
	}
}

func TestAConstantDriftStretchesWaits(t *testing.T) {
	w := newWorld(t)
	slow := machine.AddHost[clock.Client](w.net, "slow", machine.Config{Drift: -100_000_000})
	slow.Program("sleeper", func(p *agent, args any) { p.Sleep(ns(9)); w.say("awake") })
	slow.Boot("sleeper", nil)
	w.run("10 awake")
}

func TestADriftThatEndsMovesTheWaitsThatItHadShortened(t *testing.T) {
	w := newWorld(t)
	w.a.SetDrift(1_000_000_000)
	w.a.Program("sleeper", func(p *agent, args any) { p.Sleep(ns(1000)); w.say("awake") })
	w.a.Boot("sleeper", nil)
	w.at(200, func() { w.a.SetDrift(0) }) // 400 are counted, 600 are left
	w.run("800 awake")
}

func TestStartErrors(t *testing.T) {
	for _, c := range []struct {
		name, host, program string
		before              func(w *world)
		want                string
	}{
		{"no host", "c", "agent", func(w *world) {}, "start agent on c: there is no such host"},
		{"no program", "a", "agend", func(w *world) {}, "start agend on a: there is no program agend on a"},
		{"host down", "a", "agent", func(w *world) { w.a.Crash() }, "start agent on a: the host is down: use of closed network connection"},
		{"network down there", "a", "agent", func(w *world) { w.a.FailNetwork(0) }, "start agent on a: the network is down: use of closed network connection"},
		{"network down here", "a", "agent", func(w *world) { w.master.FailNetwork(0) }, "start agent on a: the network is down: use of closed network connection"},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(t)
			w.a.Program("agent", func(p *agent, args any) { t.Error("ran") })
			w.serve(func(p *server) {
				pid, err := p.Start(c.host, c.program, nil)
				if err == nil || err.Error() != c.want || pid != 0 {
					t.Errorf("pid %d, %v; want %s", pid, err, c.want)
				}
			})
			c.before(w)
			w.run()
		})
	}
}

func TestADelayedStartHoldsForTheNextStartOnly(t *testing.T) {
	w := newWorld(t)
	w.net.DelayStart("agent", 42)
	w.a.Program("agent", func(p *agent, args any) {
		if args == "killed" {
			t.Error("a killed process began")
		}
		_, m, _ := p.Receive(clock.Forever)
		w.say("%v agent, told %v", args, m)
	})
	w.serve(func(p *server) {
		for _, name := range []string{"first", "second", "killed"} {
			if name == "killed" {
				w.net.DelayStart("agent", 10)
			}
			pid, _ := p.Start("a", "agent", name)
			p.Send(pid, "early")
			if name == "killed" {
				p.Kill(pid)
			}
		}
		w.hear("server", p)
	})
	w.run("0 server hears <nil> from 4: EOF",
		"0 second agent, told early", "0 server hears <nil> from 3: EOF",
		"42 first agent, told early", "42 server hears <nil> from 2: EOF")
}

func TestFilesAreWhatWasMounted(t *testing.T) {
	w := newWorld(t)
	w.serve(func(p *server) { w.say("%v %v", p.Files() == nil, p.Host()) })
	w.run("0 true master")
}

func TestPidsIncreaseOverTheWholeRunAndBeginAgainInTheNext(t *testing.T) {
	w := newWorld(t)
	for range 3 {
		w.a.Program("agent", func(p *agent, args any) { w.say("pid %d from %d", p.Pid(), p.Starter()) })
		w.serve(func(p *server) {
			w.say("pid %d from %d", p.Pid(), p.Starter())
			p.Start("a", "agent", nil)
			p.Sleep(ns(5))
			p.Start("a", "agent", nil)
		})
		w.run("0 pid 1 from 0", "0 pid 2 from 1", "5 pid 3 from 1")
		w.reset()
	}
}

func TestSpendIsTrueTimeAndNothingForAStatement(t *testing.T) {
	w := newWorld(t)
	w.a.SetDrift(1_000_000_000)
	w.a.Program("agent", func(p *agent, args any) { p.On().Spend(10); w.say("spent") })
	w.a.Boot("agent", nil)
	w.at(3, func() { w.a.Spend(10); w.say("acted") })
	w.run("3 acted", "10 spent")
}

func TestForeverIsTheSameForClocksAndTheScheduler(t *testing.T) {
	if clock.Forever.Std() != math.MaxInt64 || sched.Forever != math.MaxInt64 {
		t.Error("differ")
	}
}
