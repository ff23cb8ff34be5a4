package durable

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"strings"

	"gapless/engine/frame"
	"gapless/engine/port"

	"github.com/spf13/afero"
)

// Head is the kind of a log's first record, which says what the log is.
const Head = 'H'

// ErrDamaged means that a log holds bytes that were never written to it. What the
// damage hides is unknown, so none of its records are to be used.
var ErrDamaged = errors.New("log is damaged")

// VersionError says that a log is whole, and in the form of another version of the program:
// its records are not to be read, and the log is left as it is.
type VersionError struct{ Path, Found, Known string }

func (e *VersionError) Error() string {
	return fmt.Sprintf("%s is a %q, and this version of the program reads and writes %q only: use the version that wrote it, or begin anew in another directory",
		e.Path, e.Found, e.Known)
}

// Name says where a log is and what it is.
type Name struct {
	Dir, File string
	Head      string // the first record: what the log is, and its version
}

// otherwise reports whether a head says that the log is what it should be, in another
// version: all but the last word is the same.
func (n Name) otherwise(head []byte) bool {
	what := strings.LastIndexByte(n.Head, ' ') + 1
	return what > 0 && strings.HasPrefix(string(head), n.Head[:what]) && string(head) != n.Head
}

// Apply takes one record, whose payload is never written to again. An error says that
// the record is none.
type Apply func(kind byte, payload []byte) error

// Log is a log that is open for appending.
type Log struct {
	file afero.File
	buf  []byte
}

// Open reads a log, making it when there is none, and cuts off a torn tail. Before it
// changes anything it asks done, unless that is nil, whether the records make sense: a
// log that is refused is left as it is.
func Open(files afero.Fs, name Name, apply Apply, done func() error) (*Log, error) {
	if err := makeDir(files, name.Dir); err != nil {
		return nil, err
	}
	f, err := files.OpenFile(path.Join(name.Dir, name.File), os.O_RDWR|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		return nil, err
	}
	l := &Log{file: f}
	var good, size int64
	// Some file systems begin at the end of what is opened for appending, and then
	// append where they are.
	if _, err = f.Seek(0, io.SeekStart); err == nil {
		good, size, err = load(f, 0, name, apply)
	}
	if err == nil && done != nil {
		err = done()
	}
	if err == nil && good < size {
		_, err = f.Seek(good, io.SeekStart)
		err = errors.Join(err, f.Truncate(good), f.Sync())
	}
	if err == nil && good == 0 {
		err = l.begin(files, name)
	}
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return l, nil
}

// begin writes the head of a new log and makes its name durable.
func (l *Log) begin(files afero.Fs, name Name) error {
	if err := l.Append(Head, func(b []byte) []byte { return append(b, name.Head...) }); err != nil {
		return err
	}
	if s, ok := files.(port.DirSyncer); ok {
		return s.SyncDir(name.Dir)
	}
	return nil
}

// makeDir makes a log's directory when it is missing, durably.
func makeDir(files afero.Fs, dir string) error {
	if _, err := files.Stat(dir); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := files.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	if s, ok := files.(port.DirSyncer); ok {
		return s.SyncDir(path.Dir(dir))
	}
	return nil
}

// Read reads the records of a log from an offset on, 0 or what an earlier Read gave,
// without touching it, and gives the offset behind the last. A log that is not there
// is empty; one that was read in part must not have been cut since.
func Read(files afero.Fs, name Name, from int64, apply Apply) (end int64, err error) {
	f, err := files.Open(path.Join(name.Dir, name.File))
	if errors.Is(err, fs.ErrNotExist) {
		return 0, nil
	}
	if err != nil {
		return from, err
	}
	defer f.Close()
	if _, err := f.Seek(from, io.SeekStart); err != nil {
		return from, err
	}
	end, _, err = load(f, from, name, apply)
	return end, err
}

// load reads the records from a file's position on; good is where the whole ones end.
func load(f afero.File, from int64, name Name, apply Apply) (good, size int64, err error) {
	info, err := f.Stat()
	if err != nil {
		return from, 0, err
	}
	src := source{file: f, size: info.Size(), off: from}
	good, err = parse(&src, name, apply)
	if err != nil {
		err = named(err, name)
	}
	return good, src.size, err
}

// named says which log an error is about, unless it does so itself.
func named(err error, name Name) error {
	var v *VersionError
	if errors.As(err, &v) {
		return err
	}
	return fmt.Errorf("%s: %w", path.Join(name.Dir, name.File), err)
}

// parse replays a log. A frame that is cut short, or whose checksum fails with
// nothing behind it, is the tail that a crash tore, and so are zeros up to the end: a
// file that grew before its bytes were written. Anything else is damage.
func parse(src *source, name Name, apply Apply) (good int64, err error) {
	r := frame.NewReader(src)
	for {
		good = src.off
		kind, _, err := r.Header()
		var payload []byte
		if err == nil {
			payload, err = r.Payload()
		}
		switch {
		case err == nil:
			if good == 0 && kind == Head && name.otherwise(payload) {
				return good, &VersionError{path.Join(name.Dir, name.File), string(payload), name.Head}
			}
			if err := one(kind, payload, good == 0, name, apply); err != nil {
				return good, fmt.Errorf("%w at byte %d: %w", ErrDamaged, good, err)
			}
		case errors.Is(err, io.EOF), errors.Is(err, frame.ErrTorn):
			return good, nil
		case errors.Is(err, frame.ErrDamaged) && (src.off == src.size || src.zeros(good)):
			return good, nil
		default:
			return good, fmt.Errorf("%w at byte %d: %w", ErrDamaged, good, err)
		}
	}
}

// one takes a record. The first, and no other, is the head.
func one(kind byte, payload []byte, first bool, name Name, apply Apply) error {
	switch {
	case first != (kind == Head):
		return fmt.Errorf("it is no %s", name.File)
	case first && string(payload) != name.Head:
		return fmt.Errorf("%q is no %s", payload, name.File)
	case first:
		return nil
	}
	return apply(kind, payload)
}

// Append adds a record and returns when it is durable.
func (l *Log) Append(kind byte, encode func([]byte) []byte) error {
	b, start := frame.Begin(l.buf[:0])
	b = encode(b)
	frame.End(b, start, kind)
	l.buf = b
	if _, err := l.file.Write(b); err != nil {
		return fmt.Errorf("write to the log: %w", err)
	}
	if err := l.file.Sync(); err != nil {
		return fmt.Errorf("sync the log: %w", err)
	}
	return nil
}

// Close closes the log.
func (l *Log) Close() error { return l.file.Close() }
