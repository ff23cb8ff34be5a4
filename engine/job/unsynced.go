package job

import (
	"io/fs"

	"github.com/spf13/afero"
)

// unsynced is a file tree on which nothing is made durable: a planted defect.
type unsynced struct{ afero.Fs }

// OpenFile implements afero.Fs.
func (u unsynced) OpenFile(name string, flag int, perm fs.FileMode) (afero.File, error) {
	f, err := u.Fs.OpenFile(name, flag, perm)
	if err != nil {
		return nil, err
	}
	return unsyncedFile{f}, nil
}

// Open implements afero.Fs.
func (u unsynced) Open(name string) (afero.File, error) {
	return u.OpenFile(name, 0, 0)
}

// unsyncedFile is a file on it.
type unsyncedFile struct{ afero.File }

// Sync does nothing.
func (unsyncedFile) Sync() error { return nil }
