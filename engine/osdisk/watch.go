package osdisk

import (
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"gapless/engine/port"
	"gapless/model"
	"gapless/model/clock"
)

// watch is where the engine says what it does: it follows one job. The processes call
// it from their goroutines.
type watch struct {
	number   int // of the job
	told     func(paths int64)
	examined atomic.Int64
	done     chan struct{} // closed when the job is done
	hold     sync.Once
	held     chan struct{} // closed when the job is on hold, which nobody ends here
	began    time.Time

	mu    sync.Mutex
	job   model.Job
	ended time.Time
	bytes int64
	notes []string
}

var _ port.Reports = (*watch)(nil)

func newWatch(number int, told func(int64)) *watch {
	return &watch{number: number, told: told, done: make(chan struct{}), held: make(chan struct{}), began: time.Now()}
}

// Job says that a job's state changed.
func (w *watch) Job(j model.Job) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if j.Number != w.number || w.job.State == model.Done {
		return
	}
	j.Named, j.Activations = slices.Clone(j.Named), nil // the engine goes on with its own
	if j.State == model.OnHold {
		w.hold.Do(func() { close(w.held) })
	}
	w.job = j
	if j.State == model.Done {
		w.ended = time.Now()
		close(w.done)
	}
}

// ClientStarted has nothing that a user has not.
func (*watch) ClientStarted(int, int, clock.Time[clock.Client], clock.Time[clock.Client]) {}

// SnapshotRead does not come up: the machine's disk is not frozen.
func (*watch) SnapshotRead(int, int, port.Snapshot) {}

// stride is after how many paths a watcher is told again.
const stride = 256

// Decided counts the paths that were looked at.
func (w *watch) Decided(d model.Decision) {
	if n := w.examined.Add(1); w.told != nil && n%stride == 0 {
		w.told(n)
	}
}

// Catalogued counts bytes.
func (w *watch) Catalogued(f model.Fragment, _ clock.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if f.Job == w.number {
		w.bytes += f.Len
	}
}

// Deleted keeps what became of a file.
func (w *watch) Deleting(int, string)       {}
func (w *watch) Deleted(_ int, path string) { w.Note("", path+": deleted, since it is backed up") }

// Mail is a note.
func (w *watch) Mail(text string) { w.Note("", text) }

// Note keeps one line.
func (w *watch) Note(_, text string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.notes = append(w.notes, text)
}

// fill writes down what was said of the job.
func (w *watch) fill(out *Report) {
	w.mu.Lock()
	defer w.mu.Unlock()
	out.Base, out.Status, out.Files, out.Named = w.job.Base, w.job.Status, w.job.Taken, w.job.Named
	out.Bytes, out.Examined, out.Notes = w.bytes, w.examined.Load(), w.notes
	if w.ended.IsZero() {
		w.ended = time.Now()
	}
	out.Duration = w.ended.Sub(w.began)
}
