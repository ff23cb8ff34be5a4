package sched_test

import (
	"testing"

	"gapless/sim/sched"
)

// BenchmarkEvents has tasks sleep in turns, so that every event is a switch.
func BenchmarkEvents(b *testing.B) {
	s := sched.New()
	defer s.Close()
	const tasks = 16
	for i := range tasks {
		s.Go(0, func() {
			s.Sleep(int64(i))
			for {
				s.Sleep(tasks)
			}
		})
	}
	b.ReportAllocs()
	b.ResetTimer()
	s.Run(int64(b.N))
	b.ReportMetric(float64(s.Events())/b.Elapsed().Seconds(), "events/s")
}

// BenchmarkSleepAlone is the way of a task that nothing disturbs.
func BenchmarkSleepAlone(b *testing.B) {
	s := sched.New()
	defer s.Close()
	s.Go(0, func() {
		for {
			s.Sleep(1)
		}
	})
	b.ReportAllocs()
	b.ResetTimer()
	s.Run(int64(b.N))
}

// BenchmarkGo starts tasks that end at once.
func BenchmarkGo(b *testing.B) {
	s := sched.New()
	defer s.Close()
	nothing := func() {}
	s.Go(0, func() {
		for range b.N {
			s.Go(0, nothing)
			s.Sleep(1)
		}
	})
	b.ReportAllocs()
	b.ResetTimer()
	s.Run(sched.Forever)
}

// BenchmarkWake has two tasks wake each other at one instant.
func BenchmarkWake(b *testing.B) {
	s := sched.New()
	defer s.Close()
	var ping, pong sched.Task
	ping = s.Go(0, func() {
		for range b.N {
			s.Park(sched.Forever, false)
			s.Wake(pong)
		}
	})
	pong = s.Go(0, func() {
		for range b.N {
			s.Wake(ping)
			s.Park(sched.Forever, false)
		}
	})
	b.ReportAllocs()
	b.ResetTimer()
	s.Run(sched.Forever)
}

// BenchmarkReset is a run of one task that is killed in its sleep.
func BenchmarkReset(b *testing.B) {
	s := sched.New()
	defer s.Close()
	sleeper := func() { s.Sleep(1000) }
	b.ReportAllocs()
	for b.Loop() {
		s.Reset(0)
		s.Go(0, sleeper)
		s.Run(10)
	}
}
