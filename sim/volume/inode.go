package volume

import (
	"io/fs"

	"gapless/model"
)

// Ino is an inode's number. Numbers are not used again within a run; 0 is none.
type Ino uint32

// Root is the directory at the mount point.
const Root Ino = 1

type inode struct {
	content model.Content // of a file
	target  string        // of a symlink
	mtime   Time          // as stored, see seen
	atime   Time
	ctime   Time
	created Time
	version *model.Version // what the witness was told; nil for nothing yet
	mode    fs.FileMode    // permissions
	names   uint32         // an entry that names it; the others follow in entry.also
	links   uint32
	writes  uint32 // generated contents so far
	opens   uint32 // handles, when opened is the volume's generation
	opened  uint32
	first   uint32 // of a directory: its first and last entry
	last    uint32
	subdirs uint32
	loose   uint32 // one more than its index in unsynced; 0 when it is durable
	kind    model.Kind
	archive bool
	mixed   bool // of a directory: its entries are not in order
	forked  bool // the content may share its tail with another's, see grow
}

// Attr is what can be asked of an inode.
type Attr struct {
	Ino      Ino
	Kind     model.Kind
	Mode     fs.FileMode // permissions
	Size     int64       // bytes; of a symlink, the length of its target
	Links    int
	Modified Time
	Accessed Time
	Changed  Time // zero where the file system has none
	Created  Time
	Archive  bool
}

// node is an inode to be read.
func (v *Volume) node(i Ino) *inode { return v.inodes.at(uint32(i)) }

// own is an inode to be written; pointers from node become stale.
func (v *Volume) own(i Ino) *inode {
	if v.inodes.shared(uint32(i)) {
		pg := v.inodes.unshare(uint32(i))
		for k := range pg.items {
			pg.items[k].forked = true
		}
	}
	return v.inodes.at(uint32(i))
}

// newInode is a fresh inode with no name.
func (v *Volume) newInode(n inode) Ino {
	v.lastIno++
	v.inodes.room(uint32(v.lastIno) + 1)
	*v.own(v.lastIno) = n
	return v.lastIno
}

// Getattr is what is known of an inode.
func (v *Volume) Getattr(i Ino) Attr {
	n := v.node(i)
	a := Attr{
		Ino: i, Kind: n.kind, Mode: n.mode, Size: n.content.Size(), Links: int(n.links), Archive: n.archive,
		Modified: v.seen(n.mtime), Accessed: v.seen(n.atime), Changed: v.seen(n.ctime), Created: v.seen(n.created),
	}
	switch n.kind {
	case model.Symlink:
		a.Size = int64(len(n.target))
	case model.Dir:
		a.Links = 2 + int(n.subdirs)
	}
	return a
}

// Readlink is the target of a symlink.
func (v *Volume) Readlink(i Ino) string { return v.node(i).target }

// fileID is how versions and identities name an inode.
func (v *Volume) fileID(i Ino) uint64 { return v.cfg.Number<<32 | uint64(i) }
