package volume

import (
	"sort"
	"time"
)

// grain is how a file system rounds one kind of stamp.
type grain struct {
	quantum time.Duration
	up      bool // later, not earlier
}

// Personality is what distinguishes one file system from another.
type Personality struct {
	Name      string
	Write     grain // the modification time
	Change    grain // the change time; zero where there is none
	Create    grain // the creation time
	Access    grain // the access time
	LocalTime bool  // stamps are stored as local time, and read back with the zone's rule of the moment
	Archive   bool  // files have an archive bit, set by create, write and rename
	ModeBit   bool  // a change of permissions sets it too
	HardLinks bool
	Symlinks  bool
	Sensitive bool // names that differ in case differ
	Tunnels   bool // a name that comes back soon gets its old creation time
	VSS       bool // it can be frozen for a snapshot
	Journal   bool // it can have a change journal
	LateWrite bool // the modification time is right only when the writing handle closes
	Accesses  Accesses
	Written   bool   // a change of the bytes is an access, too: GetFileTime
	Longest   int    // the longest name
	Wide      bool   // Longest counts UTF-16 units, not bytes
	Forbidden string // what a name must not contain besides a slash and a NUL
}

const windowsForbidden = "\"*:<>?\\|"

// personalities by name. Facts 60 to 68 are about NTFS and FAT as Windows writes them.
var personalities = map[string]*Personality{
	"ext4": {
		Name: "ext4", Write: down(1), Change: down(1), Create: down(1), Access: down(1),
		HardLinks: true, Symlinks: true, Sensitive: true, Accesses: Exact, Longest: 255,
	},
	"xfs": {
		Name: "xfs", Write: down(1), Change: down(1), Create: down(1), Access: down(1),
		HardLinks: true, Symlinks: true, Sensitive: true, Accesses: Exact, Longest: 255,
	},
	"ntfs": { // facts 60, 61, 64, 65, 68
		Name: "ntfs", Write: down(100), Change: down(100), Create: down(100), Access: down(100),
		Archive: true, ModeBit: true, HardLinks: true, Symlinks: true, Tunnels: true, LateWrite: true,
		Journal: true, VSS: true, Accesses: Hourly, Written: true,
		Longest: 255, Wide: true, Forbidden: windowsForbidden,
	},
	"refs": {
		Name: "refs", Write: down(100), Change: down(100), Create: down(100), Access: down(100),
		Archive: true, HardLinks: true, Symlinks: true,
		Journal: true, VSS: true, Accesses: Hourly, Written: true,
		Longest: 255, Wide: true, Forbidden: windowsForbidden,
	},
	"fat32": { // facts 61, 64, 66, 67, 68
		Name: "fat32", Write: grain{2 * time.Second, true}, Create: down(10 * time.Millisecond), Access: down(24 * time.Hour),
		LocalTime: true, Archive: true, Tunnels: true,
		VSS: true, Accesses: Exact, Written: true,
		Longest: 255, Wide: true, Forbidden: windowsForbidden,
	},
	"hfs+": {
		Name: "hfs+", Write: down(time.Second), Change: down(time.Second), Create: down(time.Second), Access: down(time.Second),
		HardLinks: true, Symlinks: true, Accesses: Exact,
		Longest: 255, Wide: true, Forbidden: ":",
	},
}

func down(q time.Duration) grain { return grain{quantum: q} }

// Known is the personality of that name.
func Known(name string) (*Personality, bool) {
	p, ok := personalities[name]
	return p, ok
}

// Personalities lists the names of all file systems, sorted.
func Personalities() []string {
	var names []string
	for name := range personalities { // any order: they are sorted below
		names = append(names, name)
	}
	sort.Strings(names)
	return names
}
