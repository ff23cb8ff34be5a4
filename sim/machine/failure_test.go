package machine_test

import (
	"errors"
	"fmt"
	"os"
	"testing"

	"gapless/model/clock"
	"gapless/sim/machine"
	"gapless/sim/op"
	"gapless/sim/sched"
)

// waits are the ways in which a process can wait.
var waits = []struct {
	name string
	wait func(p *agent)
}{
	{"sleep", func(p *agent) { p.Sleep(ns(500)) }},
	{"receive", func(p *agent) { p.Receive(ns(500)) }},
	{"receive without end", func(p *agent) { p.Receive(clock.Forever) }},
	{"periodic receive", func(p *agent) { p.ReceivePeriodic(ns(500)) }},
	{"spend", func(p *agent) { p.On().Spend(500) }},
}

func TestKillUnwindsAProcessWhereverItWaits(t *testing.T) {
	for _, c := range waits {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(t)
			w.a.Program("agent", func(p *agent, args any) {
				defer func() {
					w.say("unwound")
					p.Send(1, "a last word")
					t.Error("a killed process went on")
				}()
				c.wait(p)
				t.Error("went on")
			})
			w.serve(func(p *server) {
				pid, _ := p.Start("a", "agent", nil)
				p.Sleep(ns(5))
				p.Kill(pid)
				w.say("alive: %v", w.net.Alive(pid))
				p.Kill(pid)
				w.hear("server", p)
			})
			w.run("5 unwound", "5 alive: false", "5 server hears <nil> from 2: EOF")
		})
	}
}

func TestAProcessCanKillItself(t *testing.T) {
	w := newWorld(t)
	w.a.Program("agent", func(p *agent, args any) { p.Kill(p.Pid()); t.Error("went on") })
	w.serve(func(p *server) { p.Start("a", "agent", nil); w.hear("server", p) })
	w.run("0 server hears <nil> from 2: EOF")
}

func TestAProcessThatEndsIsHeardBehindItsMessages(t *testing.T) {
	w := newWorld(t)
	w.a.SetLatency(10)
	w.a.Program("agent", func(p *agent, args any) { p.Send(p.Starter(), "result") })
	w.serve(func(p *server) { p.Start("a", "agent", nil); w.hear("server", p) })
	w.run("10 server hears result from 2: ok", "10 server hears <nil> from 2: EOF")
}

func TestLinkTellsWhatItFinds(t *testing.T) {
	for _, c := range []struct {
		name string
		do   func(w *world)
		want []string
	}{
		{"alive", func(w *world) {}, []string{"90 server hears <nil> from 2: EOF"}},
		{"ended", func(w *world) { w.net.Kill(2) }, []string{"20 server hears <nil> from 2: EOF"}},
		{"host down", func(w *world) { w.a.Crash() }, []string{"20 server hears <nil> from 2: closed"}},
		{"host up again", func(w *world) { w.a.Crash(); w.a.Restart() }, []string{"20 server hears <nil> from 2: closed"}},
		{"cut off", func(w *world) { w.a.FailNetwork(0) }, []string{"20 server hears <nil> from 2: closed"}},
		{"linked twice", func(w *world) { w.sched.At(day1+30, func() { w.net.Kill(2) }) }, []string{"30 server hears <nil> from 2: EOF"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(t)
			w.serve(func(p *server) {
				p.Sleep(ns(20))
				p.Link(2)
				if c.name == "linked twice" {
					p.Link(2)
				}
				w.hear("server", p)
			})
			w.a.Program("agent", func(p *agent, args any) { p.Sleep(ns(90)) })
			w.a.Boot("agent", nil)
			w.at(10, func() { c.do(w) })
			w.run(c.want...)
		})
	}
}

func TestACrashKillsAllOfAHostAndTellsItsPeers(t *testing.T) {
	for _, c := range waits {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(t)
			w.a.Program("agent", func(p *agent, args any) {
				defer w.say("agent %d unwound", p.Pid())
				if args == "parent" {
					p.Start("a", "agent", "child")
				}
				c.wait(p)
				t.Error("went on")
			})
			w.sched.Go(w.a.Number(), func() { defer w.say("the host's other task unwound"); w.sched.Sleep(500) })
			w.b.Program("bystander", func(p *agent, args any) { p.Sleep(ns(9)); w.say("bystander") })
			w.b.Boot("bystander", nil)
			w.serve(func(p *server) {
				p.Start("a", "agent", "parent")
				w.hear("server", p)
			})
			w.at(5, func() { w.say("crashed: %v, again: %v", w.a.Crash(), w.a.Crash()) })
			w.run("5 the host's other task unwound", "5 agent 3 unwound", "5 agent 4 unwound",
				"5 crashed: true, again: false",
				"5 server hears <nil> from 3: closed",
				"9 bystander")
		})
	}
}

