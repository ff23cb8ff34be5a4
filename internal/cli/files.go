package cli

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
)

// writeFile writes a whole file or none, also when the machine stops meanwhile: under
// another name first, then renamed. A file that is there keeps its mode, and a link to
// it stays one.
func writeFile(name string, write func(io.Writer) error) error {
	var data bytes.Buffer
	if err := write(&data); err != nil {
		return err
	}
	mode := os.FileMode(0o644)
	if real, err := filepath.EvalSymlinks(name); err == nil {
		name = real
		if info, err := os.Stat(name); err == nil {
			mode = info.Mode().Perm()
		}
	}
	f, err := os.CreateTemp(filepath.Dir(name), "."+filepath.Base(name)+".*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name()) // fails when all went well
	_, err = f.Write(data.Bytes())
	if chmod := f.Chmod(mode); err == nil {
		err = chmod
	}
	if synced := f.Sync(); err == nil {
		err = synced
	}
	if closed := f.Close(); err == nil {
		err = closed
	}
	if err != nil {
		return err
	}
	return os.Rename(f.Name(), name)
}
