// Package envelope finds how much a product bears before it loses: how late its client
// process may start, how late a job may be resumed, how far clocks may be set or drift,
// how coarse stamps may be. G2.
//
// An Axis is one such disturbance, in a script that has nothing else in it: a full, one
// change, an incremental. For an amount of it the engine is run until all instants are
// known at which the change would be lost; the least amount at which there is one is
// the boundary. It is exact to a nanosecond, or for drifts to a part in a billion, and
// comes without any formula:
//
//	e, err := envelope.Find(runner, "netbackup-6.5.3")
//	// delay: bears 5m0s, loses at 5m0.000000001s
//
// Between two amounts that were run the search takes for granted that more is no better.
// It runs all powers of two, and many amounts below the boundary, so that an exception
// would have to lie between those.
package envelope
