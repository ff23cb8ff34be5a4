package volume

import (
	"errors"
	"io/fs"

	"gapless/model"
	"gapless/sim/op"
)

// ChangeJournal is a volume's change journal as an engine uses it. It is a name for an
// interface that has none, so that the engine's port is the same type.
type ChangeJournal = interface {
	State() (model.JournalState, error)
	Records(from int64, use func(r *model.JournalRecord) bool) error
	Create(maxSize, delta int64) error
	Path(inode uint64) (string, error)
}

// Journal is the change journal of the volume mounted at root, whether or not it is
// active. The error is errors.ErrUnsupported where the file system has none. That of
// a snapshot is never active, but its inodes have the paths that they had then.
func (f *FS) Journal(root string) (ChangeJournal, error) {
	if err := f.mountedAt("journal", root); err != nil {
		return nil, err
	}
	if !f.v.kind.Journal {
		return nil, failed("journal", root, errors.ErrUnsupported)
	}
	return changes{f}, nil
}

// VolumeSize is the capacity of the volume mounted at root, in bytes; 0 without limit.
func (f *FS) VolumeSize(root string) (int64, error) {
	if err := f.mountedAt("size", root); err != nil {
		return 0, err
	}
	return f.v.cfg.Size, nil
}

// mountedAt reports why root is not this volume's mount point.
func (f *FS) mountedAt(what, root string) error {
	if root != f.v.Path() {
		return failed(what, root, fs.ErrNotExist)
	}
	return nil
}

// changes is the journal of one volume behind a face.
type changes struct{ f *FS }

// enter lets an operation on the journal happen that reads it from a position on, or
// for a negative one nothing of it.
func (c changes) enter(kind op.Kind, from int64) (err error) {
	if err := c.f.gate.Pass(kind, c.f.v.Path()); err != nil {
		return err
	}
	n := int64(0)
	switch {
	case c.f.v.frozen:
		err = model.JournalNotActive // fact 58
	case from >= 0:
		n, err = c.f.v.Journal().Pending(from)
	}
	c.f.spend(n)
	return err
}

// State is what the journal says of itself.
func (c changes) State() (model.JournalState, error) {
	if err := c.enter(op.QueryJournal, -1); err != nil {
		return model.JournalState{}, err
	}
	return c.f.v.Journal().State()
}

// Records gives the records from a position on; see journal.Journal. Reading them
// takes the time that as many bytes of a file take, and those that are written
// meanwhile are among them.
func (c changes) Records(from int64, use func(r *model.JournalRecord) bool) error {
	if err := c.enter(op.ReadJournal, max(0, from)); err != nil {
		return err
	}
	return c.f.v.Journal().Records(from, use)
}

// Create makes the journal active, or changes the sizes of one that is.
func (c changes) Create(maxSize, delta int64) error {
	if err := c.enter(op.CreateJournal, -1); err != nil {
		return err
	}
	return c.f.v.Journal().Create(maxSize, delta)
}

// Path is the path that an inode has now. It fails with fs.ErrNotExist when the inode
// is no more.
func (c changes) Path(inode uint64) (string, error) {
	if err := c.f.gate.Pass(op.Examine, c.f.v.Path()); err != nil {
		return "", err
	}
	c.f.spend(0)
	return c.f.v.PathOf(inode)
}

// Journal is the change journal of the volume mounted at root.
func (m *Mounts) Journal(root string) (ChangeJournal, error) {
	f, err := m.mountedAt("journal", root)
	if err != nil {
		return nil, err
	}
	return f.Journal(root)
}

// VolumeSize is the capacity of the volume mounted at root, in bytes; 0 without limit.
func (m *Mounts) VolumeSize(root string) (int64, error) {
	f, err := m.mountedAt("size", root)
	if err != nil {
		return 0, err
	}
	return f.VolumeSize(root)
}

// mountedAt is the face of the volume that is mounted at root, and not only above it.
func (m *Mounts) mountedAt(what, root string) (*FS, error) {
	f, err := m.at(what, root)
	if err == nil {
		err = f.mountedAt(what, root)
	}
	return f, err
}
