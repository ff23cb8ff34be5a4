package generate

// Kind is a group of entries that a script has or leaves out together.
type Kind uint8

const (
	Jobs        Kind = iota // starts of jobs; never left out
	Writes                  // new contents; never left out
	Interrupted             // suspend, resume, cancel
	Names                   // rename, hard and symbolic links, directories
	Stamps                  // copies and stamps set by hand
	Handles                 // files held open
	Bits                    // archive bits set by hand
	Clocks                  // skew, drift, steps
	Delays                  // late processes
	Pace                    // slow files, volumes and messages
	Crashes                 // hosts that stop
	Faults                  // reads and networks that fail
	Media                   // media that are full, fail, are erased
	Hooks                   // statements that wait for an operation
	Systems                 // several hosts, volumes, policies; other file systems
	Settings                // settings of the product
	Releases                // upgrades
	Upkeep                  // verify, restore, expire
	Removal                 // background removal of checkpoints, and deletion of what was backed up
	Journals                // change journals that are deleted, made anew, spoiled
	Snapshots               // volumes that are frozen for a backup, in time or not
	Schedules               // jobs that start by themselves
	Accesses                // files that are read, and working sets of what was
	kinds
)

var kindNames = [kinds]string{"jobs", "writes", "interrupted", "names", "stamps", "handles", "bits", "clocks", "delays", "pace",
	"crashes", "faults", "media", "hooks", "systems", "settings", "releases", "upkeep", "removal", "journals", "snapshots", "schedules", "accesses"}

func (k Kind) String() string { return kindNames[k] }

// Kinds lists the names of all kinds.
func Kinds() []string { return kindNames[:] }
