package port

import (
	"time"

	"gapless/model"
	"gapless/model/clock"

	"github.com/spf13/afero"
)

// Clock is the clock of one host.
type Clock[H any] interface {
	// Now reads the clock.
	Now() clock.Time[H]
	// Uptime is how long the host has been up, at its clock's rate; it is never stepped.
	Uptime() clock.Duration
	// Boot tells this start of the host from all others: an uptime goes on from an earlier
	// one only where the two are of the same start. 0 where nobody knows.
	Boot() uint64
	// Decode reads a time that AppendBinary wrote, and gives the bytes behind it.
	Decode(b []byte) (clock.Time[H], []byte, error)
	// FromWall is the reading that a time of an interface that knows no other, such as
	// fs.FileInfo, stands for.
	FromWall(t time.Time) clock.Time[H]
	// Next is the first instant after t at which the host's local time is
	// hour:minute, on the given weekday (0 is Sunday) or, for -1, on any day.
	Next(t clock.Time[H], weekday, hour, minute int) clock.Time[H]
}

// Process is one running program of the engine on one host. A process is an actor:
// it shares no memory with any other, and hears from them by messages. Messages are
// plain values; the blocks of bytes in them are never written to again by either side.
type Process[H any] interface {
	Clock[H]
	// Host is the name of the host that it runs on.
	Host() string
	// Sleep waits; how long is measured by the host's clock's rate.
	Sleep(d clock.Duration)

	// Start runs a program of the engine on a host and gives its process number.
	// The two are linked: each hears of the other's end. It fails when the host
	// cannot be reached.
	Start(host, program string, args any) (pid int64, err error)
	// Starter is the process that started this one; 0 for the first of a host.
	Starter() int64
	// Link makes this process and pid hear of each other's end.
	Link(pid int64)
	// Unlink undoes the link between this process and pid, if there is one.
	Unlink(pid int64)
	// Kill ends a process at once, wherever it is in its work. Ending one that has
	// ended, or cannot be reached, does nothing.
	Kill(pid int64)
	// Send puts a message into a process's mailbox. A message to a process that has
	// ended is dropped. It fails when the process's host cannot be reached.
	Send(pid int64, message any) error
	// Receive takes the oldest message out of the mailbox, waiting for one at most
	// the time given (clock.Forever for without limit). The error is
	// os.ErrDeadlineExceeded when none came; io.EOF when the linked process from
	// ended; net.ErrClosed when it can no longer be reached.
	Receive(within clock.Duration) (from int64, message any, err error)
	// ReceivePeriodic is Receive for waits that only periodic work would end, such
	// as the next time of a schedule: they do not keep a simulated run going.
	ReceivePeriodic(within clock.Duration) (from int64, message any, err error)

	// Files is the host's file tree, all its volumes mounted.
	Files() afero.Fs
	// Library is the host's media; nil where it has none.
	Library() Library
	// Reports is where the engine says what it does.
	Reports() Reports
}

// Library is the media of a media host.
type Library interface {
	// Media lists the media by name, sorted.
	Media() []string
	// Mount gives access to a medium. It fails when there is no such medium.
	Mount(name string) (Medium, error)
}

// Medium is an append-only store of bytes.
type Medium interface {
	// End is the offset behind the last byte.
	End() int64
	// Capacity is the number of bytes that it can hold; 0 for without limit.
	Capacity() int64
	// Append writes p at the end. When shared is set p is never written to again,
	// and may be kept. After an error part of p may have been written. A medium that
	// is full returns syscall.ENOSPC.
	Append(p []byte, shared bool) error
	// Sync returns when all that was appended survives a crash of the host.
	Sync() error
	// Read is a view of at most max bytes from off on, which is never written to
	// again; io.EOF at the end.
	Read(off int64, max int) ([]byte, error)
	// Erase empties the medium.
	Erase() error
}

// Reports is where an engine says what it does, as a product's job monitor, log and
// mail would show it. What is said there is judged; the engine never reads it back.
type Reports interface {
	// Job says that a job's state, or what is known of it, changed. The world fills
	// in true instants. The activations are only lent.
	Job(j model.Job)
	// ClientStarted says when, on its own clock, the client process of an activation
	// (by index) of a job started, and which cutoff it computed (zero for none).
	ClientStarted(job, activation int, start, cutoff clock.Time[clock.Client])
	// SnapshotRead says that an activation (by index) of a job reads a snapshot and not
	// the live volumes. The world knows when the snapshot was made.
	SnapshotRead(job, activation int, s Snapshot)
	// Decided says why a file was taken or left out.
	Decided(d model.Decision)
	// Catalogued says that a stretch of a medium is now part of an image, and for how
	// long from now on it is protected (clock.Forever for without limit).
	Catalogued(f model.Fragment, protected clock.Duration)
	// Deleting says that a source file was looked at for the last time, and will be deleted
	// by what comes next. C13.
	Deleting(job int, path string)
	// Deleted says that a source file has just been deleted, since it was backed up. C13.
	Deleted(job int, path string)
	// Mail sends one whole message.
	Mail(message string)
	// Note writes one line into the log.
	Note(host, text string)
}
