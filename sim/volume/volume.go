package volume

import (
	"io/fs"
	"path"
	"strings"
	"time"

	"gapless/model"
	"gapless/model/clock"
	"gapless/sim/journal"
)

// Time is what stamps are: readings of the clock of the host that mounts the volume.
type Time = clock.Time[clock.Client]

// Stamper reads the host's clock for a volume.
type Stamper interface {
	// Stamp is the clock's reading as a file system stores it: first rounded down to
	// the last tick of a coarse clock, then to quantum, up or down. Both are in
	// nanoseconds; 0 and 1 mean exact.
	Stamp(tick, quantum int64, up bool) Time
	// Now is the exact reading.
	Now() Time
}

// Witness writes down the truth.
type Witness interface {
	// Changed says that from now on path holds v, by the script's line. It is told of
	// every change of type, bytes, link target, mode or modification time, with
	// model.Gone for a path that names nothing any more; and of nothing else. The
	// line is FaceLine when a client of a face made the change, or a crash undid it.
	// v is never changed, until the volume is reset.
	Changed(path string, v *model.Version, line int)
}

// FaceLine stands for the script's line in changes that no statement made.
const FaceLine = -1

// Config is what a volume is. The zero value of every field but Path is useful.
type Config struct {
	Path        string // where it is mounted: absolute and clean
	Personality string // the file system; "" is ext4
	Number      uint64 // distinguishes the volumes of a run, below 2³²
	Stamper     Stamper
	Witness     Witness        // nil: nobody asks for the truth
	Zone        *time.Location // for file systems that store local time; nil is UTC
	Tick        time.Duration  // stamps come from a clock this coarse; 0 is exact
	Granularity time.Duration  // of all stamps, rounded down, instead of the file system's
	Accesses    Accesses       // when reading moves access times, instead of the file system's way
	Rate        int64          // bytes/s read and written through a face; 0 without limit
	Latency     time.Duration  // of each operation through a face
	Size        int64          // capacity in bytes; 0 without limit
	Seed        uint64         // of all contents
	Synced      bool           // changes through a face survive a crash at once
	// Applications are frozen with the volume for a snapshot; nil: it cannot be frozen.
	Applications Applications
	// Journal is the change journal that is active at the start, if its MaxSize is
	// not 0. It panics for a file system that cannot have one.
	Journal JournalSize
}

// JournalSize is how large a change journal gets, in bytes: it is trimmed to below
// Max when it has grown by Delta more. Negative sizes are the system's defaults.
type JournalSize struct{ Max, Delta int64 }

// Volume is an inode file system.
type Volume struct {
	cfg    Config
	kind   *Personality
	grains grains
	frozen bool

	inodes    pages[inode]
	entries   pages[entry]
	buckets   pages[bucketRow]
	mask      uint32 // number of buckets less one
	lastIno   Ino
	lastEntry uint32
	freeEntry uint32
	live      uint32 // entries in use
	used      int64  // bytes of all files
	// generation tells the handles of this mount from those of earlier ones.
	generation uint32

	undos    []undo     // names that are not durable yet, oldest first
	unsynced []unsynced // inodes that are not
	held     []held
	tunnel   []tunnelled
	faults   []fault
	versions versions
	zone     zone
	scratch  []uint32
	journal  *journal.Journal // nil while there never was one
	spare    *journal.Journal // of an earlier run
	original *Volume          // what a snapshot was made of
	// How long the next freeze and the next commit of a snapshot take.
	freezing, committing time.Duration
	small                []byte // where short writes are kept; never written twice
	room                 rooms
}

// New is a volume that has to be Reset before it is used.
func New() *Volume { return &Volume{} }

// Reset makes the volume empty, for a new run. It keeps its memory, so versions that
// its witness was told of must not be used any more. It panics for a personality
// that does not exist, which whoever reads scripts checks with Known.
func (v *Volume) Reset(cfg Config) {
	if cfg.Personality == "" {
		cfg.Personality = "ext4"
	}
	kind, ok := Known(cfg.Personality)
	if !ok {
		panic("volume: no file system is called " + cfg.Personality)
	}
	v.forget()
	v.cfg, v.kind = cfg, kind
	v.cfg.Path = mountPoint(cfg.Path)
	v.grains = grainsOf(kind, &cfg)
	v.zone.use(kind.LocalTime, cfg.Zone)

	v.resize(perPage * bucketsPerRow)
	v.inodes.room(uint32(Root) + 1)
	v.lastIno = Root
	*v.inodes.at(uint32(Root)) = inode{kind: model.Dir, mode: 0o755, links: 1}
	v.stampNew(v.inodes.at(uint32(Root)))
	if cfg.Journal.Max != 0 {
		v.startJournal(cfg.Journal)
	}
}

// forget gives up everything but the memory.
func (v *Volume) forget() {
	v.inodes.reset()
	v.entries.reset()
	v.buckets.reset()
	v.generation++
	v.frozen, v.original, v.freezing, v.committing = false, nil, 0, 0
	v.lastIno, v.lastEntry, v.freeEntry, v.live, v.used = 0, 0, 0, 0, 0
	clear(v.undos)
	clear(v.unsynced)
	v.undos, v.unsynced = v.undos[:0], v.unsynced[:0]
	v.held, v.tunnel, v.faults = v.held[:0], v.tunnel[:0], v.faults[:0]
	v.versions.reset()
	if v.journal != nil {
		v.journal, v.spare = nil, v.journal
	}
}

// Path is where the volume is mounted.
func (v *Volume) Path() string {
	if v.cfg.Path == "" {
		return "/"
	}
	return v.cfg.Path
}

// Personality is the file system.
func (v *Volume) Personality() *Personality { return v.kind }

// Used is how many bytes all files hold.
func (v *Volume) Used() int64 { return v.used }

// Mount moves the volume to another mount point. Handles and faults stay.
func (v *Volume) Mount(p string) { v.cfg.Path = mountPoint(p) }

// Attach gives the volume to another host, or its truth to another witness.
func (v *Volume) Attach(s Stamper, w Witness) {
	v.cfg.Stamper, v.cfg.Witness = s, w
	v.zone.known = false // its instants are readings of the old clock
}

// Freeze makes the volume read-only for all faces: a snapshot. Reading it leaves its
// access times alone.
func (v *Volume) Freeze() { v.frozen = true }

// mountPoint is "" for the root, so that a path is always mount point, slash, rest.
func mountPoint(p string) string {
	if p == "" || p == "/" {
		return ""
	}
	return path.Clean(p)
}

// within is the part of an absolute path below the mount point.
func (v *Volume) within(p string) (rest string, ok bool) {
	m := v.cfg.Path
	if !strings.HasPrefix(p, m) {
		return "", false
	}
	rest = p[len(m):]
	return rest, rest == "" && m != "" || rest != "" && rest[0] == '/'
}

// permissions are the mode bits that an inode keeps.
const permissions = fs.ModePerm | fs.ModeSetuid | fs.ModeSetgid | fs.ModeSticky
