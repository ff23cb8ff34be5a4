// Package shrink makes a script that shows a finding as short and as plain as it can,
// so that a person reads it in a minute.
//
// Reduce knows nothing of what is shown: it asks a function, and takes a shorter script
// only when that says yes. It cuts the timeline's tail, leaves out whole stories (a
// policy, a volume, a path, a host, a kind of statement), then statements, pairs that
// belong together and arguments, brings numbers down to the boundary that matters,
// rounds instants, and gives things short names. What it returns is minimal: without
// any one of its statements it no longer shows the same. The same script and the same
// answers give the same result.
//
// Finding asks for one finding of one product, and gives what is left its expectations
// and a comment that says what it shows:
//
//	small, err := shrink.Finding(runner, s, key)
package shrink
