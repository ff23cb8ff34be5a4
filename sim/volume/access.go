package volume

import (
	"time"

	"gapless/model/clock"
)

// Accesses is when reading a file moves its access time. What the first read of a handle
// does not move, no later one does.
type Accesses uint8

const (
	AsUsual  Accesses = iota // as the file system has it
	Exact                    // with each handle that is read from
	Hourly                   // unless the reading would move it by less than an hour: NTFS, fact 64
	Relative                 // when it is not later than the last change, or a day old: relatime
	Never                    // noatime, and what Windows does since Vista and Server 2008
)

// accessedAt stamps the access time of an inode that somebody reads.
func (v *Volume) accessedAt(n *inode) {
	rule := v.cfg.Accesses
	if rule == AsUsual {
		rule = v.kind.Accesses
	}
	if rule == Never {
		return
	}
	now := v.stamp(v.grains.access)
	switch {
	case n.atime.IsZero():
	case rule == Hourly && now.Before(n.atime.Add(clock.Of(time.Hour))) && now.After(n.atime.Add(clock.Of(-time.Hour))):
		return
	case rule == Relative && n.atime.After(n.mtime) && (n.ctime.IsZero() || n.atime.After(n.ctime)) && now.Before(n.atime.Add(clock.Of(24*time.Hour))):
		return
	}
	n.atime = now
}

// Accessed stamps the access time of an inode, as the first read of a handle does.
func (v *Volume) Accessed(i Ino) {
	if !v.frozen {
		v.accessedAt(v.own(i))
	}
}

// ReadFile is somebody's reading of a file. It gives the file's identity, as versions have
// it.
func (v *Volume) ReadFile(path string) (file uint64, err error) {
	at, err := v.file(path)
	if err != nil {
		return 0, err
	}
	v.Accessed(at.ino)
	return v.fileID(at.ino), nil
}