func TestRestartBootsAgainWithANewUptime(t *testing.T) {
	w := newWorld(t)
	w.a.Program("init", func(p *agent, args any) {
		w.say("%v %v up for %v, pid %d", args, p.Host(), p.Uptime(), p.Pid())
		p.Sleep(ns(500))
	})
	w.a.Boot("init", "runlevel 3")
	w.at(5, func() { w.a.Restart() }) // it is up
	w.at(10, func() { w.a.Crash() })
	w.at(15, func() {
		if _, err := w.a.Boot("init", nil); err == nil {
			t.Error("booted a host that is down")
		}
	})
	w.at(20, func() { w.a.Restart() })
	w.run("0 runlevel 3 a up for 0s, pid 1", "20 runlevel 3 a up for 0s, pid 2")
}

func TestAMessageToAProcessThatEndedIsDropped(t *testing.T) {
	w := newWorld(t)
	w.a.Program("agent", func(p *agent, args any) {})
	w.serve(func(p *server) {
		pid, _ := p.Start("a", "agent", nil)
		p.Sleep(ns(1))
		w.say("ended: %s", word(p.Send(pid, "hello")))
		w.a.Crash()
		w.say("down: %s", word(p.Send(pid, "hello")))
		w.a.Restart()
		w.say("up again: %s", word(p.Send(pid, "hello")))
		w.say("%s", word(p.Send(99, "hello")))
	})
	w.run("1 ended: ok", "1 down: closed", "1 up again: ok", "1 send to process 99: there was never such a process")
}

func TestAFailedNetworkBreaksLinksOnceAndHeals(t *testing.T) {
	w := newWorld(t)
	w.a.Program("agent", func(p *agent, args any) {
		p.Start("a", "local", nil)
		w.hear("agent", p)
	})
	w.a.Program("local", func(p *agent, args any) { p.Sleep(ns(15)); p.Send(p.Starter(), "within the host") })
	w.serve(func(p *server) {
		pid, _ := p.Start("a", "agent", nil)
		w.hear1("server", p)
		w.say("send: %s", word(p.Send(pid, "lost")))
		p.Kill(pid)
		w.say("alive: %v", w.net.Alive(pid))
		p.Sleep(ns(10)) // the second failure is over
		w.say("send: %s", word(p.Send(pid, "lost")))
		p.Sleep(ns(10))
		w.say("send: %s", word(p.Send(pid, "back")))
		p.Link(pid)
		p.Kill(pid)
		w.hear("server", p)
	})
	w.at(10, func() { w.a.FailNetwork(20) })
	w.at(12, func() { w.a.FailNetwork(5) }) // inside the other: does not end it
	w.run("10 agent hears <nil> from 1: closed",
		"10 server hears <nil> from 2: closed", "10 send: closed", "10 alive: true",
		"15 agent hears within the host from 3: ok", "15 agent hears <nil> from 3: EOF",
		"20 send: closed", "30 send: ok", "30 server hears <nil> from 2: EOF")
}

// hear1 says one thing that a process receives.
func (w *world) hear1(name string, p *server) {
	from, m, err := p.Receive(clock.Forever)
	w.say("%s hears %v from %d: %v", name, m, from, word(err))
}

func TestWhatIsOnItsWayIsLostWhenANetworkFails(t *testing.T) {
	for _, c := range []struct {
		name string
		fail func(w *world)
	}{
		{"cut off at the sender", func(w *world) { w.a.FailNetwork(1) }},
		{"cut off at the receiver", func(w *world) { w.master.FailNetwork(1) }},
		{"crash of the sender", func(w *world) { w.a.Crash() }},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(t)
			w.a.SetLatency(10)
			w.a.Program("agent", func(p *agent, args any) { p.Send(p.Starter(), "result") })
			w.serve(func(p *server) { p.Start("a", "agent", nil); w.hear("server", p) })
			w.at(5, func() { c.fail(w) })
			// The end of the link was on its way as well: it becomes a broken link.
			w.run("10 server hears <nil> from 2: closed")
		})
	}
}

