package checkpoints

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"

	"gapless/engine/defect"
	"gapless/engine/port"
	"gapless/model"
	"gapless/model/clock"

	"github.com/spf13/afero"
)

// RunMover reads the files of a job's client and writes its checkpoint: the blocks of
// what is not as the last complete checkpoint has it, and then the index.
func RunMover(p Process[clock.Client], o jobOrder) {
	m := &mover{Process: p, jobOrder: o, files: p.Files()}
	out := moved{status: statusFailed}
	if err := m.move(); err != nil {
		out.why = err.Error()
	} else {
		out.status, out.complete = statusOK, true
		if len(m.named) > 0 {
			out.status = statusWarning
		}
	}
	out.named, out.taken = m.named, m.taken
	_ = p.Send(p.Starter(), out)
}

// mover is the state of one run.
type mover struct {
	Process[clock.Client]
	jobOrder
	files   afero.Fs
	bucket  port.Bucket
	before  map[string]*entry // the last complete checkpoint, by path; empty for a full
	entries []entry
	written int // blocks
	named   []string
	taken   int
}

func (m *mover) move() (err error) {
	if m.bucket, err = connect(m.Process, &m.jobOrder); err != nil {
		return err
	}
	if err := m.recall(); err != nil {
		return err
	}
	n, policy := m.checkpoint, m.policy.Name
	if err := m.bucket.Put(markKey(policy, n), nil, clock.Duration{}); err != nil {
		return err
	}
	m.Removals().CheckpointBegun(policy, n, m.job, markKey(policy, n), blocksOf(policy, n))
	for _, root := range m.policy.Roots {
		if err := m.visit(root); err != nil {
			return err
		}
	}
	if err := m.keep(); err != nil {
		return err
	}
	m.Removals().CheckpointMade(policy, n, indexKey(policy, n), m.needs())
	return m.bucket.Put(indexKey(policy, n), appendIndex(nil, m.entries), m.lock)
}

// recall reads the index of the last complete checkpoint, from which an incremental
// takes the blocks that are as they were.
func (m *mover) recall() error {
	if m.kind == model.Full {
		return nil
	}
	chain, err := readChain(m.bucket, m.policy.Name)
	if err != nil || chain.newest() == 0 {
		return err
	}
	data, err := m.bucket.Get(indexKey(m.policy.Name, chain.newest()))
	if err != nil {
		return err
	}
	entries, err := decodeIndex(data, m)
	if err != nil {
		return fmt.Errorf("checkpoint %d of %s: %w", chain.newest(), m.policy.Name, err)
	}
	m.before = make(map[string]*entry, len(entries))
	for i := range entries {
		m.before[entries[i].path] = &entries[i]
	}
	return nil
}

// keep moves the blocks that are used again to the present generation: all blocks of
// the newest checkpoint are locked for at least the repository's period.
func (m *mover) keep() error {
	if !(clock.Duration{}).Less(m.lock) || m.rules.KeepLocks {
		return nil
	}
	for i := range m.entries {
		for k := range m.entries[i].blocks {
			b := &m.entries[i].blocks[k]
			if b.generation == m.generation {
				continue
			}
			if err := m.bucket.Lock(b.key, m.lock); err != nil {
				return err
			}
			b.generation = m.generation
		}
	}
	return nil
}

func (m *mover) needs() (keys []string) {
	for i := range m.entries {
		for _, b := range m.entries[i].blocks {
			keys = append(keys, b.key)
		}
	}
	return keys
}

// visit examines a path when its turn comes, and goes down.
func (m *mover) visit(p string) error {
	if model.Excluded(p, m.policy.Exclude) {
		return nil
	}
	info, err := lstat(m.files, p)
	if err != nil {
		m.name(p, err)
		return nil
	}
	modified, changed := stamps(m, info)
	e := entry{path: p, mode: info.Mode().Perm(), modified: modified, changed: changed}
	switch {
	case info.IsDir():
		e.kind = model.Dir
		m.entries = append(m.entries, e)
		return m.list(p)
	case info.Mode()&fs.ModeSymlink != 0:
		e.kind = model.Symlink
		if l, ok := m.files.(afero.LinkReader); ok {
			e.target, err = l.ReadlinkIfPossible(p)
		}
	case info.Mode().IsRegular() && info.Size() == 0 && m.rules.Planted == defect.EmptyLeftOut:
		return nil
	case info.Mode().IsRegular():
		e.kind, e.size = model.File, info.Size()
		if old := m.before[p]; old != nil && m.same(old, &e) {
			e.blocks = old.blocks
			m.decided(p, model.ByTime, false)
			break
		}
		m.taken++
		return m.read(&e)
	default:
		return nil // devices, pipes and sockets hold no data
	}
	if err != nil {
		m.name(p, err)
		return nil
	}
	m.entries = append(m.entries, e)
	return nil
}

