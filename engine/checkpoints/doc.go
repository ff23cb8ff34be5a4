// Package checkpoints keeps backups in object repositories and removes their outdated
// checkpoints in the background (rules V).
//
// A backup is what one policy keeps of one client: a chain of checkpoints, each of
// which is the state of the whole chain at one time. A job writes the blocks that
// are new, names those that it has again, and makes the checkpoint complete with its
// index. With immutability, blocks and checkpoint are locked, in generations that end
// together.
//
// The processes: Control, on the master, starts jobs and services and keeps what has to
// last. A Job asks the Service for removal and has a Mover read the client's files. The
// Removal job polls the service, starts an Agent where the repository can be reached,
// and has it list and delete what is outdated.
package checkpoints
