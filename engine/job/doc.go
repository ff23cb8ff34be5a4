// Package job is what the servers of all products have in common whose jobs write
// images to media: the life of a job, from its start to its image in the catalogue.
//
// The server is one event loop over one mailbox. A job is started, goes active when
// it may, has a writer and a client process that work for it, and comes to its end.
// What must survive a crash is in the catalogue before anybody is told of it.
//
// What a product does in its own way is its Conduct: how a job goes active, what
// becomes of one that fails, and what its timers mean. A conduct calls back into the
// Server that it is given to.
package job
