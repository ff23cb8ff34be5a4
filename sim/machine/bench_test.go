package machine_test

import (
	"testing"

	"gapless/model/clock"
	"gapless/sim/machine"
	"gapless/sim/op"
	"gapless/sim/sched"
)

// BenchmarkSetUp is a world of three hosts, set up again and again.
func BenchmarkSetUp(b *testing.B) {
	s := sched.New()
	defer s.Close()
	n := machine.New(s)
	program := func(p *server, args any) {}
	b.ReportAllocs()
	for b.Loop() {
		s.Reset(day1)
		n.Reset()
		machine.AddHost[clock.Master](n, "master", machine.Config{}).Program("master", program)
		machine.AddHost[clock.Media](n, "media", machine.Config{})
		machine.AddHost[clock.Client](n, "client", machine.Config{})
	}
}

// BenchmarkStart starts a process on another host, and hears of its end.
func BenchmarkStart(b *testing.B) {
	s := sched.New()
	defer s.Close()
	n := machine.New(s)
	b.ReportAllocs()
	for done := 0; done < b.N; {
		s.Reset(day1)
		n.Reset()
		master := machine.AddHost[clock.Master](n, "master", machine.Config{})
		client := machine.AddHost[clock.Client](n, "client", machine.Config{})
		client.Program("agent", func(p *agent, args any) {})
		master.Program("server", func(p *server, args any) {
			for range 1000 {
				p.Start("client", "agent", nil)
				p.Receive(clock.Forever)
				done++
			}
		})
		master.Boot("server", nil)
		s.Run(sched.Forever)
	}
}

// BenchmarkMessage is a question and its answer between two hosts.
func BenchmarkMessage(b *testing.B) {
	s := sched.New()
	defer s.Close()
	n := machine.New(s)
	master := machine.AddHost[clock.Master](n, "master", machine.Config{})
	client := machine.AddHost[clock.Client](n, "client", machine.Config{})
	client.Program("agent", func(p *agent, args any) {
		for {
			from, m, _ := p.Receive(clock.Forever)
			p.Send(from, m)
		}
	})
	master.Program("server", func(p *server, args any) {
		pid, _ := p.Start("client", "agent", nil)
		for range b.N {
			p.Send(pid, pid)
			p.Receive(clock.Forever)
		}
	})
	master.Boot("server", nil)
	b.ReportAllocs()
	b.ResetTimer()
	s.Run(sched.Forever)
}

// BenchmarkPass is an operation at the gate without hooks.
func BenchmarkPass(b *testing.B) {
	s := sched.New()
	n := machine.New(s)
	client := machine.AddHost[clock.Client](n, "client", machine.Config{})
	for b.Loop() {
		client.Pass(op.Read, "/data/a")
	}
}
