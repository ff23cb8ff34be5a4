package sched_test

import (
	"fmt"

	"gapless/sim/sched"
)

// At one instant a statement acts before a wake-up that was asked for earlier, and
// what it sets off comes before that wake-up as well.
func Example() {
	s := sched.New()
	defer s.Close()
	say := func(what string) { fmt.Println(s.Now(), what) }

	s.Go(1, func() {
		say("the daemon sleeps")
		s.Sleep(10)
		say("the daemon wakes up")
	})
	s.At(10, func() {
		say("a statement starts a job")
		s.Go(1, func() { say("the job begins") })
	})
	fmt.Println("ended:", s.Run(100))
	// Output:
	// 0 the daemon sleeps
	// 10 a statement starts a job
	// 10 the job begins
	// 10 the daemon wakes up
	// ended: idle
}
