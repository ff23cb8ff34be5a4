package volume

import (
	"io/fs"
	"time"

	"gapless/model"
)

// Info is an fs.FileInfo that also gives times as the host's clock reads them, and
// says which file it describes.
type Info struct {
	name     string
	size     int64
	mode     fs.FileMode
	modified Time
	changed  Time
	accessed Time
	created  Time
	volume   uint64
	ino      Ino
	links    uint32
	archive  bool
}

// ArchivedInfo is an Info of a volume with archive bits.
type ArchivedInfo struct{ Info }

func (i *Info) Name() string      { return i.name }
func (i *Info) Size() int64       { return i.size }
func (i *Info) Mode() fs.FileMode { return i.mode }
func (i *Info) IsDir() bool       { return i.mode.IsDir() }
func (i *Info) Sys() any          { return nil }

// ModTime is Modified as a raw number, for clients that know no other time.
func (i *Info) ModTime() time.Time {
	if i.modified.IsZero() {
		return time.Time{}
	}
	t, err := time.Parse(time.RFC3339Nano, i.modified.String())
	if err != nil {
		panic("volume: a clock writes no RFC 3339: " + err.Error())
	}
	return t
}

// Modified is when the bytes, or a directory's entries, last changed.
func (i *Info) Modified() Time { return i.modified }

// Changed is when anything of the file last changed; zero where that is not kept.
func (i *Info) Changed() Time { return i.changed }

// Accessed is when the file was last read.
func (i *Info) Accessed() Time { return i.accessed }

// Created is when the file was made.
func (i *Info) Created() Time { return i.created }

// Identity is the same for all names of one file.
func (i *Info) Identity() (volume, inode uint64, links int) {
	return i.volume, uint64(i.ino), int(i.links)
}

// Archive is the archive bit.
func (i *ArchivedInfo) Archive() bool { return i.archive }

func (v *Volume) describe(x *Info, name string, i Ino) {
	n := v.node(i)
	*x = Info{
		name: name, size: n.content.Size(), mode: n.mode, volume: v.cfg.Number, ino: i, links: n.links, archive: n.archive,
		modified: v.seen(n.mtime), changed: v.seen(n.ctime), accessed: v.seen(n.atime), created: v.seen(n.created),
	}
	switch n.kind {
	case model.Dir:
		x.mode |= fs.ModeDir
		x.links = 2 + n.subdirs
	case model.Symlink:
		x.mode |= fs.ModeSymlink
		x.size = int64(len(n.target))
	}
}

func (v *Volume) info(name string, i Ino) fs.FileInfo {
	if v.kind.Archive {
		x := new(ArchivedInfo)
		v.describe(&x.Info, name, i)
		return x
	}
	x := one(&v.room.infos)
	v.describe(x, name, i)
	return x
}

// rooms are what is handed out one by one and made many at once: the collector is asked
// for memory less often. Nothing in them is used twice.
type rooms struct {
	infos []Info
	files []File
}

const perRoom = 16

// one is one more of a kind.
func one[T any](room *[]T) *T {
	if len(*room) == 0 {
		*room = make([]T, perRoom)
	}
	x := &(*room)[0]
	*room = (*room)[1:]
	return x
}

// namesIn lists the names in a directory, in byte order.
func (v *Volume) namesIn(dir Ino) []string {
	count := 0
	for e := v.node(dir).first; e != 0; e = v.entries.at(e).next {
		count++
	}
	names := make([]string, 0, count)
	v.Readdir(dir, func(name string, _ Ino) bool {
		names = append(names, name)
		return true
	})
	return names
}

// infos describes the entries of a directory, in one allocation for all.
func (v *Volume) infos(dir Ino) []fs.FileInfo {
	count := 0
	for e := v.node(dir).first; e != 0; e = v.entries.at(e).next {
		count++
	}
	out := make([]fs.FileInfo, 0, count)
	if v.kind.Archive {
		all := make([]ArchivedInfo, count)
		v.Readdir(dir, func(name string, i Ino) bool {
			x := &all[len(out)]
			v.describe(&x.Info, name, i)
			out = append(out, x)
			return true
		})
		return out
	}
	all := make([]Info, count)
	v.Readdir(dir, func(name string, i Ino) bool {
		x := &all[len(out)]
		v.describe(x, name, i)
		out = append(out, x)
		return true
	})
	return out
}
