// Package machine is the computers of a simulated world: their clocks, the processes
// that run on them, and the network between them.
//
// The nouns:
//
//   - Network: all hosts and processes of one run, under one scheduler.
//   - Node: a host without regard to its role; what faults, statements and the
//     oracle act on. It is the gate (op.Gate) that all operations of the host pass.
//   - Host: a node with the face of its clock, so that its times carry their role.
//   - Process: one running program on a host: an actor with a mailbox.
//   - Clock: what a host takes for the time: skew, drift and steps over the true time.
//   - Observer: is told what happens, for a trace or a hash.
//
// The rules of the network:
//
//   - A message within a host arrives at the instant it is sent. One that crosses
//     hosts arrives after the sum of both hosts' latencies, and never before an earlier one
//     from the same sender to the same receiver.
//   - Two linked processes hear of each other's end through their mailboxes: io.EOF
//     when the other ended or was killed while its host went on, net.ErrClosed when its
//     host crashed or the network between them failed. A link breaks once.
//   - While a host's network is down, Start and Send across it fail, and a Kill
//     across it does nothing. What is on its way when a network fails, or when either
//     host crashes, is lost.
//
// All memory of a run is used again by the next one, after Network.Reset.
package machine
