package machine_test

import (
	"fmt"

	"gapless/model/clock"
	"gapless/sim/machine"
	"gapless/sim/sched"
)

// A server asks an agent on another host, whose crash breaks their link.
func Example() {
	s := sched.New()
	defer s.Close()
	n := machine.New(s)
	master := machine.AddHost[clock.Master](n, "master", machine.Config{})
	client := machine.AddHost[clock.Client](n, "client", machine.Config{Skew: 3e9, Latency: 5})

	client.Program("agent", func(p *machine.Process[clock.Client], args any) {
		p.Send(p.Starter(), p.Now().String())
		p.Receive(clock.Forever)
	})
	master.Program("server", func(p *machine.Process[clock.Master], args any) {
		p.Start("client", "agent", nil)
		for range 2 {
			_, message, err := p.Receive(clock.Forever)
			fmt.Println(s.Now(), message, err)
		}
	})
	master.Boot("server", nil)
	s.At(60, func() { client.Crash() })
	fmt.Println("ended:", s.Run(100))
	// Output:
	// 5 1970-01-01T00:00:03Z <nil>
	// 60 <nil> use of closed network connection
	// ended: idle
}
