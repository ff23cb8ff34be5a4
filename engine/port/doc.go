// Package port is what the backup engine needs from a world.
//
// The engine is ordinary blocking code: it opens files, sleeps, sends messages and
// appends to media through these interfaces, and knows nothing else of where it
// runs. A world satisfies them without importing this package: their signatures
// use builtin types, model and model/clock only. There are two worlds, the
// simulated one in sim and the machine itself in engine/osdisk.
//
// Engine code uses no goroutine, channel, lock or recover: a world may stop a
// process at any port call by panicking with a value of its own.
package port
