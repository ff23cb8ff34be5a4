package osdisk

import (
	"io/fs"

	"gapless/engine/port"

	"golang.org/x/sys/unix"
)

// directory is an open directory. Its entries are examined relative to it.
type directory struct {
	fd     int
	path   string
	files  *Files
	stat   unix.Stat_t
	infos  []info // not yet given out
	expect int    // entries that will probably be examined
}

// OpenDir holds a directory open.
func (f *Files) OpenDir(name string) (port.Directory, error) {
	f.pass()
	fd, err := -1, error(unix.EPERM)
	open := func(flag int) error {
		return again(func() (err error) {
			fd, err = unix.Open(name, unix.O_RDONLY|unix.O_DIRECTORY|unix.O_NOFOLLOW|unix.O_CLOEXEC|flag, 0)
			return err
		})
	}
	if f.quiet {
		err = open(noAccess)
	}
	if err == unix.EPERM {
		err = open(0)
	}
	if err != nil {
		return nil, &fs.PathError{Op: "open", Path: name, Err: err}
	}
	d := &directory{fd: fd, path: name, files: f}
	f.keep(d)
	return d, nil
}

const listBytes = 64 << 10

// Names lists the entries.
func (d *directory) Names() ([]string, error) {
	d.files.pass()
	if d.files.space == nil {
		d.files.space = make([]byte, listBytes)
	}
	names := make([]string, 0, 16)
	for {
		n := 0
		err := again(func() (err error) {
			n, err = unix.ReadDirent(d.fd, d.files.space)
			return err
		})
		if err != nil {
			return nil, &fs.PathError{Op: "readdirent", Path: d.path, Err: err}
		}
		if n <= 0 {
			d.expect = len(names)
			return names, nil
		}
		_, _, names = unix.ParseDirent(d.files.space[:n], -1, names)
	}
}

// largestBatch bounds the memory that one examined entry can keep alive.
const largestBatch = 128

// Lstat examines an entry without following a symlink.
func (d *directory) Lstat(name string) (fs.FileInfo, error) {
	d.files.pass()
	for {
		err := unix.Fstatat(d.fd, name, &d.stat, unix.AT_SYMLINK_NOFOLLOW)
		if err == nil {
			break
		}
		if err != unix.EINTR {
			return nil, &fs.PathError{Op: "lstat", Path: d.path + "/" + name, Err: err}
		}
	}
	if len(d.infos) == 0 {
		d.infos = make([]info, min(max(d.expect, 1), largestBatch))
		d.expect -= len(d.infos)
	}
	out := &d.infos[0]
	d.infos = d.infos[1:]
	s := &d.stat
	*out = info{
		name: name, mode: fileMode(s.Mode), size: s.Size,
		modified: nanos(s.Mtim.Unix()), changed: nanos(s.Ctim.Unix()), accessed: nanos(s.Atim.Unix()),
		volume: uint64(s.Dev), inode: s.Ino, links: int(s.Nlink),
	}
	return out, nil
}

// Close closes the directory.
func (d *directory) Close() error {
	delete(d.files.open, d)
	return unix.Close(d.fd)
}

// fileMode is a mode of the system as the os package writes it.
func fileMode(mode uint32) fs.FileMode {
	m := fs.FileMode(mode & 0o777)
	switch mode & unix.S_IFMT {
	case unix.S_IFDIR:
		m |= fs.ModeDir
	case unix.S_IFLNK:
		m |= fs.ModeSymlink
	case unix.S_IFBLK:
		m |= fs.ModeDevice
	case unix.S_IFCHR:
		m |= fs.ModeDevice | fs.ModeCharDevice
	case unix.S_IFIFO:
		m |= fs.ModeNamedPipe
	case unix.S_IFSOCK:
		m |= fs.ModeSocket
	}
	if mode&unix.S_ISUID != 0 {
		m |= fs.ModeSetuid
	}
	if mode&unix.S_ISGID != 0 {
		m |= fs.ModeSetgid
	}
	if mode&unix.S_ISVTX != 0 {
		m |= fs.ModeSticky
	}
	return m
}
