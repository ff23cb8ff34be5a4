package osdisk

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"

	"gapless/engine/message"
	"gapless/engine/products"
	"gapless/model"
)

// Options is what callers of Backup can choose. The zero value is for most.
type Options struct {
	// Rules is how the engine behaves: *netbackup.Rules or *certain.Rules; nil for Rules().
	Rules products.Rules
	// Host is the name under which the source is filed; empty for the machine's own.
	Host string
	// Examined is told, often and from another goroutine, of how many paths were
	// looked at so far; nil for nobody.
	Examined func(paths int64)
}

// Report is what the engine said of a backup.
type Report struct {
	Job      int
	Kind     model.JobKind
	Source   string   // absolute
	Base     int      // the job that an incremental builds on; 0 for none: all was taken
	Status   int      // 0 success, 1 some paths are named, others failure; see Failed
	Files    int      // that are in the image
	Bytes    int64    // that were added to the repository
	Examined int64    // paths that were looked at
	Named    []string // not, or not safely, backed up; one with a slash at its end stands for all below it
	Notes    []string // what the engine had to say, such as why a path is named
	Duration time.Duration
}

// Failed is a job that made no restore point.
type Failed struct {
	Job    int
	Status int
	Why    string
}

func (f *Failed) Error() string {
	return fmt.Sprintf("job %d failed with status %d: %s", f.Job, f.Status, f.Why)
}

// statusFuture is the status of an incremental whose base lies in the future. N8.
const statusFuture = 207

// Backup makes a restore point of a directory in a repository, which is made when
// there is none. The kind is model.Full, model.Incremental, model.Cumulative, or empty
// for an incremental where there is a full to build on, else a full.
//
// An error is a Refused, a Failed, the context's (the job is cancelled then), one
// that is catalog.ErrDamaged, a durable.VersionError, or what the disk said. Files that could not be read
// are no error: they are named, and the status is 1.
func Backup(ctx context.Context, dir, repo string, kind model.JobKind, o Options) (Report, error) {
	if !slices.Contains([]model.JobKind{"", model.Full, model.Incremental, model.Cumulative}, kind) {
		return Report{}, refuse("there is no kind %q of backup; there are %s, %s and %s", kind, model.Full, model.Incremental, model.Cumulative)
	}
	root, err := source(dir)
	if err != nil {
		return Report{}, err
	}
	r, err := prepare(repo)
	if err != nil {
		return Report{}, err
	}
	exclude, err := r.exclude(root)
	if err != nil {
		return Report{}, err
	}
	held, err := r.hold()
	if err != nil {
		return Report{}, err
	}
	defer held.Close()
	if err := r.furnish(); err != nil {
		return Report{}, err
	}
	cat, err := r.read()
	if err != nil {
		return Report{}, err
	}
	if o.Host == "" {
		if o.Host, err = os.Hostname(); err != nil {
			return Report{}, err
		}
	}
	rules := o.Rules
	if rules == nil {
		own := Rules()
		rules = &own
	}
	if kind, err = kindFor(kind, cat, root, o.Host, rules); err != nil {
		return Report{}, err
	}
	if err := r.addMedium(cat); err != nil {
		return Report{}, err
	}
	w := newWatch(cat.NextNumber(), o.Examined)
	m := NewMachine(o.Host, r.media(), w)
	defer m.Stop()
	out := Report{Job: w.number, Kind: kind, Source: root}
	err = conduct(ctx, m, w, config(r.policy(root, exclude, o.Host), rules), message.Start{Kind: kind, Policy: root})
	m.Stop()
	w.fill(&out)
	if err != nil {
		return out, err
	}
	return out, w.failure(r)
}

// conduct has the server do one job and returns when it is done, or cannot be.
func conduct(ctx context.Context, m *Machine, w *watch, config any, start message.Start) error {
	server, ended, err := m.Boot(message.Server, config)
	if err != nil {
		return err
	}
	if err := m.Send(server, start); err != nil {
		return err
	}
	select {
	case <-w.done:
		return nil
	case <-ended:
		return nil // the notes say why
	case <-w.held: // nobody brings a medium
	case <-ctx.Done():
	}
	if err := m.Send(server, message.Cancel{Policy: start.Policy, Job: w.number}); err != nil {
		return err
	}
	select {
	case <-w.done:
	case <-ended:
	}
	return ctx.Err()
}

// failure is why the job made no restore point; nil when it made one.
func (w *watch) failure(r repository) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	why := strings.Join(w.notes, "; ")
	switch {
	case w.job.State != model.Done: // the server stopped
		if _, err := r.read(); err != nil {
			return err
		}
		return fmt.Errorf("the backup did not end: %s", why)
	case w.job.Succeeded():
		return nil
	case w.job.Status == statusFuture:
		why = "the last backup lies in the future of this machine's clock; set the clock, or make a full backup"
	}
	return &Failed{Job: w.job.Number, Status: w.job.Status, Why: why}
}
