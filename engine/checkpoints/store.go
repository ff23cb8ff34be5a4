package checkpoints

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"

	"gapless/engine/frame"
	"gapless/engine/port"
	"gapless/engine/wire"
	"gapless/model"
	"gapless/model/clock"

	"github.com/spf13/afero"
)

// The kinds of frames in the store.
const (
	kindHead   = 'H' // first: what this file is
	kindBackup = 'B'
	kindJob    = 'J'
	kindError  = 'E' // of a pass, to be mailed
	kindMailed = 'M' // all errors before it have been
)

const (
	storeHead = "gapless checkpoints 1"
	storeName = "checkpoints"
)

// ErrDamaged means that the store holds bytes that were never written to it.
var ErrDamaged = errors.New("the store of checkpoints is damaged")

// Backup is what lasts of a backup.
type Backup struct {
	Policy     string
	Begun      int // the newest checkpoint that was begun
	Created    int // the newest one that is complete, V5
	Removed    int // the newest one at the last pass that was completed, V5
	Generation int
	Since      clock.Time[clock.Master] // when the generation began
}

// Job is what lasts of a job.
type Job struct {
	Number     int
	Policy     string
	Kind       model.JobKind
	State      model.JobState
	Status     int
	Checkpoint int // that it wrote, or writes; 0 for none yet
}

// Store is the durable state of the control: a log of records, the newest of which
// counts.
type Store struct {
	file    afero.File // nil when opened for reading only
	buf     []byte
	backups []*Backup // in the order in which they came
	byName  map[string]*Backup
	jobs    []*Job   // by number
	errors  []string // that no mail has told yet
}

// OpenStore reads the store in dir, making it when there is none, and cuts off a torn
// tail.
func OpenStore(files afero.Fs, dir string, c wire.Clock[clock.Master]) (*Store, error) {
	if err := makeDir(files, dir); err != nil {
		return nil, err
	}
	s, good, size, err := load(files, dir, c)
	if err != nil {
		return nil, err
	}
	name := path.Join(dir, storeName)
	if s.file, err = files.OpenFile(name, os.O_RDWR|os.O_CREATE|os.O_APPEND, 0o600); err != nil {
		return nil, err
	}
	if good < size {
		_, err := s.file.Seek(int64(good), io.SeekStart)
		if err := errors.Join(err, s.file.Truncate(int64(good)), s.file.Sync()); err != nil {
			return nil, err
		}
	}
	if good > 0 {
		return s, nil
	}
	if err := s.append(kindHead, func(b []byte) []byte { return append(b, storeHead...) }); err != nil {
		return nil, err
	}
	if d, ok := files.(port.DirSyncer); ok {
		return s, d.SyncDir(dir)
	}
	return s, nil
}

// makeDir makes the store's directory when it is missing, durably.
func makeDir(files afero.Fs, dir string) error {
	if _, err := files.Stat(dir); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := files.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	if d, ok := files.(port.DirSyncer); ok {
		return d.SyncDir(path.Dir(dir))
	}
	return nil
}

// ReadStore reads the store in dir without touching it. One that is not there is
// empty.
func ReadStore(files afero.Fs, dir string, c wire.Clock[clock.Master]) (*Store, error) {
	s, _, _, err := load(files, dir, c)
	return s, err
}

func load(files afero.Fs, dir string, c wire.Clock[clock.Master]) (s *Store, good, size int, err error) {
	s = &Store{byName: map[string]*Backup{}}
	name := path.Join(dir, storeName)
	data, err := readAll(files, name)
	if errors.Is(err, fs.ErrNotExist) {
		return s, 0, 0, nil
	}
	if err == nil {
		good, err = s.parse(data, c)
	}
	if err != nil {
		return nil, 0, 0, fmt.Errorf("%s: %w", name, err)
	}
	return s, good, len(data), nil
}

// readAll reads a file whose size is known.
func readAll(files afero.Fs, name string) ([]byte, error) {
	f, err := files.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	data := make([]byte, info.Size())
	n, err := io.ReadFull(f, data)
	return data[:n], err
}

