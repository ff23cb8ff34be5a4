// Package clock is time as one host's clock reads it.
//
// Backup engines lose files when one clock's reading is used as if it were
// another's. Here an instant carries the host that read it in its type:
//
//	active := master.Time(ns) // Time[Master]
//	start := client.Time(ns)  // Time[Client]
//	start.Before(active)      // does not compile
//	delta := active.Sub(base) // a Duration may cross between hosts
//	cutoff := start.Add(delta.Neg())
//
// The nouns:
//
//   - Time[H] is one reading of the clock of a host of role H. It is opaque: it
//     is compared, moved and encoded by its methods, and never is a number.
//   - Duration is a length of time; the only thing that crosses hosts.
//   - Face makes and takes apart the times of one host. The world that owns the
//     clock holds it; an engine never does. An engine decodes times through its
//     clock, so that whoever observes the clock sees decoded times too.
//   - Unknown is a reading whose value is being asked about: every decision that
//     depends on it tells the unknown's watcher at which reading it would flip.
//   - Assume is the one door between two hosts' clocks, and says why it is open.
package clock

// The roles a clock can have. True is the world's own time, which no engine can
// read; the others are the hosts of a backup system.
type (
	True   struct{}
	Master struct{}
	Media  struct{}
	Client struct{}
)
