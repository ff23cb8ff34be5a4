// Package netbackup is NetBackup's server (nbjm): delta and the base that it counts
// from, suspended and incomplete jobs, the bounds on tries, and its choice of media.
//
// What releases differ in is in Rules. What other products do alike is in engine/job.
package netbackup
