package machine

import "net"

// message is an entry of a mailbox: what a process sent, or the end of a link.
type message struct {
	from int64
	body any
	err  error
}

// mailbox holds messages first in, first out.
type mailbox struct {
	slots []message // a power of two
	head  int
	count int
}

func (b *mailbox) push(m message, spare [][]message) [][]message {
	if b.count == len(b.slots) {
		spare = b.grow(spare)
	}
	b.slots[(b.head+b.count)&(len(b.slots)-1)] = m
	b.count++
	return spare
}

// grow takes the first slots of a mailbox from the spare ones.
func (b *mailbox) grow(spare [][]message) [][]message {
	if last := len(spare) - 1; b.slots == nil && last >= 0 {
		b.slots = spare[last]
		return spare[:last]
	}
	grown := make([]message, max(8, 2*b.count))
	for i := range b.count {
		grown[i] = b.slots[(b.head+i)&(b.count-1)]
	}
	b.slots, b.head = grown, 0
	return spare
}

func (b *mailbox) oldest() message { return b.slots[b.head] }

func (b *mailbox) pop() message {
	m := b.slots[b.head]
	b.slots[b.head] = message{}
	b.head = (b.head + 1) & (len(b.slots) - 1)
	b.count--
	return m
}

// release empties the mailbox and makes its slots spare.
func (b *mailbox) release(spare [][]message) [][]message {
	if b.slots != nil {
		if b.count > 0 {
			clear(b.slots)
		}
		spare = append(spare, b.slots)
	}
	*b = mailbox{}
	return spare
}

// delivery is a message on its way.
type delivery struct {
	from, to *process
	m        message
	epoch    int // of both hosts at the start
	arrive   func()
}

// arrival is when the last message to a receiver arrives that has not yet.
type arrival struct {
	to *process
	at int64
}

// carry brings a message from p to q, at once or after the latency between them.
func (n *Network) carry(p, q *process, m message) {
	if p.node == q.node {
		n.put(q, m)
		return
	}
	now := n.sched.Now()
	last, ahead := p.lastArrival(q, now)
	at := max(now+p.node.latency+q.node.latency, last)
	if at == now && !ahead {
		n.put(q, m)
		return
	}
	p.arrivals = append(p.arrivals, arrival{q, at})
	d := n.way()
	d.from, d.to, d.m, d.epoch = p, q, m, p.node.epoch+q.node.epoch
	n.sched.Later(at, false, d.arrive)
}

// lastArrival is when the last message on its way from p to q arrives, if there may
// be one; it forgets what has arrived. What arrives at this instant may not have yet.
func (p *process) lastArrival(q *process, now int64) (last int64, some bool) {
	kept := p.arrivals[:0]
	for _, a := range p.arrivals {
		if a.at < now {
			continue
		}
		kept = append(kept, a)
		if a.to == q {
			last, some = max(last, a.at), true
		}
	}
	p.arrivals = kept
	return last, some
}

// way is a delivery that is not in use.
func (n *Network) way() *delivery {
	if last := len(n.ways) - 1; last >= 0 {
		d := n.ways[last]
		n.ways = n.ways[:last]
		return d
	}
	d := new(delivery)
	d.arrive = func() { n.arrived(d) }
	return d
}

// arrived ends a way. The end of a link is never lost: who is cut off hears that.
func (n *Network) arrived(d *delivery) {
	to, m := d.to, d.m
	if d.epoch != d.from.node.epoch+to.node.epoch {
		if m.err == nil {
			to = nil
		}
		m.err = net.ErrClosed
	}
	d.from, d.to, d.m = nil, nil, message{}
	n.ways = append(n.ways, d)
	if to != nil {
		n.put(to, m)
	}
}

// put has a message in the mailbox of a process.
func (n *Network) put(q *process, m message) {
	if !q.alive {
		return
	}
	n.rings = q.box.push(m, n.rings)
	n.sched.Wake(q.task)
}
