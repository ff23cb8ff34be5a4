package port

import "gapless/model/clock"

// Bucket is an object repository: keys, to each of which belong versions of an
// object, as S3 has it. A lock is given as a duration from now on by the repository's
// own clock, since no other clock decides when it ends.
//
// The errors are fs.ErrNotExist where there is no such object, fs.ErrPermission where
// a lock forbids what was asked for, net.ErrClosed where the repository cannot be
// reached.
type Bucket interface {
	// Put writes a new version, which becomes the object's current one, locked for that
	// long; not at all unless the duration is positive. The data is never written to again.
	Put(key string, data []byte, lock clock.Duration) error
	// Get reads the current version. It is never written to again.
	Get(key string) ([]byte, error)
	// List lists the keys that begin with prefix, sorted.
	List(prefix string) ([]string, error)
	// Lock locks the current version for that long from now on. A lock that ends later
	// stays as it is: none is ever shortened.
	Lock(key string, lock clock.Duration) error
	// Locked is for how much longer some version of the object is locked; zero for not
	// at all.
	Locked(key string) (clock.Duration, error)
	// Delete deletes all versions of the object for good; none while one of them is
	// locked.
	Delete(key string) error
}

// Buckets is the object repositories that a host can reach.
type Buckets interface {
	// Bucket is the repository of that name. It fails with fs.ErrNotExist when there is
	// none, and with net.ErrClosed when this host has no connection to it.
	Bucket(name string) (Bucket, error)
}

// RemovalReports is where an engine that keeps backups in object repositories says
// what it does with them. What is said there is judged; the engine never reads it back.
type RemovalReports interface {
	// CheckpointBegun says that a job begins a checkpoint, which object stands for it
	// until it is complete, and how the keys of the blocks begin that the job writes.
	CheckpointBegun(policy string, n, job int, key, blocks string)
	// CheckpointMade says that all is there that a checkpoint needs, and which object
	// makes it complete as soon as it is put: it is, whatever becomes of who puts it.
	CheckpointMade(policy string, n int, key string, needs []string)
	// RequestSent says that a job asked for outdated checkpoints to be removed. V1.
	RequestSent(policy string)
	// PassBegan says that the removal job begins to work on a backup.
	PassBegan(policy string)
	// PassEnded says what came of it: on which host the removal job and its agent ran
	// (empty when none started), which checkpoint was the newest, and what went wrong.
	PassEnded(policy, remover, agent string, newest int, errors []string)
}
