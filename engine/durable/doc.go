// Package durable is the form in which the engine remembers: a log of records on a
// disk.
//
// A record counts once Append has returned. There is nothing to update in place, so a
// crash can only tear the tail: reading the log from its beginning gives every record
// that was ever acknowledged, and what cannot be read before the tail is damage. P10.
package durable
