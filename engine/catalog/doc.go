// Package catalog is the engine's memory: a log of records on the master's disk.
//
// A record is the whole state of one job, image included, or of one medium. Putting
// a record appends it and makes it durable before it counts; the newest record of a
// job or medium is its state. So there is nothing to update in place, a crash can
// only tear the last record, and reading the log from its beginning recovers
// everything that was ever acknowledged. P10.
package catalog
