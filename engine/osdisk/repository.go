package osdisk

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"gapless/engine/catalog"
	"gapless/model"
)

// Refused says why a call was not begun: what it asks for cannot be. The remedy is
// with whoever called.
type Refused struct{ Why string }

func (r *Refused) Error() string { return r.Why }

func refuse(format string, args ...any) error { return &Refused{fmt.Sprintf(format, args...)} }

// repository is a directory that holds a catalogue and media.
type repository struct{ dir string }

const (
	catalogDir = "catalog"
	mediaDir   = "media"
	mediumName = "0001" // one medium is enough where none is ever full, or fails
)

func (r repository) catalog() string { return filepath.Join(r.dir, catalogDir) }
func (r repository) media() string   { return filepath.Join(r.dir, mediaDir) }

// existing is the repository at dir.
func existing(dir string) (repository, error) {
	info, err := os.Stat(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return repository{}, refuse("there is no repository at %s", dir)
	case err != nil:
		return repository{}, err
	case !info.IsDir():
		return repository{}, refuse("the repository %s is not a directory", dir)
	}
	real, err := resolve(dir)
	if err != nil {
		return repository{}, err
	}
	r := repository{real}
	if _, err := os.Stat(r.catalog()); errors.Is(err, fs.ErrNotExist) {
		return repository{}, refuse("%s is no repository: it has no catalogue; gapless backup makes one", dir)
	}
	return r, nil
}

// prepare makes a repository at dir unless there is one. It does not put one among
// other files.
func prepare(dir string) (repository, error) {
	info, err := os.Stat(dir)
	if err == nil && !info.IsDir() {
		return repository{}, refuse("the repository %s is not a directory", dir)
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return repository{}, err
	}
	real, err := resolve(dir)
	if err != nil {
		return repository{}, err
	}
	r := repository{real}
	entries, err := os.ReadDir(real)
	if err != nil {
		return repository{}, err
	}
	for _, e := range entries {
		if e.Name() == catalogDir || e.Name() == mediaDir {
			return r, nil
		}
	}
	if len(entries) > 0 {
		return repository{}, refuse("%s holds other files; a repository needs a directory of its own", dir)
	}
	return r, nil
}

// furnish makes what a repository needs for a backup and is not there yet.
func (r repository) furnish() error {
	if err := os.MkdirAll(r.media(), 0o700); err != nil {
		return err
	}
	return r.makeMedium(mediumName)
}

// makeMedium makes a medium, unless it is there.
func (r repository) makeMedium(called string) error {
	name := filepath.Join(r.media(), called)
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	if err != nil {
		return err
	}
	return errors.Join(f.Close(), syncDir(r.media()), syncDir(r.dir))
}

// hold takes the repository for this backup alone, until the file is closed.
func (r repository) hold() (*os.File, error) {
	d, err := os.Open(r.dir)
	if err != nil {
		return nil, err
	}
	if err := lock(d); err != nil {
		d.Close()
		return nil, refuse("another backup to %s is running", r.dir)
	}
	return d, nil
}

// read reads the catalogue.
func (r repository) read() (*catalog.Catalog, error) {
	cat, err := catalog.Read(&Files{}, r.catalog(), masterFace)
	if err == nil && len(cat.Jobs()) == 0 && r.holdsBytes() {
		return nil, fmt.Errorf("%w: it knows of no job, but there are backups in %s; bring the catalogue back from a copy",
			catalog.ErrDamaged, r.media())
	}
	return cat, err
}

// holdsBytes reports whether something was ever written to a medium. A job is in the
// catalogue before its first byte is on one.
func (r repository) holdsBytes() bool {
	entries, err := os.ReadDir(r.media())
	if err != nil {
		return false
	}
	for _, e := range entries {
		if info, err := e.Info(); err == nil && info.Size() > 0 {
			return true
		}
	}
	return false
}

// resolve is the one absolute path of what is there.
func resolve(p string) (string, error) {
	abs, err := filepath.Abs(p)
	if err != nil {
		return "", err
	}
	return filepath.EvalSymlinks(abs)
}

// source is the path of a directory to be backed up.
func source(dir string) (root string, err error) {
	info, err := os.Stat(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "", refuse("there is no directory %s to back up", dir)
	case err != nil:
		return "", err
	case !info.IsDir():
		return "", refuse("%s is not a directory; back up the directory that it lies in", dir)
	}
	return resolve(dir)
}

// exclude is what is to be left out of a source: the repository, when it lies inside.
func (r repository) exclude(root string) ([]string, error) {
	switch {
	case model.Within(root, r.dir):
		return nil, refuse("%s lies in the repository itself", root)
	case model.Within(r.dir, root):
		return []string{literal(r.dir)}, nil
	}
	return nil, nil
}

// literal is the glob that matches one path only.
func literal(p string) string {
	return strings.NewReplacer(`\`, `\\`, `*`, `\*`, `?`, `\?`, `[`, `\[`).Replace(p)
}
