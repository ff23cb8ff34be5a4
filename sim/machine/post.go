package machine

// Post puts a message into a process's mailbox from outside the world, at this
// instant and whatever the network is like: an operator at a console. The process
// receives it from process 0. It reports whether the process was there to take it.
func (n *Network) Post(to int64, body any) bool {
	p := n.process(to)
	if p == nil || !p.alive {
		return false
	}
	n.put(p, message{body: body})
	return true
}

// Arm changes what Restart will start.
func (n *Node) Arm(program string, args any) { n.program, n.args = program, args }

// True is the true time, in nanoseconds since 1970-01-01 UTC.
func (c *Clock) True() int64 { return c.now() }

// Drift is what the clock gains now, in the unit of Config.Drift.
func (c *Clock) Drift() int64 { return c.last().ppb }