func TestLostMessagesAreCountedAtEitherHostAndNotNoticed(t *testing.T) {
	w := newWorld(t)
	w.a.Lose(1)
	w.master.Lose(1)
	w.a.Program("agent", func(p *agent, args any) {
		for i := range 4 {
			p.Send(p.Pid(), "within the host")
			w.say("send: %s", word(p.Send(p.Starter(), i)))
		}
	})
	w.serve(func(p *server) { p.Start("a", "agent", nil); w.hear("server", p) })
	w.run("0 send: ok", "0 send: ok", "0 send: ok", "0 send: ok",
		"0 server hears 2 from 2: ok", "0 server hears 3 from 2: ok", "0 server hears <nil> from 2: EOF")
}

func TestHooksActJustBeforeTheNthMatchingOperation(t *testing.T) {
	for _, c := range []struct {
		kind op.Kind
		nth  int
		path string
		want string // the operation in front of which it acts
	}{
		{op.Any, 1, "", "open /d/a"},
		{op.Any, 0, "", "open /d/a"},
		{op.Any, 3, "", "open /d/b"},
		{op.Open, 2, "", "open /d/b"},
		{op.Any, 2, "/d/b", "read /d/b"},
		{op.Read, 2, "/d/a", "read /d/a again"},
		{op.Read, 4, "", ""},
	} {
		t.Run(fmt.Sprint(c.kind, c.nth, c.path), func(t *testing.T) {
			w := newWorld(t)
			acted := false
			var front string
			w.a.Hook(c.kind, c.nth, c.path, func() { acted = true })
			w.a.Program("agent", func(p *agent, args any) {
				for _, o := range []struct {
					kind       op.Kind
					path, name string
				}{
					{op.Open, "/d/a", "open /d/a"}, {op.Read, "/d/a", "read /d/a"},
					{op.Open, "/d/b", "open /d/b"}, {op.Read, "/d/b", "read /d/b"},
					{op.Read, "/d/a", "read /d/a again"}, {op.Open, "/d/a", "open /d/a again"},
				} {
					was := acted
					p.On().Pass(o.kind, o.path)
					if acted && !was {
						front = o.name
					}
				}
			})
			w.a.Boot("agent", nil)
			w.run()
			if front != c.want {
				t.Errorf("acted in front of %q, want %q", front, c.want)
			}
			if w.a.Ops() != 6 || w.a.OpsOf(op.Any) != 6 || w.a.OpsOf(op.Read) != 3 || w.a.OpsOf(op.Send) != 0 {
				t.Errorf("%d operations, %d reads, %d sends", w.a.Ops(), w.a.OpsOf(op.Read), w.a.OpsOf(op.Send))
			}
		})
	}
}

// Stop at the first, second, … operation until there are none left: each time the
// process gets that far and no further.
func TestACrashInAHookStopsTheOperation(t *testing.T) {
	for k := 1; ; k++ {
		w := newWorld(t)
		done := 0
		w.a.Program("agent", func(p *agent, args any) {
			for range 3 {
				p.On().Pass(op.Append, "tape")
				done++
			}
			p.Send(p.Starter(), "done")
		})
		w.serve(func(p *server) {
			p.Start("a", "agent", nil)
			w.hear1("server", p)
		})
		w.a.Hook(op.Any, k, "", func() { w.a.Crash() })
		want := "0 server hears <nil> from 2: closed"
		if k > 4 {
			want = "0 server hears done from 2: ok"
		}
		w.run(want)
		if done != min(k-1, 3) {
			t.Fatalf("k=%d: %d operations", k, done)
		}
		if w.a.Ops() < k {
			if k != 5 {
				t.Errorf("ended at k=%d, want 5", k)
			}
			return
		}
	}
}

func TestAHookCanKillWhoIsAboutToTakeAMessage(t *testing.T) {
	w := newWorld(t)
	w.a.Program("agent", func(p *agent, args any) {
		p.Receive(clock.Forever)
		t.Error("took it")
	})
	w.a.Hook(op.Receive, 1, "master", func() { w.net.Kill(2); w.say("killed") })
	w.serve(func(p *server) {
		pid, _ := p.Start("a", "agent", nil)
		p.Send(pid, "hello")
		w.hear("server", p)
	})
	w.run("0 killed", "0 server hears <nil> from 2: EOF")
}

