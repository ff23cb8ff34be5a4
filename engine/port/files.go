package port

import (
	"io/fs"

	"gapless/model/clock"

	"github.com/spf13/afero"
)

// What afero.Fs cannot say is in the optional interfaces below. The engine uses
// each where it is there and does without where it is not.

// Stamped is an fs.FileInfo that gives times as its host's clock reads them.
type Stamped interface {
	Modified() clock.Time[clock.Client]
	// Changed is when the inode last changed (ctime).
	Changed() clock.Time[clock.Client]
	// Accessed is when the file was last read (atime).
	Accessed() clock.Time[clock.Client]
}

// Identified is an fs.FileInfo that knows which file it describes: names of one
// file give the same volume and inode.
type Identified interface {
	Identity() (volume, inode uint64, links int)
}

// QuietOpener is an afero.Fs that can read a file without its access time moving.
type QuietOpener interface {
	OpenQuietly(name string) (afero.File, error)
}

// Archived is an fs.FileInfo of a volume with archive bits.
type Archived interface {
	Archive() bool
}

// ArchiveSetter is an afero.Fs that can change archive bits.
type ArchiveSetter interface {
	SetArchive(name string, on bool) error
}

// TimeSetter is an afero.Fs that sets times without raw numbers. A zero time is
// left as it is. It does not follow a symlink.
type TimeSetter interface {
	SetTimes(name string, accessed, modified clock.Time[clock.Client]) error
}

// Stamping is an afero.Fs that knows what the stamps of its volumes are worth.
type Stamping interface {
	// ChangeGrain is by how much a file's change time may be earlier than its last
	// change was, by the host's clock. Ok is false where a change may leave the change
	// time as it is, be it for a while, or where there is none.
	ChangeGrain(root string) (grain clock.Duration, ok bool)
}

// DirOpener is an afero.Fs that can hold a directory open, so that its entries are
// examined without finding their way from the root each time. An entry is still
// examined when its turn comes, never when the directory is listed: a change in
// between would go unseen.
type DirOpener interface {
	OpenDir(name string) (Directory, error)
}

// Directory is an open directory.
type Directory interface {
	// Names lists the entries in any order.
	Names() ([]string, error)
	// Lstat examines an entry without following a symlink.
	Lstat(name string) (fs.FileInfo, error)
	Close() error
}

// HardLinker is an afero.Fs with hard links.
type HardLinker interface {
	Link(oldname, newname string) error
}

// DirSyncer is an afero.Fs that can make a directory's entries survive a crash.
type DirSyncer interface {
	SyncDir(name string) error
}

// BlockReader is an afero.File that hands out its bytes without copying them.
type BlockReader interface {
	// NextBlock is at most max bytes from the file's position on, and moves it. The
	// block is never written to again. io.EOF at the end.
	NextBlock(max int) ([]byte, error)
}

// BlockWriter is an afero.File that takes bytes without copying them.
type BlockWriter interface {
	// WriteBlock writes b, which must never be written to again, at the file's
	// position, and moves it.
	WriteBlock(b []byte) (int, error)
}
