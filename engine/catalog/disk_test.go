package catalog

import (
	"io"
	"os"

	"github.com/spf13/afero"
)

// disk is a disk in memory on which files that are opened for appending are read from
// their beginning and written at their end, as POSIX says and afero.MemMapFs does not.
type disk struct{ afero.Fs }

func newDisk() disk { return disk{afero.NewMemMapFs()} }

func (d disk) OpenFile(name string, flag int, perm os.FileMode) (afero.File, error) {
	f, err := d.Fs.OpenFile(name, flag, perm)
	if err != nil || flag&os.O_APPEND == 0 {
		return f, err
	}
	_, err = f.Seek(0, io.SeekStart)
	return appended{f}, err
}

type appended struct{ afero.File }

func (a appended) Write(b []byte) (int, error) {
	if _, err := a.Seek(0, io.SeekEnd); err != nil {
		return 0, err
	}
	return a.File.Write(b)
}
