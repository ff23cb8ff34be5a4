package port

import (
	"gapless/model"

	"github.com/spf13/afero"
)

// Journaled is an afero.Fs whose volumes may keep change journals.
type Journaled interface {
	// Journal is the change journal of the volume mounted at root, whether or not it is
	// active. The error is errors.ErrUnsupported where the file system has none.
	Journal(root string) (Journal, error)
}

// Journal is the change journal of one volume. Its errors are model.JournalError. It
// names an interface that has no name of its own, so that a world which does not
// import this package can give one.
type Journal = interface {
	State() (model.JournalState, error)
	// Records gives the records from a position on, in order, until the end or until use
	// returns false. It fails with model.JournalEntryDeleted when a position that is not
	// 0 was trimmed; position 0 reads from the oldest record that is left. A record is
	// the journal's own and must not be changed.
	Records(from int64, use func(r *model.JournalRecord) bool) error
	// Create makes the journal active. Of one that is active it changes the sizes only.
	Create(maxSize, delta int64) error
	// Path is the path that a file has now, one of them where it has several. It fails
	// with fs.ErrNotExist when the file is no more.
	Path(inode uint64) (string, error)
}

// Sized is an afero.Fs that knows how large its volumes are, in bytes; 0 without
// limit.
type Sized interface {
	VolumeSize(root string) (int64, error)
}

// Freezer is an afero.Fs whose volumes can be frozen for a backup (VSS).
type Freezer interface {
	// Freeze makes one snapshot of the volumes mounted at the roots, all at one instant.
	// It waits for the writers to freeze and for the snapshot to be committed, and fails
	// when either takes longer than its limit (60 s and 10 s), with
	// os.ErrDeadlineExceeded; with errors.ErrUnsupported for a volume that has none.
	Freeze(roots []string) (Snapshot, error)
}

// Snapshot is some volumes as they were at one instant, by the paths that they have
// on the host. It ends with its process at the latest. As Journal, it has no name of
// its own.
type Snapshot = interface {
	Files() afero.Fs
	Release()
}
