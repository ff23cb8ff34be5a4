// Package job is the master's server (nbjm) and scheduler (nbpem): the life of all
// jobs, from their start to their image in the catalogue.
//
// The server is one event loop over one mailbox. A job is started, goes active when
// no other job of its policy is, has a writer and a client process that work for it,
// and becomes done, suspended or incomplete. What must survive a crash is in the
// catalogue before anybody is told of it.
//
// What products differ in is in Rules.
package job
