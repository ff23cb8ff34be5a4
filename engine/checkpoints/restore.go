package checkpoints

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"

	"gapless/engine/port"
	"gapless/engine/wire"
	"gapless/model"
	"gapless/model/clock"

	"github.com/spf13/afero"
)

// Restore writes the tree of a checkpoint into an empty tree of files. The times in it
// are the client's.
func Restore(b port.Bucket, policy string, checkpoint int, client wire.Clock[clock.Client], files afero.Fs) error {
	data, err := b.Get(indexKey(policy, checkpoint))
	if err != nil {
		return fmt.Errorf("checkpoint %d of %s: %w", checkpoint, policy, err)
	}
	entries, err := decodeIndex(data, client)
	if err != nil {
		return fmt.Errorf("checkpoint %d of %s: %w", checkpoint, policy, err)
	}
	var errs []error
	for i := range entries {
		if err := restoreEntry(b, &entries[i], files); err != nil {
			errs = append(errs, fmt.Errorf("%s: %w", entries[i].path, err))
		}
	}
	// Directories last, and from the deepest up: what is written below them moves their
	// times.
	for i := len(entries) - 1; i >= 0; i-- {
		if e := &entries[i]; e.kind == model.Dir {
			if err := errors.Join(files.Chmod(e.path, e.mode), times(files, e)); err != nil {
				errs = append(errs, fmt.Errorf("%s: %w", e.path, err))
			}
		}
	}
	return errors.Join(errs...)
}

// restoreEntry writes one path. A checkpoint lists a directory before what is below it.
func restoreEntry(b port.Bucket, e *entry, files afero.Fs) error {
	switch e.kind {
	case model.Dir:
		err := files.MkdirAll(path.Dir(e.path), 0o755)
		if err == nil && e.path != "/" {
			if err = files.Mkdir(e.path, 0o755); errors.Is(err, fs.ErrExist) {
				err = nil
			}
		}
		return err
	case model.Symlink:
		l, ok := files.(afero.Linker)
		if !ok {
			return fmt.Errorf("symlink: %w", errors.ErrUnsupported)
		}
		if err := l.SymlinkIfPossible(e.target, e.path); err != nil {
			return err
		}
		return times(files, e)
	}
	f, err := files.OpenFile(e.path, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, e.mode)
	if err != nil {
		return err
	}
	if err := errors.Join(content(b, e, f), f.Close()); err != nil {
		return errors.Join(err, files.Remove(e.path)) // a part of a file is no file
	}
	return errors.Join(files.Chmod(e.path, e.mode), times(files, e))
}

func content(b port.Bucket, e *entry, f afero.File) error {
	for _, k := range e.blocks {
		data, err := b.Get(k.key)
		if err != nil {
			return err
		}
		if w, ok := f.(port.BlockWriter); ok {
			_, err = w.WriteBlock(data)
		} else {
			_, err = f.Write(data)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func times(files afero.Fs, e *entry) error {
	if s, ok := files.(port.TimeSetter); ok {
		return s.SetTimes(e.path, e.modified, e.modified)
	}
	return nil
}