// same reports whether a file is as it was. A time that is put back by hand moves the
// change time.
func (m *mover) same(old, e *entry) bool {
	if m.rules.Planted == defect.ChangeTimeIgnored {
		return old.kind == e.kind && old.size == e.size && old.modified.Equal(e.modified)
	}
	return old.kind == e.kind && old.size == e.size && old.modified.Equal(e.modified) && old.changed.Equal(e.changed)
}

func (m *mover) list(dir string) error {
	d, err := m.files.Open(dir)
	if err != nil {
		m.name(dir+"/", err)
		return nil
	}
	names, err := d.Readdirnames(-1)
	d.Close()
	if err != nil {
		m.name(dir+"/", err)
		return nil
	}
	slices.Sort(names)
	for _, name := range names {
		if err := m.visit(path.Join(dir, name)); err != nil {
			return err
		}
	}
	return nil
}

// read writes a file's blocks. A file that cannot be read is left out and named; one
// that changed meanwhile is taken and named.
func (m *mover) read(e *entry) error {
	m.decided(e.path, model.ByEverything, true)
	f, err := m.files.Open(e.path)
	if err != nil {
		m.name(e.path, err)
		return nil
	}
	defer f.Close()
	size := int64(0)
	for {
		data, err := next(f, m.rules.Block)
		if len(data) > 0 {
			size += int64(len(data))
			m.written++
			key := blockKey(m.policy.Name, m.checkpoint, m.written)
			if err := m.bucket.Put(key, data, m.lock); err != nil {
				return err
			}
			e.blocks = append(e.blocks, block{key, m.generation})
		}
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			m.decided(e.path, model.ByReadError, false)
			m.name(e.path, err)
			return nil
		}
	}
	info, err := lstat(m.files, e.path)
	if err == nil {
		modified, changed := stamps(m, info)
		if modified.Equal(e.modified) && changed.Equal(e.changed) && info.Size() == size {
			if changed.IsZero() {
				changed = modified // a file system without change times, such as FAT
			}
			if !changed.Before(m.Now()) && m.rules.Planted != defect.SureAtOnce {
				e.size = unsure // it may change again at this instant, and show the same times
			}
			m.entries = append(m.entries, *e)
			return nil
		}
	}
	if m.rules.Planted == defect.ChangingIsSure {
		if err == nil {
			e.modified, e.changed = stamps(m, info)
			e.size = info.Size()
		}
		m.entries = append(m.entries, *e)
		return nil
	}
	e.size = unsure
	m.entries = append(m.entries, *e)
	m.decided(e.path, model.ByChanging, true)
	m.name(e.path, errors.New("changed while it was read"))
	return nil
}

// unsure is the size of a file that the next job reads again in any case.
const unsure = -1

// next is a file's next bytes, in memory that nobody writes to again.
func next(f afero.File, max int) ([]byte, error) {
	if r, ok := f.(port.BlockReader); ok {
		return r.NextBlock(max)
	}
	data := make([]byte, max)
	n, err := io.ReadFull(f, data)
	if errors.Is(err, io.ErrUnexpectedEOF) {
		err = io.EOF
	}
	return data[:n], err
}

// name says that a path is not, or not safely, in the checkpoint.
func (m *mover) name(p string, err error) {
	m.named = append(m.named, p)
	m.Reports().Note(m.Host(), fmt.Sprintf("%s: %v", p, err))
}

func (m *mover) decided(p string, why model.Reason, taken bool) {
	m.Reports().Decided(model.Decision{Job: m.job, Path: p, Reason: why, Taken: taken})
}

func lstat(files afero.Fs, p string) (fs.FileInfo, error) {
	if l, ok := files.(afero.Lstater); ok {
		info, _, err := l.LstatIfPossible(p)
		return info, err
	}
	return files.Stat(p)
}

func stamps(m *mover, info fs.FileInfo) (modified, changed clock.Time[clock.Client]) {
	if s, ok := info.(port.Stamped); ok {
		return s.Modified(), s.Changed()
	}
	return m.FromWall(info.ModTime()), clock.Time[clock.Client]{}
}
