package checkpoints

import (
	"fmt"

	"gapless/engine/durable"
	"gapless/engine/wire"
	"gapless/model"
	"gapless/model/clock"

	"github.com/spf13/afero"
)

// The kinds of frames in the store.
const (
	kindBackup = 'B'
	kindJob    = 'J'
	kindError  = 'E' // of a pass, to be mailed
	kindMailed = 'M' // all errors before it have been
)

const (
	storeHead = "gapless checkpoints 2"
	storeName = "checkpoints"
)

// ErrDamaged means that the store holds bytes that were never written to it.
var ErrDamaged = durable.ErrDamaged

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
	Checkpoint int      // that it wrote, or writes; 0 for none yet
	Named      []string // paths that are not, or not safely, in its checkpoint
	Taken      int      // files that it read
}

// Store is the durable state of the control: a log of records, the newest of which
// counts.
type Store struct {
	log     *durable.Log // nil when opened for reading only
	backups []*Backup    // in the order in which they came
	byName  map[string]*Backup
	jobs    []*Job   // by number
	newest  int      // the job of which the log spoke last; 0 for none
	errors  []string // that no mail has told yet
}

// OpenStore reads the store in dir, making it when there is none, and cuts off a torn
// tail.
func OpenStore(files afero.Fs, dir string, c wire.Clock[clock.Master]) (*Store, error) {
	s := &Store{byName: map[string]*Backup{}}
	var err error
	s.log, err = durable.Open(files, storeIn(dir), func(kind byte, p []byte) error { return s.apply(kind, p, c) }, nil)
	return s, err
}

// ReadStore reads the store in dir without touching it. One that is not there is
// empty.
func ReadStore(files afero.Fs, dir string, c wire.Clock[clock.Master]) (*Store, error) {
	s := &Store{byName: map[string]*Backup{}}
	_, err := durable.Read(files, storeIn(dir), 0, func(kind byte, p []byte) error { return s.apply(kind, p, c) })
	return s, err
}

func storeIn(dir string) durable.Name {
	return durable.Name{Dir: dir, File: storeName, Head: storeHead}
}

// apply takes one record.
func (s *Store) apply(kind byte, payload []byte, c wire.Clock[clock.Master]) error {
	d := wire.Decode(payload)
	switch kind {
	case kindBackup:
		s.keepBackup(Backup{Policy: d.String(), Begun: int(d.Uint()), Created: int(d.Uint()), Removed: int(d.Uint()),
			Generation: int(d.Uint()), Since: wire.ReadTime(&d, c)})
	case kindJob:
		j := Job{Number: int(d.Uint()), Policy: d.String(), Kind: model.JobKind(d.String()), State: model.JobState(d.String()),
			Status: int(d.Uint()), Checkpoint: int(d.Uint()), Named: d.Strings(), Taken: int(d.Uint())}
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
	s.newest = j.Number
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
	err := s.log.Append(kindBackup, func(p []byte) []byte {
		p = wire.Uint(wire.Uint(wire.String(p, b.Policy), uint64(b.Begun)), uint64(b.Created))
		return wire.Time(wire.Uint(wire.Uint(p, uint64(b.Removed)), uint64(b.Generation)), b.Since)
	})
	if err == nil {
		s.keepBackup(b)
	}
	return err
}

func (s *Store) putJob(j Job) error {
	err := s.log.Append(kindJob, func(p []byte) []byte {
		p = wire.String(wire.Uint(p, uint64(j.Number)), j.Policy)
		p = wire.String(wire.String(p, string(j.Kind)), string(j.State))
		p = wire.Uint(wire.Uint(p, uint64(j.Status)), uint64(j.Checkpoint))
		return wire.Uint(wire.Strings(p, j.Named), uint64(j.Taken))
	})
	if err == nil {
		s.keepJob(j)
	}
	return err
}

func (s *Store) putError(text string) error {
	err := s.log.Append(kindError, func(p []byte) []byte { return wire.String(p, text) })
	if err == nil {
		s.errors = append(s.errors, text)
	}
	return err
}

func (s *Store) putMailed() error {
	s.errors = nil
	return s.log.Append(kindMailed, func(p []byte) []byte { return p })
}