// parse replays the log; good is where its whole records end. A record that is cut
// short is the tail that a crash tore; anything else that cannot be read is damage.
func (s *Store) parse(data []byte, c wire.Clock[clock.Master]) (good int, err error) {
	src := frame.NewBytes(data)
	r := frame.NewReader(src)
	for {
		good = src.Offset()
		kind, _, err := r.Header()
		var payload []byte
		if err == nil {
			payload, err = r.Payload()
		}
		switch {
		case err == nil:
			if err := s.apply(kind, payload, good == 0, c); err != nil {
				return good, fmt.Errorf("%w at byte %d: %w", ErrDamaged, good, err)
			}
		case errors.Is(err, io.EOF), errors.Is(err, frame.ErrTorn), errors.Is(err, frame.ErrDamaged) && src.Offset() == len(data):
			return good, nil
		default:
			return good, fmt.Errorf("%w at byte %d: %w", ErrDamaged, good, err)
		}
	}
}

func (s *Store) apply(kind byte, payload []byte, first bool, c wire.Clock[clock.Master]) error {
	if first != (kind == kindHead) || first && string(payload) != storeHead {
		return errors.New("not a store of checkpoints")
	}
	d := wire.Decode(payload)
	switch kind {
	case kindHead:
		return nil
	case kindBackup:
		s.keepBackup(Backup{Policy: d.String(), Begun: int(d.Uint()), Created: int(d.Uint()), Removed: int(d.Uint()),
			Generation: int(d.Uint()), Since: wire.ReadTime(&d, c)})
	case kindJob:
		j := Job{Number: int(d.Uint()), Policy: d.String(), Kind: model.JobKind(d.String()), State: model.JobState(d.String()),
			Status: int(d.Uint()), Checkpoint: int(d.Uint())}
		if d.Err() == nil && (j.Number < 1 || j.Number > len(s.jobs)+1) {
			return fmt.Errorf("job %d follows job %d", j.Number, len(s.jobs))
		}
		s.keepJob(j)
	case kindError:
		s.errors = append(s.errors, d.String())
	case kindMailed:
		s.errors = nil
	default:
		return fmt.Errorf("unknown kind %q of record", kind)
	}
	return d.Err()
}

func (s *Store) keepBackup(b Backup) {
	if known := s.byName[b.Policy]; known != nil {
		*known = b
		return
	}
	s.backups = append(s.backups, &b)
	s.byName[b.Policy] = &b
}

func (s *Store) keepJob(j Job) {
	if j.Number > 0 && j.Number <= len(s.jobs) {
		*s.jobs[j.Number-1] = j
	} else {
		s.jobs = append(s.jobs, &j)
	}
}

// Backup is what lasts of a policy's backup.
func (s *Store) Backup(policy string) Backup {
	if b := s.byName[policy]; b != nil {
		return *b
	}
	return Backup{Policy: policy}
}

// Job is the job of that number; nil for none.
func (s *Store) Job(number int) *Job {
	if number < 1 || number > len(s.jobs) {
		return nil
	}
	return s.jobs[number-1]
}

func (s *Store) putBackup(b Backup) error {
	err := s.append(kindBackup, func(p []byte) []byte {
		p = wire.Uint(wire.Uint(wire.String(p, b.Policy), uint64(b.Begun)), uint64(b.Created))
		return wire.Time(wire.Uint(wire.Uint(p, uint64(b.Removed)), uint64(b.Generation)), b.Since)
	})
	if err == nil {
		s.keepBackup(b)
	}
	return err
}

func (s *Store) putJob(j Job) error {
	err := s.append(kindJob, func(p []byte) []byte {
		p = wire.String(wire.Uint(p, uint64(j.Number)), j.Policy)
		p = wire.String(wire.String(p, string(j.Kind)), string(j.State))
		return wire.Uint(wire.Uint(p, uint64(j.Status)), uint64(j.Checkpoint))
	})
	if err == nil {
		s.keepJob(j)
	}
	return err
}

func (s *Store) putError(text string) error {
	err := s.append(kindError, func(p []byte) []byte { return wire.String(p, text) })
	if err == nil {
		s.errors = append(s.errors, text)
	}
	return err
}

func (s *Store) putMailed() error {
	s.errors = nil
	return s.append(kindMailed, func(p []byte) []byte { return p })
}

func (s *Store) append(kind byte, encode func([]byte) []byte) error {
	b, start := frame.Begin(s.buf[:0])
	b = encode(b)
	frame.End(b, start, kind)
	s.buf = b
	if _, err := s.file.Write(b); err != nil {
		return fmt.Errorf("write to the store of checkpoints: %w", err)
	}
	if err := s.file.Sync(); err != nil {
		return fmt.Errorf("sync the store of checkpoints: %w", err)
	}
	return nil
}