func TestHooksThatActTogetherKeepTheirOrderAndMayAddHooks(t *testing.T) {
	w := newWorld(t)
	w.a.Hook(op.Open, 1, "", func() { w.say("first"); w.a.Hook(op.Open, 1, "", func() { w.say("third") }) })
	w.a.Hook(op.Any, 1, "", func() { w.say("second") })
	w.a.Program("agent", func(p *agent, args any) {
		for range 3 {
			p.On().Pass(op.Open, "/d/a")
			w.say("open")
		}
	})
	w.a.Boot("agent", nil)
	w.run("0 first", "0 second", "0 open", "0 third", "0 open", "0 open")
}

func TestARunInOldMemoryAllocatesNothing(t *testing.T) {
	s := sched.New()
	defer s.Close()
	net := machine.New(s)
	serve := func(p *server, args any) {
		for range 10 {
			p.Start("client", "agent", nil)
			p.Receive(clock.Forever)
			p.Receive(clock.Forever)
		}
	}
	answer := func(p *agent, args any) { p.Sleep(ns(3)); p.Send(p.Starter(), "done") }
	n := testing.AllocsPerRun(20, func() {
		s.Reset(day1)
		net.Reset()
		master := machine.AddHost[clock.Master](net, "master", machine.Config{})
		client := machine.AddHost[clock.Client](net, "client", machine.Config{Latency: 7})
		master.Program("server", serve)
		client.Program("agent", answer)
		master.Boot("server", nil)
		s.Run(sched.Forever)
	})
	if n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func TestResetForgetsTheLastRun(t *testing.T) {
	w := newWorld(t)
	w.a.Program("agent", func(p *agent, args any) { p.Receive(clock.Forever) })
	w.a.Boot("agent", nil)
	w.a.Lose(5)
	w.a.SetLatency(100)
	w.a.FailNetwork(0)
	w.a.SetDrift(500_000_000)
	w.a.Hook(op.Any, 1, "", func() { t.Error("acted") })
	w.net.DelayStart("agent", 77)
	w.net.Observe(recorder{w})
	w.b.Crash()
	w.a.Clock().Watch(func(int64) { t.Error("watched") })
	old, _ := w.a.Now().AppendBinary(nil)
	w.at(1, func() {})
	w.sched.Run(day1 + 5)
	for range 2 {
		w.reset()
		if _, err := w.a.Boot("agent", nil); err == nil {
			t.Error("the program is still there")
		}
		decoded, _, _ := w.a.Face().Decode(old)
		_ = decoded.Before(w.a.Now())
		for _, h := range []*machineHost{w.a, w.b} {
			h.Program("agent", func(p *agent, args any) {
				p.Send(1, "hello")
				p.Sleep(ns(10))
			})
		}
		w.serve(func(p *server) {
			p.Start("a", "agent", nil)
			p.Start("b", "agent", nil)
			w.hear("server", p)
		})
		if w.a.Ops() != 0 || w.a.OpsOf(op.Send) != 0 {
			t.Error("operations are still counted")
		}
		if end := w.run("0 server hears hello from 2: ok", "0 server hears hello from 3: ok",
			"10 server hears <nil> from 2: EOF", "10 server hears <nil> from 3: EOF"); end != sched.Idle {
			t.Errorf("ended by %v", end)
		}
	}
}

func TestUnlinkedProcessesDoNotHearOfEachOthersEnd(t *testing.T) {
	w := newWorld(t)
	w.b.Program("brief", func(p *machine.Process[clock.Client], _ any) { p.Sleep(clock.Of(5)) })
	w.a.Program("starter", func(p *machine.Process[clock.Client], _ any) {
		pid, err := p.Start("b", "brief", nil)
		if err != nil {
			t.Error(err)
		}
		p.Unlink(pid)
		if _, _, err := p.Receive(clock.Of(100)); !errors.Is(err, os.ErrDeadlineExceeded) {
			t.Errorf("heard of %v", err)
		}
	})
	if _, err := w.a.Boot("starter", nil); err != nil {
		t.Fatal(err)
	}
	w.sched.Run(1000)
}
