package model

import (
	"io/fs"
	"path"
	"strings"

	"gapless/model/clock"
)

// Kind is what a path names.
type Kind uint8

const (
	Absent Kind = iota
	File
	Dir
	Symlink
)

func (k Kind) String() string { return [...]string{"absent", "file", "directory", "symlink"}[k] }

// Version is what a path holds between two changes. Versions are written once: a
// change makes a new one. Access time, change time, archive bit, link count and the
// modification times of directories are no part of it.
type Version struct {
	Kind     Kind
	Content  Content                  // of a File
	Target   string                   // of a Symlink
	Mode     fs.FileMode              // permission bits
	Modified clock.Time[clock.Client] // as the volume stores it; zero for a Dir
	File     uint64                   // names that share it are hard links of one file; 0 when absent
}

// Gone is the version of a path that names nothing.
var Gone = &Version{}

// Held says that a path held Version from an instant on.
type Held struct {
	From    clock.Time[clock.True]
	Version *Version
	Line    int // the script's line that brought it about; 0 for what was there at the start
}

// PathHistory is all that one path held, oldest first. A path held nothing before
// its first entry.
type PathHistory struct {
	Path string
	Held []Held
}

// Policy is what the policy of a job covers and what its method is said to see.
type Policy struct {
	Name    string
	Exclude []string // globs, see Excludes
	Detects Detects

	// Accessed is how far back the accesses lie that put a file into a working set.
	Accessed clock.Duration
}

// Detects says which breaches of P1 and P2 besides loss a product's method detects,
// so that they count as violations.
type Detects struct {
	Metadata bool // mode, mtime or link grouping (ctime, journal, catalogue)
	Deleted  bool // that a path is gone (catalogue, journal, snapshot listing)
}

// Within reports whether p is root or lies below it. Paths are absolute and clean.
func Within(p, root string) bool {
	return p == root || root == "/" || strings.HasPrefix(p, root) && len(p) > len(root) && p[len(root)] == '/'
}

// Excluded reports whether a glob leaves p out: one with a slash is matched, as by
// path.Match, against the whole path, one without against the name; and what lies
// below an excluded directory is excluded.
func Excluded(p string, globs []string) bool {
	for _, g := range globs {
		for q := p; q != "/" && q != "."; q = path.Dir(q) {
			name := q
			if !strings.Contains(g, "/") {
				name = path.Base(q)
			}
			if ok, err := path.Match(g, name); ok && err == nil {
				return true
			}
		}
	}
	return false
}
