// Package sched runs ordinary blocking code in simulated time, one task at a time.
//
// A run is a pure function of what was put in: there is one queue of events, and
// whatever is due at one instant has a stated order:
//
//  1. Statements (At) act first, in the order in which they were given, each
//     followed by all that it sets off until every task waits for a later instant.
//  2. Then come wake-ups (the ends of Sleep, Park and Later), in the order in which
//     they were asked for, each likewise followed by all that it sets off.
//
// The nouns:
//
//   - Scheduler: the true time, in nanoseconds since 1970-01-01 UTC, the queue, and
//     the tasks.
//   - Task: a function that runs as a coroutine and gives way only where it waits.
//     Tasks run in turns, so they may share memory without locks.
//   - Owner: the number of the host that a task runs on; a crash kills all tasks of
//     one owner.
//   - Statement: a function that acts on the world at an instant. It takes no time,
//     so it must not wait.
//
// A task that is killed is unwound at once: the call in which it waits panics with
// a value of this package, its deferred functions run, and every further call into
// the scheduler panics again and does nothing. Coroutines are kept and used again,
// so that starting a task costs neither a goroutine nor an allocation.
package sched
