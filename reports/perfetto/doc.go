// Package perfetto writes a run in the trace event format that ui.perfetto.dev and
// chrome://tracing open: a track for each host's programs, for each job with its states,
// for each path with its versions, and for the script. An arrow leads from a change that
// was lost to the decision that left it out.
//
// The format counts in microseconds. Here they have three decimals, so that each instant
// is exact to the nanosecond, counted from 00:00 of the script's day 1. What takes no
// time has no length.
//
// The format: https://docs.google.com/document/d/1CvAClvFfyA5R-PhYUmn5OOQtYMH4h6I0nSsKchNAySU
package perfetto
